import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '#server/rate-limit';

describe('a rate limit', () => {
  it('lets through twice its rate at once, then its rate, for each client by itself', () => {
    const limit = new RateLimit(10);
    const at = (client: string, now: number, tries: number): number =>
      Array.from({ length: tries }, () => limit.take(client, now)).filter((wait) => wait === 0).length;
    expect(at('a', 0, 50)).toBe(20);
    expect(at('b', 0, 50)).toBe(20);
    expect(at('a', 100, 50)).toBe(1);
    expect(at('a', 1_100, 50)).toBe(10);
    expect(at('a', 100_000, 50)).toBe(20);
  });

  it('says how long to wait: after that the next is let through, before it is not', () => {
    const limit = new RateLimit(4);
    for (let i = 0; i < 8; i += 1) limit.take('a', 0);
    expect(limit.take('a', 0)).toBe(0.25);
    expect(limit.take('a', 249)).toBeGreaterThan(0);
    expect(limit.take('a', 251)).toBe(0);
  });

  it('never lets through more than its burst and its rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 }),
        (rate, pauses) => {
          const limit = new RateLimit(rate);
          let now = 0;
          let through = 0;
          for (const pause of pauses) {
            now += pause;
            if (limit.take('a', now) === 0) through += 1;
          }
          expect(through).toBeLessThanOrEqual(2 * rate + (now / 1000) * rate + 1e-6);
        },
      ),
    );
  });

  it('forgets the client that asked longest ago, so that many cost no more memory', () => {
    const limit = new RateLimit(1);
    limit.take('first', 0);
    limit.take('first', 0);
    expect(limit.take('first', 0)).toBe(1);
    for (let i = 0; i < 10_000; i += 1) limit.take(`other-${i}`, 0);
    expect(limit.take('first', 0)).toBe(0);
  });
});
