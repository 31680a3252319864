import type { TreeNode } from '#importers/formats/tree-node';
import { LEVELS, type Level } from '#model/system-model';

const LOSSES = ['confidentiality', 'integrity', 'availability'] as const;

type Worth = Readonly<Partial<Record<(typeof LOSSES)[number], Level>>>;

export interface DataAssets {
  /** Id of a data asset → what its loss would mean. */
  readonly worth: ReadonlyMap<string, Worth>;
  /** Their names, descriptions and ratings, for the record. */
  readonly written: readonly Readonly<Record<string, unknown>>[];
}

/** OTM's assets are data, rated from 0 to 100 for each loss; what holds them is worth as much. */
export function readDataAssets(root: TreeNode): DataAssets {
  const found = new Map<string, Worth>();
  const written: Record<string, unknown>[] = [];
  for (const node of root.objects('assets')) {
    const id = node.text('id');
    const name = node.text('name') ?? id ?? '';
    const risk = node.at('risk');
    const worth: Partial<Record<(typeof LOSSES)[number], Level>> = {};
    for (const loss of LOSSES) {
      const level = levelOf(risk?.number(loss) ?? 0);
      if (level !== undefined) worth[loss] = level;
    }
    const texts = {
      id,
      name: node.text('name'),
      description: node.text('description'),
      comment: risk?.text('comment') ?? risk?.text('riskComments'),
    };
    written.push(Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)));
    if (id !== undefined && !found.has(id)) found.set(id, worth);
    node.at('attributes');
    node.account.read(node.pointer, `asset "${name}"`, 'the worth of what processes or stores it');
  }
  return { worth: found, written };
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
    const ranks = ids.map((id) => LEVELS.indexOf(data.worth.get(id)?.[loss] ?? ('' as Level)));
    const highest = LEVELS[Math.max(-1, ...ranks)];
    if (highest !== undefined) worth[loss] = highest;
  }
  return Object.keys(worth).length === 0 ? undefined : worth;
}
