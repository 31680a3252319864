import type { DraftActor, DraftAsset, DraftFlow, DraftZone } from '#model/draft-system';
import { DraftIds } from '../../formats/draft-ids.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { assetOf } from './assets.ts';
import type { Part } from './common.ts';
import { Controls } from './controls.ts';
import { DataHeld } from './data-held.ts';
import { flowOf } from './flows.ts';
import { actorOf, zoneOf } from './zones-and-actors.ts';

export interface Elements {
  readonly zones: DraftZone[];
  readonly actors: DraftActor[];
  readonly assets: DraftAsset[];
  readonly flows: DraftFlow[];
  /** What is said of data, for people. */
  readonly data: readonly Record<string, unknown>[];
  readonly controls: Controls;
  readonly safeguardIds: DraftIds;
  /** Id of the draft for the name of an element; a name that the file does not have stays as it is. */
  readonly refer: (name: string) => string;
}

export function elementsOf(root: TreeNode): Elements {
  const ids = new DraftIds();
  const controls = new Controls();
  /** pytm joins by names. */
  const known = new Map<string, string>();
  const named = (node: TreeNode, fallback: string): Part => {
    const name = node.text('name') ?? fallback;
    const id = ids.make(name, fallback);
    if (!known.has(name)) known.set(name, id);
    return { node, name, id };
  };
  const zoneParts = root.objects('boundaries').map((node) => named(node, 'boundary'));
  const zoneIds = new Map(zoneParts.map(({ name, id }) => [name, id]));
  const parts = elementNodes(root).map((node) => ({
    ...named(node, 'element'),
    type: node.text('__class__') ?? 'Asset',
  }));
  const flowParts = root.objects('flows').map((node) => named(node, 'flow'));
  const refer = (name: string): string => known.get(name) ?? name;
  const within = (node: TreeNode): string | undefined => {
    const boundary = node.text('inBoundary');
    return boundary === undefined || boundary === 'None' ? undefined : (zoneIds.get(boundary) ?? boundary);
  };
  const held = new DataHeld(root);
  return {
    zones: zoneParts.map((part) => zoneOf(part, within(part.node), controls)),
    actors: parts
      .filter(({ type }) => type === 'Actor')
      .map((part) => actorOf(part, within(part.node), controls)),
    assets: parts
      .filter(({ type }) => type !== 'Actor')
      .map((part) => assetOf(part, within(part.node), controls, held)),
    flows: flowParts.map((part) => flowOf(part, refer, controls, held)),
    data: held.kept,
    controls,
    safeguardIds: new DraftIds(),
    refer,
  };
}

/** Elements of all lists, each once: newer files have them twice, as `elements` and by class. */
function elementNodes(root: TreeNode): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  const seen = new Set<string>();
  for (const list of ['actors', 'assets', 'elements']) {
    for (const node of root.objects(list)) {
      const name = node.text('name') ?? '';
      if (list === 'elements' && seen.has(name)) {
        node.tellParts();
        continue;
      }
      seen.add(name);
      nodes.push(node);
    }
  }
  return nodes;
}
