/** Clients that are remembered; the one that asked longest ago is forgotten first. */
const REMEMBERED = 10_000;
/** Seconds of its rate that a client may use at once. */
const BURST_SECONDS = 2;

interface Bucket {
  left: number;
  /** Milliseconds, of the clock that is handed in. */
  at: number;
}

/** Token buckets by client: so many requests a second on average, twice that at once. O(1) for each request. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /**
   * Takes one request of a client.
   *
   * @param now milliseconds of a clock that only goes forward
   * @returns seconds to wait before the next would be taken; 0 where this one is
   */
  take(client: string, now: number): number {
    const most = this.#perSecond * BURST_SECONDS;
    const bucket = this.#buckets.get(client) ?? { left: most, at: now };
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * this.#perSecond);
    bucket.at = now;
    this.#buckets.delete(client);
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > REMEMBERED) {
      const [oldest] = this.#buckets.keys();
      this.#buckets.delete(oldest!);
    }
    if (bucket.left < 1) return (1 - bucket.left) / this.#perSecond;
    bucket.left -= 1;
    return 0;
  }
}
