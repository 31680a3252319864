import { describe, expect, it } from 'vitest';
import { notRead, outline } from '../drafted.ts';
import { arrow, box, graph, outlineOf, read } from './drawings.ts';

describe('draw.io: zones', () => {
  it('are boxes that others lie in, by parent or by place, centres deciding', () => {
    expect(
      outlineOf(
        box('cloud', { style: 'dashed=1', at: [0, 0, 500, 300] }),
        box('lane', { style: 'swimlane', at: [20, 20, 200, 200] }),
        box('api', { parent: 'lane', at: [20, 40, 80, 40] }),
        box('db', { style: 'shape=cylinder3', at: [450, 100, 90, 40] }),
        box('far', { at: [480, 100, 90, 40] }),
        arrow('e', 'api', 'db'),
      ),
    ).toEqual({
      zones: ['cloud', 'lane in cloud'],
      things: ['api in lane', 'db in cloud', 'far'],
      flows: ['api -> db: e'],
    });
  });

  it('are frames of clouds though nothing is in them, but no empty box that arrows go to', () => {
    const group = 'shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc2;container=1';
    expect(
      outlineOf(
        box('vpc', { style: group, at: [0, 0, 100, 100] }),
        box('used', { style: group, at: [200, 0, 100, 100] }),
        box('a', { at: [400, 0, 20, 20] }),
        arrow('e', 'a', 'used'),
      ),
    ).toEqual({ zones: ['vpc'], things: ['used', 'a'], flows: ['a -> used: e'] });
  });

  it('are guesses where only a plain box is drawn around others', () => {
    const imported = read(graph(box('outer', { at: [0, 0, 100, 100] }), box('in', { at: [40, 40, 20, 20] })));
    expect(notRead(imported)).toEqual(['2 guessed: box "outer": other boxes are drawn in it']);
  });

  it('are boxes without a text too, where others were put into them', () => {
    const imported = read(
      graph(
        box('stagingVpc', { value: '', at: [0, 0, 300, 100] }),
        box('a', { parent: 'stagingVpc', at: [10, 10, 20, 20] }),
        box('b', { parent: 'stagingVpc', at: [100, 10, 20, 20] }),
        box('g', { value: '', style: 'group', at: [0, 200, 300, 100] }),
        box('c', { parent: 'g', at: [10, 10, 20, 20] }),
        box('d', { parent: 'g', at: [100, 10, 20, 20] }),
      ),
    );
    expect(outline(imported.draft)).toEqual({
      zones: ['staging-vpc'],
      things: ['a in staging-vpc', 'b in staging-vpc', 'c', 'd'],
      flows: [],
    });
    expect(notRead(imported)[0]).toBe('2 guessed: box "stagingVpc": it has no text');
  });

  it('are called by a text at their top, not by one amid what lies in them, nor by a pictograph', () => {
    const text = 'text;html=1;';
    const frame = { value: '', at: [0, 0, 400, 300] as const };
    const things = [box('a', { at: [20, 60, 50, 50] }), box('b', { at: [20, 200, 50, 50] })];
    const titled = (y: number): unknown =>
      outline(
        read(
          graph(
            box('frame', frame),
            ...things,
            box('p', { value: '🤗', style: text, at: [5, 5, 20, 20] }),
            box('t', { value: 'Agents', style: text, at: [150, y, 100, 20] }),
          ),
        ).draft,
      );
    const inside = { zones: ['agents'], things: ['a in agents', 'b in agents'], flows: [] };
    expect(titled(10)).toEqual(inside);
    expect(titled(270)).toEqual(inside);
    expect(titled(150)).toEqual({ zones: [], things: ['a', 'b'], flows: [] });
  });

  it('are no dashed boxes with more than a name in them', () => {
    const dashed = (value: string) =>
      outlineOf(box('d', { value, style: 'dashed=1;html=1', at: [0, 0, 200, 90] }));
    expect(dashed('Planned')).toEqual({ zones: ['planned'], things: [], flows: [] });
    expect(dashed('<b>Phone app</b><br>asks for one approval of each order')).toEqual({
      zones: [],
      things: ['phone-app'],
      flows: [],
    });
  });

  it('are never nested in a circle, whatever parents say', () => {
    expect(
      outlineOf(
        box('p', { parent: 'q', at: [0, 0, 50, 50] }),
        box('q', { parent: 'p', at: [0, 0, 100, 100] }),
        box('self', { parent: 'self', at: [300, 300, 10, 10] }),
      ).things,
    ).toContain('self');
  });
});
