import { describe, expect, it } from 'vitest';
import { BoundedCache } from '#server/bounded-cache';

describe('a bounded cache', () => {
  it('takes no more than its room: the least recently used goes first', () => {
    const cache = new BoundedCache<number>(80);
    for (let i = 0; i < 8; i += 1) cache.set(`k${i}`, i, 10);
    expect(cache.get('k0')).toBe(0);
    cache.set('k8', 8, 10);
    expect(['k0', 'k1', 'k2', 'k8'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 8]);
    expect(cache.bytes).toBe(80);
  });

  it('counts a value once where it comes again', () => {
    const cache = new BoundedCache<string>(1_000);
    cache.set('k', 'one', 6);
    cache.set('k', 'two', 9);
    expect(cache.get('k')).toBe('two');
    expect(cache.bytes).toBe(9);
  });

  it('keeps nothing that would push out most others', () => {
    const cache = new BoundedCache<string>(80);
    cache.set('k', 'x', 11);
    expect(cache.get('k')).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });

  it('keeps nothing without room', () => {
    const cache = new BoundedCache<string>(0);
    cache.set('k', 'x', 1);
    expect(cache.get('k')).toBeUndefined();
  });
});
