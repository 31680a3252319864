import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTranslator } from '#messages/read-messages';
import { singleLine } from '#reports/text/single-line';
import { treeDot } from '#reports/tree/dot';
import { NODE_WIDTH, layOut } from '#reports/tree/layout';
import type { PlacedNode } from '#reports/tree/layout';
import { treeMermaid } from '#reports/tree/mermaid';
import { treeSvg } from '#reports/tree/svg';
import { treeText } from '#reports/tree/text';
import type { DrawnNode } from '#reports/tree/tree-nodes';
import { HOSTILE, NASTY, SMALL, tree } from './trees.ts';

const t = openTranslator('en', ['report', 'terms']);
const LOOK = { colour: false, width: 90, t };

describe('a tree as text', () => {
  it('has branches, notes and reasons for its ends', () => {
    expect(treeText(SMALL, LOOK)).toBe(
      [
        'money  integrity of crm  impact high',
        '└─ ○ any of: write crm  [0.25; 2 more left out]',
        '   └─ T1 Use the tool  [0.50 alone, 0.25 with what it needs; guarded by guard; all of]',
        '      ├─ ○ control bot  [0.50; more below]',
        '      └─ ○ reach bot  [0.50; shown elsewhere]',
        '',
      ].join('\n'),
    );
  });

  it('says where there is no way', () => {
    expect(treeText(tree([]), LOOK)).toBe('money  integrity of crm  impact high; no way there\n');
  });

  it('breaks long text below itself and not through the branches', () => {
    const long = Array.from({ length: 30 }, (_, i) => `word${i}`).join(' ');
    const [, ...lines] = treeText({ ...SMALL, children: [{ ...SMALL.children[0]!, label: long }] }, LOOK)
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => line.length > LOOK.width)).toEqual([]);
    expect(lines.slice(1, 3).every((line) => line.startsWith('   │'))).toBe(true);
  });
});

describe('a tree for Mermaid', () => {
  it('is a flowchart with one line for each node and edge', () => {
    expect(treeMermaid(SMALL, t).split('\n').slice(0, 10)).toEqual([
      'flowchart TD',
      '  n0{{"money<br/>integrity of crm<br/>impact high"}}:::goal',
      '  n1("any of<br/>write crm<br/>0.25; 2 more left out"):::any',
      '  n2["T1<br/>Use the tool<br/>0.50 alone, 0.25 with what it needs; guarded by guard; all of"]:::all',
      '  n3("control bot<br/>0.50; more below"):::any',
      '  n2 --> n3',
      '  n4("reach bot<br/>0.50; shown elsewhere"):::any',
      '  n2 --> n4',
      '  n1 --> n2',
      '  n0 --> n1',
    ]);
  });

  it('writes what could be markup as entities', () => {
    const text = treeMermaid(NASTY, t);
    expect(text).toContain('#60;script#62;alert(#34;1#34;)#60;/script#62; #38; #92;#34; #96;x#96; #35;35;');
    expect(text).toContain('עברית#8207; 👩‍💻 data');
    for (const line of text.split('\n').filter((each) => /^ {2}n\d+\W*"/.test(each))) {
      expect(line.replaceAll('<br/>', '').match(/[<>`\\]|"/g)).toEqual(['"', '"']);
    }
  });
});

describe('a tree for Graphviz', () => {
  it('has a node and an edge for each', () => {
    const text = treeDot(SMALL, t);
    expect(text).toContain(
      '  n1 [label="any of\\nwrite crm\\n0.25; 2 more left out", shape=box, style="rounded,filled"',
    );
    expect(text.match(/->/g)).toHaveLength(4);
    expect(text.match(/\[label=/g)).toHaveLength(5);
  });

  it('escapes quotes, backslashes and entities', () => {
    const label = /n1 \[label="((?:[^"\\]|\\.)*)", shape/.exec(treeDot(NASTY, t))?.[1];
    expect(label).toContain('<script>alert(\\"1\\")</script> &amp; \\\\\\"');
    expect(label).not.toMatch(/[\u202e\u001b\n]/);
  });
});

describe('a tree as SVG', () => {
  it('has a box for each node, a line for each edge and a title', () => {
    const svg = treeSvg(SMALL, t);
    expect(svg.match(/<rect /g)).toHaveLength(1 + 5);
    expect(svg.match(/<path /g)).toHaveLength(4);
    expect(svg).toContain('<title>Attack tree of tiny: money</title>');
    expect(svg).toContain('>Use the tool</text>');
  });

  it('holds no markup and no commands of names', () => {
    const svg = treeSvg(NASTY, t);
    expect(svg).not.toMatch(/<script|\u001b|\u202e|\p{Cs}/u);
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/scri');
    const tags = new Set([...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(['path', 'rect', 'svg', 'text', 'title']);
    // What is left of the picture without its tags has no open angle, and every ampersand begins an entity.
    const text = svg.replace(/<\?xml[^>]*\?>/, '').replace(/<[^<>]*>/g, '');
    expect(text.match(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/g)).toBeNull();
  });

  it('is the same each time', () => {
    expect(treeSvg(NASTY, t)).toBe(treeSvg(NASTY, t));
  });
});

const nodes: fc.Arbitrary<DrawnNode> = fc.letrec<{ node: DrawnNode }>((tie) => ({
  node: fc.record({
    shape: fc.constantFrom<DrawnNode['shape']>('goal', 'any', 'all'),
    head: fc.constantFrom('', 'T1'),
    label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }).map(singleLine),
    note: fc.constantFrom('0.50', '0.50 alone, 0.25 with what it needs; all of'),
    children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('node'), { maxLength: 4 })),
  }),
})).node;

describe('the places of a tree', () => {
  it('never overlap, lie within the picture, and children stand to the right', () => {
    fc.assert(
      fc.property(nodes, (node) => {
        const { root, width, height } = layOut(node);
        const all: PlacedNode[] = [];
        const collect = (placed: PlacedNode): void => {
          all.push(placed);
          for (const child of placed.children) {
            expect(child.x).toBeGreaterThan(placed.x + NODE_WIDTH);
            collect(child);
          }
        };
        collect(root);
        for (const one of all) {
          expect(one.x >= 0 && one.y >= 0).toBe(true);
          expect(one.x + NODE_WIDTH <= width && one.y + one.height <= height).toBe(true);
          for (const other of all) {
            const apart =
              one === other ||
              one.x !== other.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a single line', () => {
  it('keeps letters, marks and emoji, and nothing that gives orders', () => {
    expect(singleLine(HOSTILE)).toBe(
      '<script>alert("1")</script> & \\" `x` #35; ]}) ;-- \ufffdgnp.exe\ufffd \ufffd[31mred line \ufffd עברית\u200f 👩‍💻 data',
    );
  });
});
