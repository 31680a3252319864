/**
 * What coverage is counted over: the living techniques, risks and requirements of an edition, with what answers them.
 */
import type { CoverageItem, RelatedItem } from '#model/analysis-knowledge';
import { compareText } from '#model/diagnostics';
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
            kind,
            id: record.id,
            techniques: kind === 'technique' ? [record.id] : related.techniques.of(key),
            controls: related.controls.of(key),
            related: related.items(key),
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
  /** Other risks and requirements, in order of their keys. */
  readonly items: (key: string) => readonly RelatedItem[];
  /** Items that some mapping or mitigation names. */
  readonly mapped: ReadonlySet<string>;
  /** Record keys of which a crosswalk says that nothing fits. */
  readonly reviewed: ReadonlySet<string>;
}

function relate({ catalogue, mappings, mitigations, reviewedNone }: Knowledge): Relations {
  const techniques = new GroupedIds();
  const controls = new GroupedIds();
  const items = new Map<string, Map<string, boolean>>();
  const mapped = new Set<string>();
  const add = (item: RecordRef, other: RecordRef, exact = false): void => {
    const key = itemKey(item);
    mapped.add(key);
    const living = other.status === 'active' ? other : successorOf(catalogue, other);
    if (living?.status !== 'active') return;
    if (living.kind === 'technique') techniques.add(key, living.id);
    if (living.kind === 'control') controls.add(key, living.id);
    if (living.kind !== 'risk' && living.kind !== 'requirement') return;
    const others = items.get(key) ?? new Map<string, boolean>();
    items.set(key, others.set(living.key, exact || others.get(living.key) === true));
  };
  for (const { mapping, subject, object } of mappings) {
    const exact = mapping.predicate === 'skos:exactMatch';
    add(subject, object, exact);
    add(object, subject, exact);
  }
  for (const { control, target } of mitigations) add(target, control);
  const reviewed = reviewedNone
    .flatMap(({ subject, object }) => [subject, object])
    .map(({ framework, edition, id }) =>
      recordKey({ framework, edition: edition ?? catalogue.pinned(framework) ?? '', id }),
    );
  return {
    techniques,
    controls,
    items: (key) =>
      [...(items.get(key) ?? [])]
        .sort(([a], [b]) => compareText(a, b))
        .map(([other, exact]) => ({ key: other, exact })),
    mapped,
    reviewed: new Set(reviewed),
  };
}

function itemKey(ref: RecordRef): string {
  return `${ref.kind} ${ref.key}`;
}
