/**
 * How a framework's items are laid out in columns: techniques by tactic, lists by what their items belong to.
 */
import type { FrameworkRecords } from '#model/framework-records';

export interface ItemColumns {
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  /** Columns of an item, by `kind id`. */
  readonly of: (kind: 'technique' | 'risk' | 'requirement', id: string) => readonly string[];
}

/**
 * A technique stands below each of its tactics; a risk or requirement below what it belongs to in the end (`GOVERN 1.1`
 * below `GOVERN`); one that belongs to nothing and has nothing below itself, with all others of its level.
 */
export function itemColumns(records: FrameworkRecords): ItemColumns {
  const parents = new Map<string, readonly string[]>([
    ...records.risks.map(({ id, parents: above }) => [`risk ${id}`, above] as const),
    ...records.requirements.map(
      ({ id, parent }) => [`requirement ${id}`, parent === undefined ? [] : [parent]] as const,
    ),
  ]);
  const names = new Map<string, { readonly name: string; readonly level: string }>([
    ...records.risks.map((risk) => [`risk ${risk.id}`, risk] as const),
    ...records.requirements.map((requirement) => [`requirement ${requirement.id}`, requirement] as const),
  ]);
  const above = new Set(
    [...parents].flatMap(([key, ids]) => ids.map((id) => `${key.split(' ', 1)[0]!} ${id}`)),
  );
  const roots = (kind: string, id: string, seen: ReadonlySet<string>): readonly string[] => {
    const known = (parents.get(`${kind} ${id}`) ?? []).filter(
      (parent) => names.has(`${kind} ${parent}`) && !seen.has(parent),
    );
    return known.length === 0
      ? [id]
      : [...new Set(known.flatMap((parent) => roots(kind, parent, new Set([...seen, id]))))];
  };
  const tactics = new Map(records.techniques.map(({ id, tactics: own }) => [id, own]));
  const columns = new Map<string, string>(records.tactics.map(({ id, name }) => [id, name]));
  const placed = new Map<string, readonly string[]>();
  for (const [key, { level }] of names) {
    const [kind = '', ...rest] = key.split(' ');
    const found = roots(kind, rest.join(' '), new Set());
    const alone = found.length === 1 && `${kind} ${found[0]!}` === key && !above.has(key);
    placed.set(key, alone ? [level] : found);
    if (alone) columns.set(level, `each ${level}`);
    else for (const root of found) columns.set(root, names.get(`${kind} ${root}`)!.name);
  }
  return {
    columns: [...columns].map(([id, name]) => ({ id, name })),
    of: (kind, id) => (kind === 'technique' ? (tactics.get(id) ?? []) : (placed.get(`${kind} ${id}`) ?? [])),
  };
}
