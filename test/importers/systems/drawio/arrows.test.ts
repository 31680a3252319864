import { describe, expect, it } from 'vitest';
import { notRead, outline, said } from '../drafted.ts';
import { arrow, box, graph, outlineOf, read, PAIR } from './drawings.ts';

/** Where an arrow that is joined to nothing starts and ends. */
const ends = (x1: number, y1: number, x2: number, y2: number): string =>
  `<mxPoint x="${x1}" y="${y1}" as="sourcePoint"/><mxPoint x="${x2}" y="${y2}" as="targetPoint"/>`;

describe('draw.io: arrows', () => {
  it('go the way their tips show', () => {
    expect(
      outlineOf(
        ...PAIR,
        arrow('back', 'a', 'b', 'startArrow=classic;endArrow=none'),
        arrow('both', 'a', 'b', 'startArrow=block;endArrow=open'),
        arrow('none', 'a', 'b', 'endArrow=none'),
      ).flows,
    ).toEqual(['a -> b: e', 'b -> a: back', 'a <-> b: both', 'a <-> b: none']);
  });

  it('are called by their text and the texts on them', () => {
    const label = `<mxCell id="l" value="asks &amp;amp; waits" style="edgeLabel;html=1" vertex="1" connectable="0" parent="e"><mxGeometry relative="1" as="geometry"/></mxCell>`;
    expect(outlineOf(...PAIR, label)).toEqual({
      zones: [],
      things: ['a', 'b'],
      flows: ['a -> b: e asks & waits'],
    });
  });

  it('that name a box that is not in the file are left for the undefined references', () => {
    const imported = read(
      graph(...PAIR, arrow('gone', 'nowhere', 'b'), arrow('twin', 'a', 'b'), arrow('odd', 'a', 'A')),
    );
    expect(outline(imported.draft).flows).toEqual([
      'a -> b: e',
      'nowhere -> b: gone',
      'a -> b: twin',
      'a -> A: odd',
    ]);
    expect(said(imported)).toEqual([]);
  });

  it('that touch a box without being joined to it are guesses; those that end at nothing are told of', () => {
    const end = (x: number, y: number): string => `<mxPoint x="${x}" y="${y}" as="targetPoint"/>`;
    const imported = read(
      graph(
        ...PAIR,
        arrow('near', 'a', '', '', end(203, 24)),
        arrow('loose', 'a', '', '', end(900, 900)),
        arrow('half', '', 'b'),
        arrow('meta', 'a', 'e'),
        arrow('free', '', ''),
      ),
    );
    expect(outline(imported.draft).flows).toEqual(['a -> b: e', 'a -> b: near']);
    expect(notRead(imported)[0]).toBe(
      '5 guessed: arrow "near": an end is not joined to the box that it touches',
    );
    expect(said(imported)).toEqual([
      'DRAWIO-006 6 arrow "loose" is not read: it ends at nothing that is read',
      'DRAWIO-006 7 arrow "half" is not read: it starts at nothing that is read',
      'DRAWIO-006 8 arrow "meta" is not read: it ends at nothing that is read',
      'DRAWIO-006 9 arrow "free" is not read: it starts at nothing and ends at nothing that is read',
    ]);
  });

  it('that touch the edge of a zone go to it, and those that touch the text under a picture to that', () => {
    const imported = read(
      graph(
        box('man', { value: '', style: 'shape=umlActor', at: [20, 0, 30, 60] }),
        box('t', { value: 'Ada', style: 'text', at: [10, 65, 50, 20] }),
        box('zone', { at: [0, 120, 300, 200] }),
        box('in', { at: [20, 220, 50, 50] }),
        arrow('edge', '', '', '', ends(30, 85, 30, 122)),
        arrow('box', '', '', '', ends(30, 85, 30, 219)),
        arrow('amid', '', '', '', ends(30, 85, 200, 200)),
      ),
    );
    expect(outline(imported.draft).flows).toEqual(['ada -> zone-as-a-whole: edge', 'ada -> in: box']);
    expect(said(imported)).toEqual([
      'DRAWIO-006 8 arrow "amid" is not read: it ends at nothing that is read',
    ]);
  });

  it('that stop short of a box go there, unless two boxes are as near', () => {
    const imported = read(
      graph(
        box('a', { at: [0, 0, 50, 20] }),
        box('b', { at: [200, 0, 50, 20] }),
        box('c', { at: [200, 35, 50, 20] }),
        arrow('gap', '', '', '', ends(60, 10, 190, 5)),
        arrow('far', '', '', '', ends(70, 10, 190, 5)),
        arrow('between', 'a', '', '', ends(0, 0, 225, 28)),
      ),
    );
    expect(outline(imported.draft).flows).toEqual(['a -> b: gap']);
    expect(notRead(imported)[0]).toBe(
      '5 guessed: arrow "gap": an end is not joined to the box that it is beside',
    );
    expect(said(imported)).toEqual([
      'DRAWIO-006 6 arrow "far" is not read: it starts at nothing that is read',
      'DRAWIO-006 7 arrow "between" is not read: it ends at nothing that is read',
    ]);
  });
});
