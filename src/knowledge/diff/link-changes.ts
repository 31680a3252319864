import { compareText } from '#model/diagnostics';
import type { FrameworkRecords, MappingRecord } from '#model/framework-records';

export interface Link {
  readonly control: string;
  readonly target: string;
}

export interface LinkChange {
  readonly added: readonly Link[];
  readonly removed: readonly Link[];
}

export interface Reference {
  readonly id: string;
  readonly predicate: string;
  /** `attack-enterprise T1566` */
  readonly object: string;
}

export interface ReferenceChange {
  readonly added: readonly Reference[];
  readonly removed: readonly Reference[];
}

/** Pairs, however often stated; undefined where one edition states none. */
export function diffLinks(
  from: FrameworkRecords,
  to: FrameworkRecords,
  idInLater: (id: string) => string,
): LinkChange | undefined {
  if ((from.mitigations.length === 0) !== (to.mitigations.length === 0)) return undefined;
  const pair = ({ control, target }: Link): Link => ({ control, target });
  return changes(
    from.mitigations.map(pair),
    to.mitigations.map(pair),
    ({ control, target }) => `${control} ${target}`,
    ({ control, target }) => `${idInLater(control)} ${idInLater(target)}`,
  );
}

/** Undefined where one edition refers to nothing. */
export function diffReferences(
  from: FrameworkRecords,
  to: FrameworkRecords,
  idInLater: (id: string) => string,
): ReferenceChange | undefined {
  if ((from.mappings.length === 0) !== (to.mappings.length === 0)) return undefined;
  return changes(
    from.mappings.map(reference),
    to.mappings.map(reference),
    ({ id, predicate, object }) => `${id} ${predicate} ${object}`,
    ({ id, predicate, object }) => `${idInLater(id)} ${predicate} ${object}`,
  );
}

function reference({ subject, predicate, object }: MappingRecord): Reference {
  return { id: subject.id, predicate, object: `${object.framework} ${object.id}` };
}

function changes<T>(
  from: readonly T[],
  to: readonly T[],
  key: (item: T) => string,
  keyInLater: (item: T) => string,
): { readonly added: readonly T[]; readonly removed: readonly T[] } {
  const before = new Map(from.map((item) => [keyInLater(item), item]));
  const after = new Map(to.map((item) => [key(item), item]));
  const only = (items: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): T[] =>
    [...items]
      .filter(([name]) => !others.has(name))
      .sort(([a], [b]) => compareText(a, b))
      .map(([, item]) => item);
  return { added: only(after, before), removed: only(before, after) };
}
