import type {
  AnalysisKnowledge,
  CoverageItem,
  CrossReferences,
  KnownControl,
  KnownTactic,
  KnownTechnique,
} from '#model/analysis-knowledge';
import { compareText } from '#model/diagnostics';
import type { FrameworkRecords, MappingEnd, MappingRecord } from '#model/framework-records';

/** Under which field of a threat the ids of a framework are listed. */
const REFERENCE_FIELDS: Readonly<Record<string, keyof CrossReferences>> = {
  'owasp-llm': 'owasp',
  'owasp-ml': 'owasp',
  'owasp-asi': 'owasp',
  'nist-ai-100-2': 'nistAml',
  'nist-ai-rmf': 'rmf',
  'iso-23894': 'iso23894',
};

/** Lists that get a new numbering with each edition are cited with it: `LLM01:2025`. */
const CITED_WITH_EDITION: ReadonlySet<string> = new Set(['owasp-llm', 'owasp-ml', 'owasp-asi']);

/**
 * What the analysis needs of some frameworks and the mappings between them. Give one edition of each framework that has
 * techniques; of lists such as OWASP's, several editions may stand side by side. O(n).
 *
 * @example analysisKnowledge([atlas, owaspLlm], atlas.mappings).techniques.get('AML.T0051')?.name
 */
export function analysisKnowledge(
  frameworks: readonly FrameworkRecords[],
  mappings: readonly MappingRecord[],
): AnalysisKnowledge {
  const sorted = [...frameworks].sort(
    ({ framework: a }, { framework: b }) => compareText(a.id, b.id) || compareText(a.edition, b.edition),
  );
  const techniques = new Map<string, KnownTechnique>();
  const tactics = new Map<string, KnownTactic>();
  const controls = new Map<string, KnownControl>();
  const mitigations = new Map<string, string[]>();
  const caseStudies = new Map<string, { tactic: string; technique: string }[]>();
  for (const records of sorted) {
    const framework = records.framework.id;
    for (const { id, name, tactics: of, parent, maturity, status } of records.techniques) {
      const more = {
        ...(parent === undefined ? {} : { parent }),
        ...(maturity === undefined ? {} : { maturity }),
      };
      techniques.set(id, { id, name, framework, tactics: of, status, ...more });
    }
    for (const { id, name, order } of records.tactics) tactics.set(id, { id, name, framework, order });
    for (const { id, name } of records.controls) controls.set(id, { id, name, framework });
    for (const { id, procedure } of records.caseStudies) {
      caseStudies.set(
        id,
        procedure.map(({ tactic, technique }) => ({ tactic, technique })),
      );
    }
    for (const { control, target } of records.mitigations) push(mitigations, target, control);
  }
  const neighbours = new Neighbours(mappings);
  const known = (end: MappingEnd): boolean => techniques.has(end.id) || controls.has(end.id);
  return {
    frameworks: sorted.map(({ framework: { id, edition }, source: { sha256 } }) => ({ id, edition, sha256 })),
    techniques,
    tactics,
    controls,
    mitigations: new Map([...mitigations].map(([id, list]) => [id, [...new Set(list)].sort()])),
    caseStudies,
    references: referencesOf(mappings, known),
    items: sorted.flatMap((records) => itemsOf(records, neighbours, techniques, controls)),
  };
}

function referencesOf(
  mappings: readonly MappingRecord[],
  known: (end: MappingEnd) => boolean,
): Map<string, CrossReferences> {
  const sets = new Map<string, Record<keyof CrossReferences, Set<string>>>();
  const add = (id: string, { framework, edition, id: to }: MappingEnd): void => {
    const field = REFERENCE_FIELDS[framework];
    if (field === undefined) return;
    let fields = sets.get(id);
    if (fields === undefined) {
      fields = { owasp: new Set(), nistAml: new Set(), rmf: new Set(), iso23894: new Set() };
      sets.set(id, fields);
    }
    fields[field].add(CITED_WITH_EDITION.has(framework) && edition !== undefined ? `${to}:${edition}` : to);
  };
  for (const { subject, predicate, object } of mappings) {
    if (predicate === 'threatloom:noMatch') continue;
    if (known(subject)) add(subject.id, object);
    if (known(object)) add(object.id, subject);
  }
  return new Map(
    [...sets].map(([id, { owasp, nistAml, rmf, iso23894 }]) => [
      id,
      { owasp: sorted(owasp), nistAml: sorted(nistAml), rmf: sorted(rmf), iso23894: sorted(iso23894) },
    ]),
  );
}

