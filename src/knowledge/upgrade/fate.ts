/**
 * What becomes of each record of an edition in a later one, as far as a user's files are concerned: it keeps its id, it has
 * exactly one successor, or somebody has to decide.
 */
import { compareText } from '#model/diagnostics';
import type { FrameworkRecords, MappingRecord } from '#model/framework-records';
import { RENUMBERED } from '../resolve-mappings.ts';

export interface Heir {
  readonly id: string;
  readonly name: string;
}

export type Fate =
  | { readonly kind: 'kept'; readonly name: string; readonly to: Heir }
  | { readonly kind: 'moved'; readonly name: string; readonly to: Heir }
  | {
      readonly kind: 'open';
      readonly name: string;
      /** Retired without a successor, or with several. */
      readonly why: 'retired' | 'split';
      readonly candidates: readonly Heir[];
    };

/**
 * One fate for each record of `from`, by id. Where numbers are given anew, the crosswalk between the two editions decides, and an
 * equal number means nothing; elsewhere an id that is still there means what it meant. Successions are followed over the editions
 * between the two. O(n).
 *
 * @param rows mappings of the framework on itself: crosswalks of editions and successions
 */
export function recordFates(
  from: FrameworkRecords,
  to: FrameworkRecords,
  rows: readonly MappingRecord[],
): ReadonlyMap<string, Fate> {
  const living = livingRecords(to);
  const renumbered = RENUMBERED.has(from.framework.id);
  const heirs = renumbered
    ? heirsBetween(rows, from.framework.edition, to.framework.edition)
    : heirsOverall(rows, from, to);
  const heir = (id: string): Heir[] => (living.has(id) ? [{ id, name: living.get(id)! }] : []);
  const fates = new Map<string, Fate>();
  for (const { id, name } of allRecords(from)) {
    const same = renumbered ? [] : heir(id);
    const next = renumbered ? (heirs.sure.get(id) ?? []) : follow(id, heirs.sure, living);
    const sure = same.length > 0 ? same : next.flatMap(heir);
    const [only, second] = sure;
    if (only !== undefined && second === undefined) {
      fates.set(id, { kind: only.id === id ? 'kept' : 'moved', name, to: only });
      continue;
    }
    const candidates = only === undefined ? (heirs.related.get(id) ?? []).flatMap(heir) : sure;
    fates.set(id, { kind: 'open', name, why: only === undefined ? 'retired' : 'split', candidates });
  }
  return fates;
}

interface Heirs {
  readonly sure: ReadonlyMap<string, readonly string[]>;
  /** Near enough to be offered, too far to be taken. */
  readonly related: ReadonlyMap<string, readonly string[]>;
}

/** In either direction: a crosswalk of two editions serves the way back too. */
function heirsBetween(rows: readonly MappingRecord[], from: string, to: string): Heirs {
  const pairs = rows.flatMap(({ subject, object, predicate }) => {
    if (subject.edition === from && object.edition === to)
      return [{ a: subject.id, b: object.id, predicate }];
    if (subject.edition === to && object.edition === from)
      return [{ a: object.id, b: subject.id, predicate }];
    return [];
  });
  return grouped(pairs);
}

function heirsOverall(rows: readonly MappingRecord[], from: FrameworkRecords, to: FrameworkRecords): Heirs {
  const told = rows
    .filter(({ subject, object }) => subject.id !== object.id)
    .map(({ subject, object, predicate }) => ({ a: subject.id, b: object.id, predicate }));
  // What the editions themselves say of what they withdrew.
  const said = [...from.techniques, ...from.controls, ...to.techniques, ...to.controls].flatMap(
    ({ id, succeededBy }) =>
      succeededBy === undefined ? [] : [{ a: id, b: succeededBy, predicate: 'skos:exactMatch' }],
  );
  return grouped([...told, ...said]);
}

function grouped(
  pairs: readonly { readonly a: string; readonly b: string; readonly predicate: string }[],
): Heirs {
  const [sure, related] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const { a, b, predicate } of pairs) {
    if (predicate === 'threatloom:noMatch') continue;
    const map = predicate === 'skos:relatedMatch' ? related : sure;
    const list = map.get(a) ?? [];
    if (!list.includes(b)) map.set(a, [...list, b].sort(compareText));
  }
  return { sure, related };
}

/** The living ends of all ways from an id. */
function follow(
  id: string,
  heirs: ReadonlyMap<string, readonly string[]>,
  living: ReadonlyMap<string, string>,
): readonly string[] {
  const ends = new Set<string>();
  const seen = new Set([id]);
  const open = [...(heirs.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (living.has(next)) ends.add(next);
    else open.push(...(heirs.get(next) ?? []));
  }
  return [...ends].sort(compareText);
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly status?: string;
}

function allRecords(records: FrameworkRecords): readonly Named[] {
  const { tactics, techniques, risks, controls, requirements, caseStudies } = records;
  return [...tactics, ...techniques, ...risks, ...controls, ...requirements, ...caseStudies];
}

/** Id → name of what is there and not withdrawn. */
export function livingRecords(records: FrameworkRecords): ReadonlyMap<string, string> {
  const living = allRecords(records).filter(({ status }) => status !== 'withdrawn');
  return new Map(living.map(({ id, name }) => [id, name]));
}
