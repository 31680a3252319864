/** Volumes of workloads: parts of the one that uses them alone, or ways from one workload to another. */
import type { DraftBuilder } from './draft-builder.ts';
import type { TreeNode } from './tree-node.ts';

/** A workload and where its file says that it uses the volume. */
export interface VolumeUse {
  readonly id: string;
  readonly node: TreeNode;
}

/** Whoever gives orders to the container engine of a host can run anything there. */
export function controlEngine(draft: DraftBuilder, { id, node }: VolumeUse, what: string): void {
  draft.ask(id, 'it can give orders to the container engine of its host: who can make it do so?');
  draft.keep(id, 'x-controls-engine', true);
  node.account.kept(node.pointer, what, `x-controls-engine of ${id}`);
}

/** A volume that is its workload's alone, kept by name. */
export function keepVolume(draft: DraftBuilder, { id, node }: VolumeUse, volume: string): void {
  draft.list(id, 'x-volumes', [volume]);
  node.account.kept(node.pointer, `volume "${volume}"`, `x-volumes of ${id}`);
}

/**
 * A volume that several workloads use is an asset that they are stored in.
 *
 * @param called name of the asset
 */
export function shareVolume(
  draft: DraftBuilder,
  uses: readonly VolumeUse[],
  volume: string,
  called = volume,
): void {
  // Its name is mostly that of what it belongs to, which a volume is not, so that its kind is no guess.
  const asset = draft.asset(
    { name: called, kind: 'store', fallback: 'store', place: uses[0]!.node.place },
    'volume',
  );
  for (const { id, node } of uses) {
    draft.relate(id, 'stored-in', asset);
    node.account.read(node.pointer, `volume "${volume}"`, `${id} stored-in ${asset}`);
  }
}
