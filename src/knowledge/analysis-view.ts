/**
 * Knowledge as the analysis wants it: ids as keys, and so of each matrix the pinned edition only.
 */
import type {
  AnalysisKnowledge,
  CrossReferences,
  KnownControl,
  KnownTactic,
  KnownTechnique,
} from '#model/analysis-knowledge';
import { compareText } from '#model/diagnostics';
import type { RecordRef } from './catalogue.ts';
import { techniqueHeirs } from './technique-heirs.ts';
import { coverageItems } from './coverage-items.ts';
import { GroupedIds } from './grouped-ids.ts';
import type { Knowledge } from './knowledge.ts';
import { successorOf } from './resolve-mappings.ts';

/** Which result field an item of a framework is named in, and how it is written there. */
const REFERENCE_FIELDS: Readonly<
  Record<string, { readonly field: keyof CrossReferences; readonly write: (ref: RecordRef) => string }>
> = {
  'owasp-llm': { field: 'owasp', write: ({ id, edition }) => `${id}:${edition}` },
  'nist-ai-100-2': { field: 'nistAml', write: ({ id }) => id },
  'nist-ai-rmf': { field: 'rmf', write: ({ id }) => id },
  'iso-23894': { field: 'iso23894', write: ({ id }) => id },
};

/**
 * Techniques, tactics, controls, case studies and mitigations come from the pinned editions; references to OWASP's
 * lists and coverage items from all that are loaded, since those name their edition. O(n log n).
 */
export function analysisKnowledge(knowledge: Knowledge): AnalysisKnowledge {
  const { catalogue, frameworks, libraries } = knowledge;
  const pinned = frameworks.filter(({ framework }) => catalogue.pinned(framework.id) === framework.edition);
  const isPinned = ({ framework, edition }: RecordRef): boolean => catalogue.pinned(framework) === edition;

  const techniques = new Map<string, KnownTechnique>();
  const tactics = new Map<string, KnownTactic>();
  const controls = new Map<string, KnownControl>();
  const caseStudies = new Map<string, { readonly tactic: string; readonly technique: string }[]>();
  for (const records of pinned) {
    const framework = records.framework.id;
    for (const { id, name, order } of records.tactics) tactics.set(id, { id, name, framework, order });
    for (const { id, name, tactics: columns, parent, maturity, status } of records.techniques) {
      techniques.set(id, {
        id,
        name,
        framework,
        tactics: columns,
        ...(parent === undefined ? {} : { parent }),
        ...(maturity === undefined ? {} : { maturity }),
        status,
      });
    }
    for (const { id, name, status } of records.controls) {
      if (status === 'active') controls.set(id, { id, name, framework });
    }
    for (const { id, procedure } of records.caseStudies) {
      caseStudies.set(
        id,
        procedure.map(({ tactic, technique }) => ({ tactic, technique })),
      );
    }
  }
  for (const { id: framework, controls: own } of libraries) {
    for (const { id, name } of own) controls.set(id, { id, name, framework });
  }

  const mitigations = new GroupedIds();
  for (const { control, target } of knowledge.mitigations) {
    if (target.kind !== 'technique' || !isPinned(target) || !isPinned(control)) continue;
    if (control.status === 'active') mitigations.add(target.id, control.id);
  }
  return {
    frameworks: frameworks.map(({ framework: { id, edition }, source: { sha256 } }) => ({
      id,
      edition,
      sha256,
    })),
    techniques,
    tactics,
    controls,
    mitigations: mitigations.lists(),
    caseStudies,
    references: references(knowledge, isPinned),
    items: coverageItems(knowledge),
    heirs: techniqueHeirs(knowledge),
  };
}

/** What living techniques and controls are mapped to, from either end; withdrawn ones hand on to their successors. */
function references(
  { catalogue, mappings }: Knowledge,
  isPinned: (ref: RecordRef) => boolean,
): ReadonlyMap<string, CrossReferences> {
  const found = new Map<string, Record<keyof CrossReferences, Set<string>>>();
  const add = (of: RecordRef, to: RecordRef): void => {
    const field = REFERENCE_FIELDS[to.framework];
    if (field === undefined || !(of.kind === 'technique' || of.kind === 'control')) return;
    const holder = of.status === 'withdrawn' ? (successorOf(catalogue, of) ?? of) : of;
    if (!isPinned(holder)) return;
    let sets = found.get(holder.id);
    if (sets === undefined) {
      sets = { owasp: new Set(), nistAml: new Set(), rmf: new Set(), iso23894: new Set() };
      found.set(holder.id, sets);
    }
    sets[field.field].add(field.write(to));
  };
  for (const { subject, object } of mappings) {
    add(subject, object);
    add(object, subject);
  }
  const list = (set: ReadonlySet<string>): readonly string[] => [...set].sort(compareText);
  return new Map(
    [...found].map(([id, { owasp, nistAml, rmf, iso23894 }]) => [
      id,
      { owasp: list(owasp), nistAml: list(nistAml), rmf: list(rmf), iso23894: list(iso23894) },
    ]),
  );
}