function itemsOf(
  records: FrameworkRecords,
  neighbours: Neighbours,
  techniques: ReadonlyMap<string, KnownTechnique>,
  controls: ReadonlyMap<string, KnownControl>,
): CoverageItem[] {
  const { id: framework, edition } = records.framework;
  const item = (id: string, also: readonly string[], self: 'technique' | 'item'): CoverageItem => {
    const near = [id, ...also].flatMap((each) => neighbours.of(framework, edition, each));
    const mapped = sorted(new Set(near));
    const isTechnique = self === 'technique';
    const reached = {
      techniques: isTechnique ? [id] : mapped.filter((each) => techniques.has(each)),
      controls: mapped.filter((each) => controls.has(each)),
    };
    const some = reached.techniques.length + reached.controls.length > 0;
    const reviewed = neighbours.reviewedNone(framework, edition, id);
    const mapping = some ? 'mapped' : reviewed ? 'reviewed-none' : 'unreviewed';
    return { framework, edition, id, ...reached, mapping };
  };
  const narrower = childrenOf(records);
  return [
    ...records.techniques
      .filter(({ status }) => status === 'active')
      .map(({ id }) => item(id, [], 'technique')),
    ...records.risks.map(({ id }) => withMitigations(item(id, narrower(id), 'item'), records)),
    ...records.requirements.map(({ id }) => item(id, [], 'item')),
  ];
}

/** A risk list may name controls of its own for a risk. */
function withMitigations(item: CoverageItem, records: FrameworkRecords): CoverageItem {
  const own = records.mitigations.filter(({ target }) => target === item.id).map(({ control }) => control);
  return own.length === 0 ? item : { ...item, controls: sorted(new Set([...item.controls, ...own])) };
}

/** Risk → all risks below it: what is mapped to a narrower risk counts for the broader one. */
function childrenOf({ risks }: FrameworkRecords): (id: string) => string[] {
  const children = new Map<string, string[]>();
  for (const { id, parents } of risks) for (const parent of parents) push(children, parent, id);
  return (id) => {
    const found = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const child of children.get(next) ?? []) {
        if (found.has(child)) continue;
        found.add(child);
        open.push(child);
      }
    }
    return [...found];
  };
}

/** What mappings join an item to, from either end. An end without an edition means every edition. */
class Neighbours {
  readonly #joined = new Map<string, string[]>();
  readonly #none = new Set<string>();

  constructor(mappings: readonly MappingRecord[]) {
    for (const { subject, predicate, object } of mappings) {
      if (predicate === 'threatloom:noMatch') {
        this.#none.add(keyOf(subject.framework, subject.edition, subject.id));
      } else {
        push(this.#joined, keyOf(subject.framework, subject.edition, subject.id), object.id);
        push(this.#joined, keyOf(object.framework, object.edition, object.id), subject.id);
      }
    }
  }

  of(framework: string, edition: string, id: string): string[] {
    return [edition, undefined].flatMap((one) => this.#joined.get(keyOf(framework, one, id)) ?? []);
  }

  reviewedNone(framework: string, edition: string, id: string): boolean {
    return [edition, undefined].some((one) => this.#none.has(keyOf(framework, one, id)));
  }
}

function keyOf(framework: string, edition: string | undefined, id: string): string {
  return `${framework}@${edition ?? '*'}/${id}`;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function sorted(set: ReadonlySet<string>): string[] {
  return [...set].sort();
}
