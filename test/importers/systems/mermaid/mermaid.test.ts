import { describe, expect, it } from 'vitest';
import { mermaid } from '#importers/systems/mermaid/index';
import { errorOf, importText, notRead, outline, said } from '../drafted.ts';
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
