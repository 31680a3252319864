import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { diagramOf, search } from '#web/diagram/diagram';
import { ARRANGEMENTS, best, fromElk, toElk } from '#web/diagram/elk-graph';
import { arrowHead, bow, neighbour, roundedLine } from '#web/diagram/geometry';
import { around, fitted, revealing, zoomed } from '#web/diagram/viewport';
import { STRUCTURE, THREATS } from './example-answers.ts';

describe('the diagram', () => {
  const diagram = diagramOf(STRUCTURE, THREATS);

  it('joins all links of two elements into one line, with what leads each way', () => {
    expect(diagram.edges).toEqual([
      {
        id: '["visitor","bot"]',
        from: 'visitor',
        to: 'bot',
        forth: { flows: [expect.objectContaining({ id: 'in' })], relations: [] },
        back: { flows: [expect.objectContaining({ id: 'in' })], relations: [] },
      },
      {
        id: '["bot","crm"]',
        from: 'bot',
        to: 'crm',
        forth: { flows: [expect.objectContaining({ id: 'log' })], relations: ['calls'] },
        back: { flows: [], relations: [] },
      },
    ]);
  });

  it('says of each element what can be reached there, and what attackers want', () => {
    expect(diagram.nodes.map(({ id, threats, risk, goals }) => [id, threats, risk, goals])).toEqual([
      ['visitor', 0, undefined, []],
      ['bot', 1, 'medium', []],
      ['crm', 1, 'critical', ['steal']],
    ]);
  });

  it('puts outer zones before those in them', () => {
    expect(diagram.zones.map(({ id }) => id)).toEqual(['prod', 'unused', 'data']);
  });

  it('is searched by name, id and kind', () => {
    expect(search(diagram, ' BOT ').map(({ id }) => id)).toEqual(['bot']);
    expect(search(diagram, 'external').map(({ id }) => id)).toEqual(['visitor']);
    expect(search(diagram, 'agent')).toHaveLength(2);
    expect(search(diagram, ' ')).toEqual([]);
  });

  it('is laid out the same each time: boxes in their zones, lines from box to box', async () => {
    const lay = async () =>
      best(
        await Promise.all(
          ARRANGEMENTS.map(async (each) => fromElk(await new ELK().layout(toElk(diagram, each)))),
        ),
      );
    const [layout, again] = await Promise.all([lay(), lay()]);
    expect(again).toEqual(layout);
    expect([...layout.zones.keys()]).toEqual(['prod', 'data']);
    const inside = (inner: string, outer: string): boolean => {
      const [a, b] = [layout.nodes.get(inner) ?? layout.zones.get(inner)!, layout.zones.get(outer)!];
      return a.x > b.x && a.y > b.y && a.x + a.width < b.x + b.width && a.y + a.height < b.y + b.height;
    };
    expect([
      inside('bot', 'prod'),
      inside('data', 'prod'),
      inside('crm', 'data'),
      inside('visitor', 'prod'),
    ]).toEqual([true, true, true, false]);
    for (const points of layout.edges.values()) expect(points.length).toBeGreaterThanOrEqual(2);
    expect([...layout.edges.keys()]).toEqual(diagram.edges.map(({ id }) => id));
  });
});

describe('drawing', () => {
  it('rounds corners and points arrows', () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 20 },
    ];
    expect(roundedLine(corner, 4)).toBe('M0 0L6 0Q10 0 10 4L10 20');
    expect(roundedLine([], 4)).toBe('');
    expect(arrowHead({ x: 0, y: 0 }, { x: 10, y: 0 }, 4)).toBe('M10 0L6 2L6 -2Z');
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(bow(box, { ...box, x: 100 }).path).toMatch(/^M10 .*Q.* 100 /);
  });

  it('leads by arrow key to the next box that way', () => {
    const box = { y: 0, width: 10, height: 10 };
    const boxes = new Map([
      ['a', { ...box, x: 0 }],
      ['b', { ...box, x: 30 }],
      ['c', { ...box, x: 60 }],
      ['d', { ...box, x: 20, y: 90 }],
    ]);
    expect(neighbour(boxes, 'a', 'right')).toBe('b');
    expect(neighbour(boxes, 'c', 'left')).toBe('b');
    expect(neighbour(boxes, 'b', 'down')).toBe('d');
    expect(neighbour(boxes, 'a', 'up')).toBeUndefined();
  });

  it('fits, zooms around a point, and moves no more than it must', () => {
    const view = fitted({ width: 200, height: 100 }, { width: 100, height: 100 });
    expect(view).toEqual({ scale: 0.5, x: 0, y: 25 });
    const near = zoomed(view, 2, { x: 50, y: 50 });
    expect([near.scale, (50 - near.x) / near.scale, (50 - near.y) / near.scale]).toEqual([1, 100, 50]);
    const frame = { width: 100, height: 100 };
    const box = { x: 40, y: 40, width: 10, height: 10 };
    expect(revealing({ scale: 1, x: 0, y: 0 }, box, frame)).toEqual({ scale: 1, x: 0, y: 0 });
    expect(revealing({ scale: 1, x: 0, y: 0 }, { ...box, x: 200 }, frame)).toEqual({
      scale: 1,
      x: -134,
      y: 0,
    });
    expect(around([box, { ...box, x: 100 }])).toEqual({ x: 40, y: 40, width: 70, height: 10 });
    expect(around([])).toBeUndefined();
  });
});
