/**
 * Where two crosswalks say what cannot both be right.
 */
import { compareText } from '#model/diagnostics';
import type { MappingEnd, MappingPredicate, MappingRecord, MappingTrust } from '#model/framework-records';
import { recordKey, type RecordRef } from '../catalogue.ts';
import type { Knowledge } from '../knowledge.ts';
import type { FormerNames } from '../lint/former-names.ts';
import { lintMentions } from '../lint/lint-mentions.ts';
import { inverseOf } from '../mapping-inverse.ts';
import { NO_TERM } from '../sssom.ts';
import { TRUST_ORDER } from './compose.ts';

export interface Statement {
  readonly source: string;
  readonly trust: MappingTrust;
  /** What it says, in words: `skos:exactMatch`, `nothing fits`, `is called "…"`. */
  readonly says: string;
}

export interface Conflict {
  readonly kind: 'predicate' | 'nothing-fits' | 'label';
  /** Key of the record that it is about, and of the other end; of a whole framework `framework@edition`. */
  readonly subject: string;
  readonly object?: string;
  /** The weightier word first. */
  readonly statements: readonly [Statement, Statement];
  /** Source whose word goes before: official, then derived, then community. Absent where both weigh the same. */
  readonly prevails?: string;
}

/**
 * Pairs of predicates that exclude each other: `exactMatch` is disjoint with `broadMatch` and `relatedMatch` (SKOS S46), and
 * nothing is both broader and narrower. A weak `relatedMatch` beside a broader or closer one is no conflict: it only says less.
 */
const EXCLUSIVE: readonly (readonly [MappingPredicate, MappingPredicate])[] = [
  ['skos:exactMatch', 'skos:broadMatch'],
  ['skos:exactMatch', 'skos:narrowMatch'],
  ['skos:exactMatch', 'skos:relatedMatch'],
  ['skos:broadMatch', 'skos:narrowMatch'],
];

/** In order of subject and object. O(n log n) for n mappings, and the square of how many join the same two records. */
export function findConflicts(knowledge: Knowledge, formerNames: FormerNames): readonly Conflict[] {
  const conflicts = [
    ...predicateConflicts(knowledge),
    ...nothingFitsConflicts(knowledge),
    ...labelConflicts(knowledge, formerNames),
  ];
  const unique = new Map(conflicts.map((conflict) => [JSON.stringify(conflict), conflict]));
  return [...unique.values()].sort(
    (a, b) =>
      compareText(a.subject, b.subject) ||
      compareText(a.object ?? '', b.object ?? '') ||
      compareText(JSON.stringify(a), JSON.stringify(b)),
  );
}

interface Side {
  readonly predicate: MappingPredicate;
  readonly mapping: MappingRecord;
}

function predicateConflicts({ mappings }: Knowledge): readonly Conflict[] {
  const pairs = new Map<string, { readonly ends: readonly [RecordRef, RecordRef]; readonly sides: Side[] }>();
  for (const { mapping, subject, object } of mappings) {
    const straight = compareText(subject.key, object.key) <= 0;
    const ends = straight ? ([subject, object] as const) : ([object, subject] as const);
    const key = ends.map((end) => `${end.kind} ${end.key}`).join('\n');
    const pair = pairs.get(key) ?? { ends, sides: [] };
    pair.sides.push({ mapping, predicate: straight ? mapping.predicate : inverseOf(mapping.predicate) });
    pairs.set(key, pair);
  }
  return [...pairs.values()].flatMap(({ ends: [subject, object], sides }) =>
    sides.flatMap((a, index) =>
      sides
        .slice(index + 1)
        .filter((b) => a.mapping.source !== b.mapping.source && exclude(a.predicate, b.predicate))
        .map((b) =>
          conflict(
            'predicate',
            subject.key,
            object.key,
            said(a.mapping, a.predicate),
            said(b.mapping, b.predicate),
          ),
        ),
    ),
  );
}

function exclude(a: MappingPredicate, b: MappingPredicate): boolean {
  return EXCLUSIVE.some(([x, y]) => (a === x && b === y) || (a === y && b === x));
}

/** One says that nothing in a framework fits a record, the other that something does. */
function nothingFitsConflicts({ catalogue, mappings, reviewedNone }: Knowledge): readonly Conflict[] {
  const keyOf = ({ framework, edition, id }: MappingEnd): string =>
    recordKey({ framework, edition: edition ?? catalogue.pinned(framework) ?? '', id });
  const denied = new Map<string, { readonly about: string; readonly mapping: MappingRecord }[]>();
  for (const mapping of reviewedNone) {
    const [own, other] =
      mapping.object.id === NO_TERM ? [mapping.subject, mapping.object] : [mapping.object, mapping.subject];
    // Without an edition it is meant of each.
    const about = other.edition === undefined ? other.framework : `${other.framework}@${other.edition}`;
    const list = denied.get(keyOf(own)) ?? [];
    denied.set(keyOf(own), [...list, { about, mapping }]);
  }
  return mappings.flatMap(({ mapping, subject, object }) =>
    (
      [
        [subject, object],
        [object, subject],
      ] as const
    ).flatMap(([own, other]) =>
      (denied.get(own.key) ?? [])
        .filter(
          ({ about, mapping: denial }) =>
            denial.source !== mapping.source &&
            (about === other.framework || about === `${other.framework}@${other.edition}`),
        )
        .map(({ mapping: denial }) =>
          conflict(
            'nothing-fits',
            own.key,
            other.key,
            said(denial, 'nothing fits'),
            said(mapping, mapping.predicate),
          ),
        ),
    ),
  );
}

/** A crosswalk calls a record by a name that its publisher neither gives it nor ever gave it, as `framework lint` judges. */
function labelConflicts({ catalogue, mappings }: Knowledge, formerNames: FormerNames): readonly Conflict[] {
  return mappings.flatMap(({ mapping, subject, object }) =>
    (
      [
        [mapping.subject, subject],
        [mapping.object, object],
      ] as const
    ).flatMap(([end, ref]) => {
      if (end.label === undefined) return [];
      const mention = { ...end, edition: ref.edition, id: ref.id, line: 1, column: 1 };
      const [judged] = lintMentions({ catalogue, formerNames }, [mention], '').mentions;
      if (judged?.verdict !== 'wrong-name') return [];
      const publisher: Statement = {
        source: `${ref.framework} ${ref.edition}`,
        trust: 'official',
        says: `is called "${catalogue.fullName(ref)}"`,
      };
      // On the name of another's record nobody else is official.
      const other: Statement = {
        source: mapping.source,
        trust: 'community',
        says: `is called "${end.label}"`,
      };
      return [conflict('label', ref.key, undefined, publisher, other)];
    }),
  );
}

function said({ source, trust }: MappingRecord, says: string): Statement {
  return { source, trust, says };
}

function conflict(
  kind: Conflict['kind'],
  subject: string,
  object: string | undefined,
  a: Statement,
  b: Statement,
): Conflict {
  const weight = ({ trust }: Statement): number => TRUST_ORDER.indexOf(trust);
  const [first, second] = [a, b].sort((x, y) => weight(x) - weight(y) || compareText(x.source, y.source)) as [
    Statement,
    Statement,
  ];
  return {
    kind,
    subject,
    ...(object === undefined ? {} : { object }),
    statements: [first, second],
    ...(weight(first) === weight(second) ? {} : { prevails: first.source }),
  };
}
