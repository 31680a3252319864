/**
 * All loaded editions, mappings and library controls, held against each other. Values in, value out; no I/O.
 */
import type { AttackLibrary } from '#model/attack-library';
import { compareDiagnostics, compareText, type Diagnostic } from '#model/diagnostics';
import type { FrameworkRecords, MappingRecord } from '#model/framework-records';
import { Catalogue, type RecordRef } from './catalogue.ts';
import { libraryMappings, libraryMitigations } from './library-controls.ts';
import type { MitigationRef, ResolvedMapping } from './links.ts';
import { resolveMappings, type PlacedMapping } from './resolve-mappings.ts';
import type { MappingSet } from './sssom.ts';

export interface Knowledge {
  /** By id and edition. */
  readonly frameworks: readonly FrameworkRecords[];
  /** By id. */
  readonly libraries: readonly AttackLibrary[];
  readonly catalogue: Catalogue;
  /** All but `threatloom:noMatch`, and `threatloom:mitigates` of a control. */
  readonly mappings: readonly ResolvedMapping[];
  /** "Reviewed, nothing fits": rows that join nothing. */
  readonly reviewedNone: readonly MappingRecord[];
  readonly mitigations: readonly MitigationRef[];
  /** What took the place of records, as told between two editions of one framework. */
  readonly successions: readonly MappingRecord[];
  /** What was doubtful when mappings and libraries were held against the editions. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface KnowledgeInput {
  readonly frameworks: readonly FrameworkRecords[];
  readonly libraries?: readonly AttackLibrary[];
  readonly mappingSets?: readonly MappingSet[];
  readonly successions?: readonly MappingRecord[];
  /** Framework → edition meant where none is named; by default the last in code-point order. */
  readonly pinned?: Readonly<Record<string, string>>;
}

/**
 * The same input gives the same knowledge, in whatever order it comes. O(n log n).
 *
 * @example buildKnowledge({ frameworks: [atlas, attack] }).mappings.length // 53, ATLAS's own references
 * @throws ThreatloomError KNOW-001 (an edition twice), KNOW-002 (pinned edition not loaded)
 */
export function buildKnowledge(input: KnowledgeInput): Knowledge {
  const frameworks = [...input.frameworks].sort(
    ({ framework: a }, { framework: b }) => compareText(a.id, b.id) || compareText(a.edition, b.edition),
  );
  const libraries = [...(input.libraries ?? [])].sort((a, b) => compareText(a.id, b.id));
  const catalogue = new Catalogue(frameworks, libraries, input.pinned ?? {});

  const rows: PlacedMapping[] = [
    // A pack's rows have no lines of their own; their source is named in every message.
    ...frameworks.flatMap(({ mappings }) => mappings.map((mapping) => ({ mapping, place: {} }))),
    ...(input.mappingSets ?? []).flatMap(({ file, mappings, lines }) =>
      mappings.map((mapping, index) => ({ mapping, place: { file, line: lines[index]! } })),
    ),
    ...libraries.flatMap((library) => libraryMappings(catalogue, library)),
  ];
  const resolution = resolveMappings(catalogue, rows);
  const fromLibraries = libraryMitigations(catalogue, libraries);
  const mappings: ResolvedMapping[] = [];
  const mitigations = [...frameworkMitigations(catalogue, frameworks), ...fromLibraries.mitigations];
  for (const resolved of resolution.mappings) {
    const { mapping, subject, object } = resolved;
    // A requirement can be said to mitigate a risk (AISVS); only a control can stand as its mitigation.
    const mitigation = mapping.predicate === 'threatloom:mitigates' && subject.kind === 'control';
    if (!mitigation) mappings.push(resolved);
    else mitigations.push({ control: subject, target: object, source: mapping.source, trust: mapping.trust });
  }
  return {
    frameworks,
    libraries,
    catalogue,
    mappings: mappings.sort(compareMappings),
    reviewedNone: resolution.reviewedNone,
    mitigations: mitigations.sort(compareMitigations),
    successions: input.successions ?? [],
    diagnostics: [
      ...resolution.diagnostics,
      ...fromLibraries.diagnostics,
      ...(input.mappingSets ?? []).flatMap(({ diagnostics }) => diagnostics),
    ].sort(compareDiagnostics),
  };
}

function frameworkMitigations(
  catalogue: Catalogue,
  frameworks: readonly FrameworkRecords[],
): readonly MitigationRef[] {
  return frameworks.flatMap(({ framework: { id, edition }, mitigations }) =>
    mitigations.flatMap(({ control, target, description }) => {
      const from = catalogue.ref('control', id, control, edition);
      const to =
        catalogue.ref('technique', id, target, edition) ?? catalogue.ref('risk', id, target, edition);
      if (from === undefined || to === undefined) return [];
      const text = description === undefined ? {} : { description };
      return [{ control: from, target: to, source: id, trust: 'official', ...text }];
    }),
  );
}

function compareMappings(a: ResolvedMapping, b: ResolvedMapping): number {
  return (
    compareRefs(a.subject, b.subject) ||
    compareRefs(a.object, b.object) ||
    compareText(a.mapping.predicate, b.mapping.predicate) ||
    compareText(a.mapping.source, b.mapping.source)
  );
}

function compareMitigations(a: MitigationRef, b: MitigationRef): number {
  return (
    compareRefs(a.control, b.control) ||
    compareRefs(a.target, b.target) ||
    compareText(a.source, b.source) ||
    compareText(a.description ?? '', b.description ?? '')
  );
}

function compareRefs(a: RecordRef, b: RecordRef): number {
  return compareText(a.key, b.key) || compareText(a.kind, b.kind);
}

/**
 * Controls that answer a technique or risk itself, each once, library controls among them; those of a technique's
 * parent are not repeated. O(m) over all mitigations: for many targets group `mitigations` once instead.
 */
export function controlsOf({ mitigations }: Knowledge, target: RecordRef): readonly RecordRef[] {
  return [...new Set(mitigations.filter((link) => link.target === target).map(({ control }) => control))];
}

/** Mappings that name the record at either end. O(m) over all mappings. */
export function mappingsOf({ mappings }: Knowledge, end: RecordRef): readonly ResolvedMapping[] {
  return mappings.filter(({ subject, object }) => subject === end || object === end);
}
