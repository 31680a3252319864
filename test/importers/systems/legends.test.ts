import { describe, expect, it } from 'vitest';
import { mermaid } from '#importers/systems/mermaid/index';
import { importText, notRead, outline, said } from './drafted.ts';
import { arrow, box, graph, PAIR, read } from './drawio/drawings.ts';

const chart = (text: string) => importText(mermaid, 'a.mmd', `graph LR\n${text}`);

describe('legends of drawings', () => {
  it('are not read, with all in them', () => {
    const imported = chart(
      'A --> B\nsubgraph Legend["🗝 Colour Legend:"]\n  subgraph x\n    L1[Store] -- means --> L2[Flow]\n  end\nend\n',
    );
    expect(outline(imported.draft)).toEqual({ zones: [], things: ['a', 'b'], flows: ['a -> b'] });
    expect(notRead(imported)).toEqual([
      '3 not-read: subgraph "🗝 Colour Legend:": it belongs to the legend of the drawing',
      '4 not-read: subgraph "x": it belongs to the legend of the drawing',
      '5 not-read: node L1 "Store": it belongs to the legend of the drawing',
      '5 not-read: node L2 "Flow": it belongs to the legend of the drawing',
      '5 not-read: link L1 → L2 "means": it belongs to the legend of the drawing',
    ]);
  });

  it('are boxes of draw.io, too', () => {
    const imported = read(
      graph(
        ...PAIR,
        box('l', { value: 'LEGEND', at: [0, 100, 200, 90] }),
        box('s', { value: 'data store', at: [10, 110, 50, 20] }),
        box('k', { value: '凡例', at: [500, 0, 50, 20] }),
        arrow('sample', '', 's'),
      ),
    );
    expect(said(imported)).toEqual([]);
    expect(outline(imported.draft)).toEqual({ zones: [], things: ['a', 'b'], flows: ['a -> b: e'] });
  });

  it.each([
    ['subgraph Legend\nB\nend', ['a', 'b in legend']],
    ['subgraph Legend of Heroes\nC\nend', ['a', 'b', 'c in legend-of-heroes']],
    ['L[Legendary]', ['a', 'b', 'legendary']],
  ])('are none where arrows go to them, or they are called otherwise: %j', (text, things) => {
    const imported = chart(`A --> B\n${text}\n`);
    expect(outline(imported.draft)).toMatchObject({ things, flows: ['a -> b'] });
    expect(notRead(imported)).toEqual([]);
  });
});
