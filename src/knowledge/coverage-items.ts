/**
 * What coverage is counted over: the living techniques, risks and requirements of an edition, with what answers them.
 */
import type { CoverageItem } from '#model/analysis-knowledge';
import type { FrameworkRecords } from '#model/framework-records';
import { recordKey, type RecordKind, type RecordRef } from './catalogue.ts';
import { GroupedIds } from './grouped-ids.ts';
import type { Knowledge } from './knowledge.ts';
import { successorOf } from './resolve-mappings.ts';

const LISTS = [
  ['technique', 'techniques'],
  ['risk', 'risks'],
  ['requirement', 'requirements'],
] as const satisfies readonly (readonly [RecordKind, keyof FrameworkRecords])[];

/**
 * In the order of the frameworks, then of the edition's own lists. Lists of risks and requirements are used in several
 * editions at a time and all count; a matrix of techniques counts in its pinned edition only.
 */
export function coverageItems(knowledge: Knowledge): readonly CoverageItem[] {
  const related = relate(knowledge);
  return knowledge.frameworks.flatMap((records) => {
    const { id: framework, edition } = records.framework;
    const pinned = knowledge.catalogue.pinned(framework) === edition;
    return LISTS.filter(([kind]) => pinned || kind !== 'technique').flatMap(([kind, list]) =>
      records[list].flatMap((record): CoverageItem[] => {
        const ref = knowledge.catalogue.ref(kind, framework, record.id, edition);
        if (ref?.status !== 'active') return [];
        const key = itemKey(ref);
        return [
          {
            framework,
            edition,
            id: record.id,
            techniques: kind === 'technique' ? [record.id] : related.techniques.of(key),
            controls: related.controls.of(key),
            mapping: related.mapped.has(key)
              ? 'mapped'
              : related.reviewed.has(ref.key)
                ? 'reviewed-none'
                : 'unreviewed',
          },
        ];
      }),
    );
  });
}

interface Relations {
  readonly techniques: GroupedIds;
  readonly controls: GroupedIds;
  /** Items that some mapping or mitigation names. */
  readonly mapped: ReadonlySet<string>;
  /** Record keys of which a crosswalk says that nothing fits. */
  readonly reviewed: ReadonlySet<string>;
}

function relate({ catalogue, mappings, mitigations, reviewedNone }: Knowledge): Relations {
  const techniques = new GroupedIds();
  const controls = new GroupedIds();
  const mapped = new Set<string>();
  const add = (item: RecordRef, other: RecordRef): void => {
    const key = itemKey(item);
    mapped.add(key);
    const living = other.status === 'active' ? other : successorOf(catalogue, other);
    if (living?.status !== 'active') return;
    if (living.kind === 'technique') techniques.add(key, living.id);
    if (living.kind === 'control') controls.add(key, living.id);
  };
  for (const { subject, object } of mappings) {
    add(subject, object);
    add(object, subject);
  }
  for (const { control, target } of mitigations) add(target, control);
  const reviewed = reviewedNone
    .flatMap(({ subject, object }) => [subject, object])
    .map(({ framework, edition, id }) =>
      recordKey({ framework, edition: edition ?? catalogue.pinned(framework) ?? '', id }),
    );
  return { techniques, controls, mapped, reviewed: new Set(reviewed) };
}

function itemKey(ref: RecordRef): string {
  return `${ref.kind} ${ref.key}`;
}
