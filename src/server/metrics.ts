/** What Prometheus may ask: how much, how fast, how busy. Labels are of fixed lists, so nobody can make them many. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export const ROUTES = ['graphql', 'cypher', 'page', 'health', 'metrics'] as const;
export type Route = (typeof ROUTES)[number];

export interface Gauges {
  readonly connections: () => number;
  readonly questionsRunning: () => number;
  readonly questionsWaiting: () => number;
  readonly threadRestarts: () => number;
  readonly cachedBytes: () => number;
}

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'threatloom_http_request_seconds',
    help: 'From the request line to the last byte of the answer',
    labelNames: ['route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.#registry],
  });
  readonly #refusals = new Counter({
    name: 'threatloom_refusals_total',
    help: 'Requests that were answered by an error, by its code',
    labelNames: ['code'] as const,
    registers: [this.#registry],
  });
  readonly #cache = new Counter({
    name: 'threatloom_cache_total',
    help: 'Questions whose answer was kept from before, or not',
    labelNames: ['outcome'] as const,
    registers: [this.#registry],
  });

  constructor(gauges: Gauges) {
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name: `threatloom_${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value());
        },
      });
    };
    gauge('connections', 'Open connections', gauges.connections);
    gauge('questions_running', 'Questions that a worker thread works on', gauges.questionsRunning);
    gauge('questions_waiting', 'Questions that wait for a worker thread', gauges.questionsWaiting);
    gauge('thread_restarts', 'Worker threads that were stopped or died', gauges.threadRestarts);
    gauge('cached_bytes', 'Bytes of kept answers', gauges.cachedBytes);
  }

  answered(route: Route, status: number, seconds: number): void {
    this.#requests.observe({ route, status }, seconds);
  }

  refused(code: string): void {
    this.#refusals.inc({ code });
  }

  cache(outcome: 'hit' | 'miss'): void {
    this.#cache.inc({ outcome });
  }

  get type(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
