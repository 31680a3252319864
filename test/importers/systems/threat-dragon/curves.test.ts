import { describe, expect, it } from 'vitest';
import { at, flow, model, node, read, type Json } from './models.ts';

describe('boundaries that are curves', () => {
  const curve = (id: string, ...points: readonly (readonly [number, number])[]): Json => {
    const [source, ...rest] = points.map(([x, y]) => ({ x, y }));
    return {
      id,
      shape: 'trust-boundary-curve',
      source,
      target: rest.pop(),
      vertices: rest,
      data: { type: 'tm.Boundary', name: '' },
    };
  };
  /** Browser, shop, queue and worker from left to right; the shop also asks the database below. */
  const chain = [
    node('browser', 'Process', 'Browser', at(0, 0)),
    node('shop', 'Process', 'Shop', at(200, 0)),
    node('queue', 'Store', 'Queue', at(400, 0)),
    node('worker', 'Process', 'Worker', at(600, 0)),
    node('db', 'Store', 'Database', at(200, 300)),
    flow('visit', 'Visit', 'browser', 'shop'),
    flow('put', 'Put', 'shop', 'queue'),
    flow('take', 'Take', 'queue', 'worker'),
    flow('ask', 'Ask', 'shop', 'db'),
  ];
  const zonesOf = (...curves: readonly Json[]) => {
    const { draft } = read(model([...chain, ...curves]));
    return [
      ...draft.zones.map(({ id, in: outer }) => `${id}${outer === undefined ? '' : ` in ${outer}`}`),
      ...draft.assets.map(({ id, zone }) => `${id}: ${zone ?? '-'}`),
    ];
  };

  it('hold what the flows that they cut lead to, on the side to which they bend', () => {
    // Bent around the queue: the worker lies in the angle too, but the flow to it is cut.
    expect(zonesOf(curve('c', [350, -100], [360, 120], [560, 120], [570, -100]))).toEqual([
      'c',
      'browser: -',
      'shop: -',
      'queue: c',
      'worker: -',
      'db: -',
    ]);
  });

  it('lie in one another as what they hold does', () => {
    const outer = curve('outer', [160, -200], [120, 20], [160, 400]);
    const inner = curve('inner', [100, 220], [220, 200], [340, 220]);
    expect(zonesOf(outer, inner)).toEqual([
      'outer',
      'inner in outer',
      'browser: -',
      'shop: outer',
      'queue: outer',
      'worker: outer',
      'db: inner',
    ]);
  });

  it('are no zones where nothing is inside', () => {
    expect(zonesOf(curve('c', [1000, 0], [900, 50], [1000, 100]))[0]).toBe('browser: -');
  });

  it('are told as guesses, and kept', () => {
    const { draft, losses, diagnostics } = read(model([...chain, curve('c', [120, -100], [120, 100])]));
    expect(draft.zones).toMatchObject([
      { id: 'c', ask: ['is this what the boundary encloses? It is drawn as a curve'] },
    ]);
    expect(losses.filter(({ what }) => what.includes('curve')).map(({ outcome }) => outcome)).toEqual([
      'guessed',
      'kept',
    ]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'trust boundaries that are curves: 1; what is inside of one is only a guess',
    ]);
  });
});
