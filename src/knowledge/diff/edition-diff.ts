/**
 * What a later edition of a framework changes.
 */
import { ThreatloomError } from '#model/errors';
import { compareText } from '#model/diagnostics';
import type { FrameworkIdentity, FrameworkRecords } from '#model/framework-records';
import type { RecordKind } from '../catalogue.ts';
import { diffLinks, diffReferences, type LinkChange, type ReferenceChange } from './link-changes.ts';

export interface NamedRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly name: string;
}

export interface RemovedRecord extends NamedRecord {
  /** Records of the later edition that took its place. */
  readonly into: readonly string[];
}

export interface RenamedRecord extends Omit<NamedRecord, 'name'> {
  readonly from: string;
  readonly to: string;
}

/** A list with new numbers: the same risk under another id. */
export interface RenumberedRecord extends NamedRecord {
  readonly to: string;
}

export interface TacticChange {
  readonly id: string;
  readonly name: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export interface EditionDiff {
  readonly framework: string;
  readonly from: string;
  readonly to: string;
  readonly added: readonly NamedRecord[];
  /** Gone, or withdrawn by their publisher. */
  readonly removed: readonly RemovedRecord[];
  readonly renumbered: readonly RenumberedRecord[];
  readonly renamed: readonly RenamedRecord[];
  readonly tactics: readonly TacticChange[];
  /** Pairs of a control and what it answers; with ids of the edition that has them. */
  readonly mitigations: LinkChange;
  /** References to other frameworks, ATT&CK for one. */
  readonly references: ReferenceChange;
  /** Lists that one of the editions does not have at all, as a file without case studies, so nothing is said of them. */
  readonly notCompared: readonly string[];
}

export interface Succession {
  /** Id in the earlier edition → ids in the later. */
  readonly successors?: ReadonlyMap<string, readonly string[]>;
  /** Of lists that give their numbers anew: id in the earlier edition → the one id that means the same in the later, if any. */
  readonly renumbered?: ReadonlyMap<string, string>;
}

const LISTS = [
  ['tactic', 'tactics'],
  ['technique', 'techniques'],
  ['risk', 'risks'],
  ['control', 'controls'],
  ['requirement', 'requirements'],
  ['case-study', 'caseStudies'],
] as const satisfies readonly (readonly [RecordKind, keyof FrameworkRecords])[];

/** Stands for no id of any edition. */
const ENDED = '';

interface Held extends NamedRecord {
  readonly tactics: readonly string[];
}

/**
 * The two may be in either order: a downgrade is the upgrade backwards. O(n log n).
 *
 * @example diffEditions(atlas561, atlas202607, { successors }).removed // [{ id: 'AML.T0019', …, into: ['AML.T0115.000'] }, …]
 * @throws ThreatloomError DIFF-001 where they are editions of two frameworks
 */
export function diffEditions(
  from: FrameworkRecords,
  to: FrameworkRecords,
  { successors = new Map(), renumbered }: Succession = {},
): EditionDiff {
  assertSame(from.framework, to.framework);
  const added: NamedRecord[] = [];
  const removed: RemovedRecord[] = [];
  const moved: RenumberedRecord[] = [];
  const renamed: RenamedRecord[] = [];
  const tactics: TacticChange[] = [];
  const notCompared: string[] = [];
  const idInLater = (id: string): string => (renumbered === undefined ? id : (renumbered.get(id) ?? ENDED));
  for (const [kind, list] of LISTS) {
    if ((from[list].length === 0) !== (to[list].length === 0)) {
      notCompared.push(list);
      continue;
    }
    const before = living(from, kind, list);
    const after = living(to, kind, list);
    const met = new Set<string>();
    for (const old of before.values()) {
      const now = after.get(idInLater(old.id));
      const { id, name } = old;
      if (now === undefined) {
        const heirs = successors.get(id) ?? withdrawnInto(to, list, id);
        removed.push({ kind, id, name, into: heirs.filter((heir) => after.has(heir)) });
        continue;
      }
      met.add(now.id);
      if (now.id !== id) moved.push({ kind, id, name, to: now.id });
      if (now.name !== name) renamed.push({ kind, id: now.id, from: name, to: now.name });
      const gained = now.tactics.filter((tactic) => !old.tactics.includes(tactic));
      const lost = old.tactics.filter((tactic) => !now.tactics.includes(tactic));
      if (gained.length + lost.length > 0) tactics.push({ id, name: now.name, gained, lost });
    }
    for (const { id, name } of after.values()) if (!met.has(id)) added.push({ kind, id, name });
  }
  const mitigations = diffLinks(from, to, idInLater);
  if (mitigations === undefined) notCompared.push('mitigations');
  const references = diffReferences(from, to, idInLater);
  if (references === undefined) notCompared.push('references');
  return {
    framework: from.framework.id,
    from: from.framework.edition,
    to: to.framework.edition,
    added,
    removed,
    renumbered: moved,
    renamed,
    tactics,
    mitigations: mitigations ?? { added: [], removed: [] },
    references: references ?? { added: [], removed: [] },
    notCompared,
  };
}

/** Nothing is different in what could be compared. */
export function isEmptyDiff(diff: EditionDiff): boolean {
  const { added, removed, renumbered, renamed, tactics, mitigations, references } = diff;
  return [
    added,
    removed,
    renumbered,
    renamed,
    tactics,
    mitigations.added,
    mitigations.removed,
    references.added,
    references.removed,
  ].every((list) => list.length === 0);
}

function assertSame(from: FrameworkIdentity, to: FrameworkIdentity): void {
  if (from.id === to.id) return;
  throw new ThreatloomError(
    'DIFF-001',
    `${from.id} and ${to.id} are two frameworks, not two editions of one`,
    {
      hint: `compare ${from.id}@${from.edition} with another edition of ${from.id}`,
    },
  );
}

/** Records that are not withdrawn, by id, in id order. */
function living(
  records: FrameworkRecords,
  kind: RecordKind,
  list: (typeof LISTS)[number][1],
): ReadonlyMap<string, Held> {
  const held = records[list].flatMap((record): Held[] => {
    if ('status' in record && record.status === 'withdrawn') return [];
    const { id, name } = record;
    return [{ kind, id, name, tactics: 'tactics' in record ? record.tactics : [] }];
  });
  return new Map(held.sort((a, b) => compareText(a.id, b.id)).map((each) => [each.id, each]));
}

/** What the later edition itself says about a record that it withdrew. */
function withdrawnInto(to: FrameworkRecords, list: (typeof LISTS)[number][1], id: string): readonly string[] {
  const record = to[list].find((each) => each.id === id);
  const heir = record !== undefined && 'succeededBy' in record ? record.succeededBy : undefined;
  return heir === undefined ? [] : [heir];
}
