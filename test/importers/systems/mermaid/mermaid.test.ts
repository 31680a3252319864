import { describe, expect, it } from 'vitest';
import { mermaid } from '#importers/systems/mermaid/index';
import { importText, notRead, outline, said } from '../drafted.ts';
import { describeMutations } from '../mutations.ts';
import { systemFile } from '../system-files.ts';

const read = (text: string, path = 'a.mmd') => importText(mermaid, path, text);
const things = (text: string) => read(text).draft.assets;
const flows = (text: string) => outline(read(`graph LR\n${text}`).draft).flows;

describe('Mermaid: nodes', () => {
  it.each([
    ['A[text]', 'text', 'process', undefined],
    ['A(text)', 'text', 'process', undefined],
    ['A([text])', 'text', 'process', ['stadium']],
    ['A[[text]]', 'text', 'process', ['fr-rect']],
    ['A[(text)]', 'text', 'store', ['cyl']],
    ['A((text))', 'text', 'process', ['circle']],
    ['A(((text)))', 'text', 'process', ['dbl-circ']],
    ['A>text]', 'text', 'process', ['odd']],
    ['A{text}', 'text', 'process', ['diam']],
    ['A{{text}}', 'text', 'process', ['hex']],
    ['A[/text/]', 'text', 'process', ['lean-r']],
    ['A[\\text\\]', 'text', 'process', ['lean-l']],
    ['A[/text\\]', 'text', 'process', ['lean-r']],
    ['A[\\text/]', 'text', 'process', ['lean-l']],
    ['A(-text-)', 'text', 'process', ['ellipse']],
    ['A[|kind:x|text]', 'text', 'process', undefined],
    ['A@{ shape: cyl, label: "te }xt" }', 'te }xt', 'store', ['cyl']],
    ['A@{ icon: "aws:s3", label: Text }', 'Text', 'process', ['aws:s3']],
    ['A["te (x) ] xt"]', 'te (x) ] xt', 'process', undefined],
    ['A[te [x] (y) xt]', 'te [x] (y) xt', 'process', undefined],
    ['A["`**te** xt`"]', 'te xt', 'process', undefined],
    ['A["**te** x*t"]', 'te x*t', 'process', undefined],
    ['A@{ label: "*te*\n**xt**" }', 'te xt', 'process', undefined],
    ['A:::ai@{ shape: cyl, label: "text" }', 'text', 'store', ['cyl']],
    ['A[te<br/>xt &amp; #quot;z#quot; #9829;]', 'te xt & "z" ♥', 'process', undefined],
    ['A["fa:fa-robot text"]', 'text', 'process', ['fa:fa-robot']],
    ['A["two\nlines"]', 'two lines', 'process', undefined],
    ['数据库[(数据)]', '数据', 'store', ['cyl']],
    ['A', 'A', 'process', undefined],
  ])('%j', (node, name, fallback, types) => {
    const { diagnostics, draft } = read(`flowchart TD\n  ${node}\n`);
    expect(draft.assets.map((asset) => [asset.name, asset.fallback, asset.hints?.types])).toEqual([
      [name, fallback, types],
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('take the first text they get, and hints from ids that say something and from classes', () => {
    const text =
      'graph LR\nqdrant --> B\nqdrant[(Vectors)]:::store\nclass qdrant,B ai\nclassDef ai fill:#fff\n';
    expect(things(text).map(({ name, hints }) => [name, hints])).toEqual([
      ['Vectors', { names: ['qdrant'], types: ['cyl'], tags: ['store', 'ai'] }],
      ['B', { tags: ['ai'] }],
    ]);
  });
});

describe('Mermaid: names in other scripts', () => {
  it('leave ids to what the drawing calls a thing', () => {
    const text =
      'graph TD\nsubgraph FE [프론트엔드]\n  User[사용자] --> 数据库[(数据)]\nend\nUser --> x1["日本"]\n';
    expect(outline(read(text).draft)).toEqual({
      zones: ['fe'],
      things: ['user in fe', 'store in fe', 'x1'],
      flows: ['user -> store', 'user -> x1'],
    });
  });
});

describe('Mermaid: links', () => {
  it.each([
    ['A-->B', ['a -> b']],
    ['A --- B', ['a <-> b']],
    ['A<-->B', ['a <-> b']],
    ['A x--x B', ['a <-> b']],
    ['A --o B', ['a -> b']],
    ['A --x B', ['a -> b']],
    ['A ==> B', ['a -> b']],
    ['A -.-> B', ['a -> b']],
    ['A -..- B', ['a <-> b']],
    ['A ------> B', ['a -> b']],
    ['A -->|"x | y"| B', ['a -> b: x | y']],
    ['A -- x y --> B', ['a -> b: x y']],
    ['A--yes-->B', ['a -> b: yes']],
    ['A -- "x --> y" --> B', ['a -> b: x --> y']],
    ['A == x ==> B', ['a -> b: x']],
    ['A -. 1.5 s .-> B', ['a -> b: 1.5 s']],
    ['A <-- x --> B', ['a <-> b: x']],
    ['A-->B-->C', ['a -> b', 'b -> c']],
    ['A --> B\n  --> C', ['a -> b', 'b -> c']],
    ['A & B --> C & D', ['a -> c', 'a -> d', 'b -> c', 'b -> d']],
    ['A --> B & C --> D', ['a -> b', 'a -> c', 'b -> d', 'c -> d']],
    ['A e1@--> B; e1@{ animate: true }', ['a -> b']],
    ['A --> B; B --> C; %% done', ['a -> b', 'b -> c']],
    ['a-b --> c.d', ['a-b -> c-d']],
    ['A ~~~ B', []],
    ['A --> A', []],
  ])('%j', (text, expected) => {
    expect(flows(text)).toEqual(expected);
    expect(read(`graph LR\n${text}`).diagnostics).toEqual([]);
  });

  it('say where the drawing leaves something open', () => {
    expect(notRead(read('graph LR\nA --- B\nA ~~~ C\nA --> A\n'))).toEqual([
      '2 guessed: link A → B: the line has no arrow, so it is taken both ways',
      '3 not-read: link A → C: it is invisible and only moves nodes',
      '4 not-read: link A → A: it ends where it starts, at a',
    ]);
  });
});

describe('Mermaid: subgraphs', () => {
  it('are zones, nested as drawn; a node belongs to the one that is closed first', () => {
    const { draft, diagnostics } = read(`flowchart LR
  subgraph one [First zone]
    direction TB
    a --> b
    subgraph "Inner zone"
      c
    end
  end
  subgraph Private Subnet
    b --> d
    subgraph empty
    end
  end
  subgraph x["Quoted ] title"]
    e
  end
`);
    expect(outline(draft)).toEqual({
      zones: [
        'first-zone',
        'inner-zone in first-zone',
        'private-subnet',
        'empty in private-subnet',
        'quoted-title',
      ],
      things: [
        'a in first-zone',
        'b in first-zone',
        'c in inner-zone',
        'd in private-subnet',
        'e in quoted-title',
      ],
      flows: ['a -> b', 'b -> d'],
    });
    expect(diagnostics).toEqual([]);
  });

  it('get a thing that stands for them where an arrow goes to them', () => {
    const { draft } = read('graph LR\nsubgraph vpc [VPC]\n a\nend\nvpc --> kms\nkms --> vpc\n');
    expect(outline(draft)).toEqual({
      zones: ['vpc'],
      things: ['a in vpc', 'kms', 'vpc-as-a-whole in vpc'],
      flows: ['vpc-as-a-whole -> kms', 'kms -> vpc-as-a-whole'],
    });
    expect(draft.assets[2]!.ask).toEqual([
      'an arrow goes to the zone "VPC" as a whole: which part of it is meant?',
    ]);
  });

  it('are no nodes of the same id, unless those have a text of their own', () => {
    expect(outline(read('graph LR\nsubgraph cache\n cache[(Redis)]\nend\na --> cache\n').draft)).toEqual({
      zones: ['cache'],
      things: ['redis in cache', 'a'],
      flows: ['a -> redis'],
    });
  });
});

const SHOP = `---
title: Shop
---
%%{init: {"theme": "dark"}}%%
flowchart LR
  U["Buyer <br> & co"]:::person -- "1. buys" --> api
  subgraph vpc [VPC]
    direction TB
    api{{API}} -->|"reads | writes"| db[(Orders)] & cache[/Cache/]
    subgraph inner
      job([Nightly]) -.-> db
    end
  end
  vpc ==> mail>Mail]
  x@{ shape: cyl, label: "Logs" } <--> api
  api e1@--> mail
  e1@{ animate: true }
  class api,db hot
  classDef hot fill:#f00
  click U "https://example.com"
  %% threatloom: {"system":"shop","goals":{"g":{"on":"orders","loss":"integrity","impact":"high"}}}
  %% threatloom: {"node":"db","id":"orders","kind":"document-store","value":{"integrity":"high"}}
  %% threatloom: {"link":"vpc mail","carries":["content"]}
`;

describe('Mermaid: what an export keeps in comments', () => {
  const EXPORT = `---
title: "Help \\"desk\\""
---
flowchart LR
  bot["Bot"]:::agent
  kb[("kb")]:::document-store
  %% a new one, and the export's comments as they were
  new[New thing] --> bot
  bot -->|"prompt"| kb
  bot --> kb
  %% threatloom: {"system":"help-desk","owner":"Support","goals":{"g":{"on":"kb","loss":"integrity","impact":"high"}}}
  %% threatloom: {"node":"bot","id":"bot","description":"100%\\u0025{ sure","kind":"agent","uses":["kb"]}
  %% threatloom: {"node":"kb","id":"kb","nameless":true,"kind":"document-store","colour":"red"}
  %% threatloom: {"node":"gone","id":"gone","kind":"tool"}
  %% threatloom: {"link":"bot kb","label":"prompt","carries":["prompt"]}
  %% threatloom: {"link":"bot kb","id":"second"}
  %% threatloom: {"node":"kb"
`;

  it('is taken for what is still drawn, and told of where nothing is', () => {
    const imported = read(EXPORT);
    const { draft } = imported;
    expect([draft.id, draft.name, draft.owner]).toEqual(['help-desk', 'Help "desk"', 'Support']);
    expect(draft.goals.map(({ id, on }) => [id, on])).toEqual([['g', 'kb']]);
    expect(
      draft.assets.map(({ id, name, description, kind, relations }) => ({
        id,
        name,
        description,
        kind,
        relations,
      })),
    ).toEqual([
      { id: 'bot', name: 'Bot', description: '100%%{ sure', kind: 'agent', relations: { uses: ['kb'] } },
      { id: 'kb', kind: 'document-store' },
      { id: 'new-thing', name: 'New thing' },
    ]);
    expect(draft.flows.map(({ id, name, carries }) => ({ id, name, carries }))).toEqual([
      {},
      { carries: ['prompt'] },
      { id: 'second' },
    ]);
    expect(notRead(imported)).toEqual([
      '13 not-read: property "colour": a system model has no place for it',
      '14 not-read: comment of node "gone": no such node is drawn',
      '17 not-read: comment of an export: it is not as an export writes it',
    ]);
    expect(said(imported)).toEqual(['MERMAID-010 17 this comment is not as an export writes it']);
  });
});

describeMutations(mermaid, { 'mermaid-flowchart': [systemFile('shop.mmd', SHOP)] });
