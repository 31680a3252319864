import { describe, expect, it } from 'vitest';
import { mermaid } from '#importers/systems/mermaid/index';
import { importText, outline, said } from '../drafted.ts';

const read = (text: string) => importText(mermaid, 'a.mmd', text);
const things = (text: string) => read(text).draft.assets;

describe('Mermaid: classes', () => {
  it('are given to nodes before or after they are drawn, and told of where there is none', () => {
    const imported = read('graph LR\nclass A, B hot;class vpc,C cold\nsubgraph vpc\n  A --> B\nend\n');
    expect(imported.draft.assets.map(({ name, hints }) => [name, hints?.tags])).toEqual([
      ['A', ['hot']],
      ['B', ['hot']],
    ]);
    expect(said(imported)).toEqual(['MERMAID-002 2 class "cold" of "C" is not read: no node has that id']);
  });
});

describe('Mermaid: labels as the C4 model writes them', () => {
  it('are a name, people by their type, and a description', () => {
    const { draft } = read(
      'graph LR\nu["Ada<br/>[Person]<br/>Buys things"] --> s["Shop<br/>[Container: Spring Boot]<br/>Sells, and<br/>bills"]\n',
    );
    expect(draft.actors.map(({ id, name }) => [id, name])).toEqual([['ada', 'Ada']]);
    expect(draft.assets.map(({ name, description }) => [name, description])).toEqual([
      ['Shop', '[Container: Spring Boot] Sells, and bills'],
    ]);
    expect(outline(draft).flows).toEqual(['ada -> shop']);
  });
});

describe('Mermaid: labels of several lines', () => {
  const text =
    'graph LR\nsubgraph Z["Zone<br/>Port 1"]\nA["Auth<br/>service<br/>Port 8000\\n- JWT<br/>- keys"]\nend\nA -->|"asks<br/>- twice"| B\n';

  it('are names, and remarks for ports and points', () => {
    expect(things(text).map(({ id, name, description }) => [id, name, description])).toEqual([
      ['auth-service', 'Auth service', 'Port 8000; JWT; keys'],
      ['b', 'B', undefined],
    ]);
  });

  it('are names while they are short, and tell of the thing below', () => {
    const [lambda, store] = things(
      'graph LR\nQueryLambda["Query Lambda<br/>asks the model of answers"] --> Vectors[("Index<br/>of documents")]\n',
    );
    expect(lambda).toMatchObject({
      id: 'query-lambda',
      name: 'Query Lambda',
      description: 'asks the model of answers',
      hints: { below: 'asks the model of answers' },
    });
    expect(store).toMatchObject({
      name: 'Index of documents',
      hints: { names: ['Vectors'], types: ['cyl'] },
    });
  });

  it('are names where they tell two things apart', () => {
    const bedrock = (model: string) => `["Amazon Bedrock<br/>Model ${model}<br/>of Anthropic"]`;
    const text = `graph LR\nA${bedrock('A')} --> B${bedrock('B')}\nB --> C["Amazon Redshift<br/>Tables of all the sales"]\n`;
    expect(things(text).map(({ name, description }) => [name, description])).toEqual([
      ['Amazon Bedrock Model A of Anthropic', undefined],
      ['Amazon Bedrock Model B of Anthropic', undefined],
      ['Amazon Redshift', 'Tables of all the sales'],
    ]);
  });

  it('are all of them said of subgraphs and links', () => {
    const { draft } = read(text);
    expect(draft.zones.map(({ name }) => name)).toEqual(['Zone Port 1']);
    expect(draft.flows.map(({ name }) => name)).toEqual(['asks twice']);
  });
});
