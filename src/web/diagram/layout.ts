import ELK from 'elkjs/lib/elk-api.js';
import workerAddress from 'elkjs/lib/elk-worker.min.js?url';
import type { Diagram } from './diagram.ts';
import { ARRANGEMENTS, best, fromElk, toElk } from './elk-graph.ts';
import type { Layout } from './elk-graph.ts';

let elk: InstanceType<typeof ELK> | undefined;

/** In a worker, so that the page answers meanwhile. */
export async function layOut(diagram: Diagram): Promise<Layout> {
  const engine = (elk ??= new ELK({ workerFactory: () => new Worker(workerAddress) }));
  const results = await Promise.all(ARRANGEMENTS.map((each) => engine.layout(toElk(diagram, each))));
  return best(results.map(fromElk));
}
