import { buildGraph } from '#workspace/graph';
import type { GraphStore } from '#stores/port';
import type { Systems } from './systems.ts';

/**
 * Makes sure that a store of our own holds the graph of these systems; where it does already, nothing is written. Without
 * systems a graph that is there stays. A store that several share is left to `push`.
 *
 * @throws ThreatloomError STORE-… as `GraphStore.load`
 */
export async function fillStore(store: GraphStore, systems: Systems): Promise<void> {
  if (store.capabilities.shared) return;
  if (systems.ids().length === 0 && (await store.summary()) !== undefined) return;
  await store.load(buildGraph(systems.workspace, systems.analysed()));
}
