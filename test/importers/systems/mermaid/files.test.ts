import { describe, expect, it } from 'vitest';
import { mermaid } from '#importers/systems/mermaid/index';
import { errorOf, importText, notRead, outline, said } from '../drafted.ts';
import { systemFile } from '../system-files.ts';

const read = (text: string, path = 'a.mmd') => importText(mermaid, path, text);
const flows = (text: string) => outline(read(`graph LR\n${text}`).draft).flows;

describe('Mermaid: files', () => {
  it('are told by their first word, after front matter, comments and directives', () => {
    const text =
      '---\ntitle: Shop bot\nconfig:\n  theme: dark\n---\n%% note\n%%{init: {"x":\n 1}}%%\nflowchart-elk LR; A-->B;';
    expect([read(text).draft.id, read(text).draft.name, flows(text.split('LR;')[1]!)]).toEqual([
      'shop-bot',
      'Shop bot',
      ['a -> b'],
    ]);
    expect(mermaid.detect([systemFile('notes.txt', 'a graph is a nice thing\n')])).toBeUndefined();
    expect(mermaid.detect([systemFile('a.json', '{"source": "flowchart LR; A-->B"}')])).toBeUndefined();
    expect(mermaid.detect([systemFile('README.md', '# Hi\n\n```js\ngraph\n```\n')])).toBeUndefined();
  });

  it('are called by their file where front matter has no title', () => {
    for (const front of ['config:\n  theme: dark', 'title:', 'title: ""']) {
      const { id, name } = read(`---\n${front}\n---\ngraph LR\nA --> B\n`).draft;
      expect([id, name]).toEqual(['a', 'a']);
    }
  });

  it('may say what they show', () => {
    const imported = read(
      '%%{init: {}}%%\ngraph LR\naccTitle: Shop bot\naccDescr {\n Answers and sells\n}\nA --> B\n',
    );
    expect([imported.draft.name, imported.draft.description]).toEqual(['Shop bot', 'Answers and sells']);
    expect(notRead(imported)).toEqual([
      '1 not-read: directives "%%{…}%%": they only say how the drawing looks',
    ]);
  });

  it('of LangGraph start and end at who runs the graph, who is outside of it', () => {
    const imported = read(
      'graph TD;\n\t__start__([<p>__start__</p>]):::first\n\tllm(llm)\n\t__end__([<p>__end__</p>]):::last\n\t__start__ --> llm;\n\tllm -. &nbsp;done&nbsp; .-> __end__;',
    );
    expect(outline(imported.draft)).toEqual({
      zones: [],
      things: ['graph-user', 'llm'],
      flows: ['graph-user -> llm', 'llm -> graph-user: done'],
    });
    expect(imported.draft.actors.map(({ id, guessed }) => [id, guessed])).toEqual([
      [
        'graph-user',
        { '': 'LangGraph marks so where a run starts and ends: who starts it is outside of it' },
      ],
    ]);
    expect(notRead(imported)).toContain('4 not-read: node "__end__": it is the same one as "__start__"');
    expect(outline(read('graph TD\nllm --> __end__').draft).things).toEqual(['graph-user', 'llm']);
  });

  it('may be Markdown with several diagrams, which show one system', () => {
    const imported = read(
      [
        '# Doc',
        '',
        '```mermaid',
        'graph LR',
        '  U[User] --> Api["API"]',
        '```',
        '~~~mermaid',
        'sequenceDiagram',
        '  A->>B: x',
        '~~~',
        '> ```mermaid',
        '> flowchart TD',
        '> X["api"] --> Y[(Store)]',
        '> A2[User] --> X',
        '> ```',
      ].join('\n'),
      'README.md',
    );
    expect(outline(imported.draft)).toEqual({
      zones: [],
      things: ['user', 'api', 'store'],
      flows: ['user -> api', 'api -> store'],
    });
    expect(notRead(imported)).toEqual([
      '8 not-read: the Mermaid diagram "sequenceDiagram": of the diagrams of Mermaid only flowcharts are read',
      '13 guessed: node X "api": taken for the one of that name on page "1"',
      '14 guessed: node A2 "User": taken for the one of that name on page "1"',
    ]);
    expect(imported.losses.at(-1)).toMatchObject({ became: 'flow user -> api, which an earlier page has' });
  });

  it('may be pages of HTML that draw with it', () => {
    const page =
      '<html>\n<div class="x">flowchart</div>\n<pre class="big mermaid">\ngraph TD\n  A[one] --&gt; B[two]\n</pre>\n' +
      "<code class='language-mermaid'>sequenceDiagram\n</code><div class=mermaid>flowchart LR\nB[two] --> C</div>";
    const imported = read(page, 'page.html');
    expect(outline(imported.draft).flows).toEqual(['one -> two', 'two -> c']);
    expect(imported.losses.map(({ what, place }) => `${place.line} ${what}`)).toEqual([
      '5 node A "one"',
      '5 node B "two"',
      '5 link A → B',
      '7 the Mermaid diagram "sequenceDiagram"',
      '9 node B "two"',
      '9 node "C"',
      '9 link B → C',
    ]);
    expect(mermaid.detect([systemFile('page.html', page)])).toBe('mermaid-flowchart');
    expect(mermaid.detect([systemFile('page.html', '<pre class="mermaids">graph TD</pre>')])).toBeUndefined();
  });

  it('are read on after what is not understood, each with its line', () => {
    const imported = read(
      'graph LR\nA --> B\nB[open\nC --> D extra\nA -->\nend\nsubgraph z\nE\nclick A "https://example.com"\nstyle A fill:red\n',
    );
    expect(said(imported)).toEqual([
      'MERMAID-002 3 "[open" is not read: the bracket is not closed',
      'MERMAID-002 4 "extra" is not read: this is not understood here',
      'MERMAID-002 5 a link from "A" is not read: no node is at its end',
      'MERMAID-002 6 "end" is not read: no subgraph is open here',
      'MERMAID-002 7 the "end" of a subgraph is not read: it is not there, so all that follows is in it',
    ]);
    expect(outline(imported.draft)).toMatchObject({
      things: ['a', 'b', 'c', 'd', 'e in z'],
      flows: ['a -> b', 'c -> d'],
    });
    expect(notRead(imported).slice(-2)).toEqual([
      '9 not-read: "click A "https://example.com"": links of a drawing are not part of a model',
      '10 not-read: a statement of style: it only says how the drawing looks',
    ]);
  });

  it('have no notes', () => {
    const imported = read('graph LR\nA --> B\nnote right of A "keeps keys"\nNote over A "B"\nnote --> A\n');
    expect(said(imported)).toEqual([
      'MERMAID-002 3 note "right of A "keeps keys"" is not read: flowcharts have no notes',
      'MERMAID-002 4 note "over A "B"" is not read: flowcharts have no notes',
    ]);
    expect(outline(imported.draft).things).toEqual(['a', 'b', 'note']);
  });

  it.each([
    [
      'sequenceDiagram\nA->>B: x\n',
      1,
      'of the diagrams of Mermaid only flowcharts are read, and this is "sequenceDiagram"',
    ],
    ['%% nothing\n', 1, 'there is no Mermaid flowchart in this file'],
    ['graph TD\n%% nothing\n', 1, 'the flowchart has no node'],
  ])('say why %j gives nothing', (text, line, message) => {
    expect(errorOf(() => read(text))).toEqual({ code: 'MERMAID-001', message, file: 'a.mmd', line });
  });

  it('are refused where they draw more than anyone looks at', () => {
    const many = Array.from({ length: 200 }, (_, n) => `n${n}`).join(' & ');
    expect(errorOf(() => read(`graph LR\n${many} --> ${many}\n`))).toMatchObject({
      code: 'MERMAID-003',
      message: 'the flowchart has more than 20000 links',
      file: 'a.mmd',
    });
    expect(errorOf(() => read(`graph LR\n${'subgraph a\n'.repeat(60)}`))).toMatchObject({
      code: 'MERMAID-003',
    });
  });
});
