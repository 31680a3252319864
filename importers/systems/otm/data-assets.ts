import type { TreeNode } from '#importers/formats/tree-node';
import { LEVELS, type Level } from '#model/system-model';

const LOSSES = ['confidentiality', 'integrity', 'availability'] as const;

type Worth = Readonly<Partial<Record<(typeof LOSSES)[number], Level>>>;

/** Id of a data asset → what its loss would mean. */
export type DataAssets = ReadonlyMap<string, Worth>;

/** OTM's assets are data, rated from 0 to 100 for each loss; what holds them is worth as much. */
export function readDataAssets(root: TreeNode): DataAssets {
  const found = new Map<string, Worth>();
  for (const node of root.objects('assets')) {
    const id = node.text('id');
    const name = node.text('name') ?? id ?? '';
    const risk = node.at('risk');
    const worth: Partial<Record<(typeof LOSSES)[number], Level>> = {};
    for (const loss of LOSSES) {
      const level = levelOf(risk?.number(loss) ?? 0);
      if (level !== undefined) worth[loss] = level;
    }
    if (id !== undefined && !found.has(id)) found.set(id, worth);
    node.account.read(node.pointer, `asset "${name}"`, 'the worth of what processes or stores it');
  }
  return found;
}

/** Quarters of the scale; nothing to lose is no level. */
function levelOf(rating: number): Level | undefined {
  if (!(rating > 0)) return undefined;
  return LEVELS[Math.min(3, Math.floor((rating - 1) / 25))] ?? 'low';
}

/** The highest of each loss over the data; undefined where none of it is worth anything. */
export function worthOf(ids: readonly string[], data: DataAssets): Worth | undefined {
  const worth: Partial<Record<(typeof LOSSES)[number], Level>> = {};
  for (const loss of LOSSES) {
    const ranks = ids.map((id) => LEVELS.indexOf(data.get(id)?.[loss] ?? ('' as Level)));
    const highest = LEVELS[Math.max(-1, ...ranks)];
    if (highest !== undefined) worth[loss] = highest;
  }
  return Object.keys(worth).length === 0 ? undefined : worth;
}
