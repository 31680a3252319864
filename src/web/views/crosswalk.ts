/**
 * From an asset over its threats, their techniques and controls to the requirements that those help to meet, down to
 * ISO/IEC 23894: the chain of `queries/compliance/asset-to-iso-chain.cypher`, put together from flat answers.
 */
import type { ControlsAnswer, RequirementRecord, Threat, ThreatControl } from '../data/answers.ts';
import type { Cell, Table } from '../export/table.ts';
import type { Speech } from '../page/messages.tsx';

export interface Crosswalk {
  readonly threats: readonly Threat[];
  readonly controls: readonly CrosswalkControl[];
  /** Of NIST AI RMF. */
  readonly requirements: readonly Requirement[];
  /** Clauses of ISO/IEC 23894. */
  readonly clauses: readonly Requirement[];
  readonly links: CrosswalkLinks;
}

export interface CrosswalkControl {
  readonly id: string;
  readonly name: string;
  /** The best of its states at the asset. */
  readonly state: ThreatControl['state'];
}

export type Requirement = Pick<RequirementRecord, 'key' | 'id' | 'name' | 'framework'>;

interface CrosswalkLinks {
  /** Threat → controls, control → requirements and clauses that it meets itself, requirement → clauses. */
  readonly controlsOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly requirementsOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly clausesOf: ReadonlyMap<string, ReadonlySet<string>>;
}

const RMF = 'nist-ai-rmf';
const ISO = 'iso-23894';
const NO_MATCH = 'threatloom:noMatch';
const BEST = ['verified', 'in-place', 'planned', 'absent'] as const;

/** @param threats of one asset */
export function crosswalkOf(
  threats: readonly Threat[],
  known: ControlsAnswer['controls'],
  records: readonly RequirementRecord[],
): Crosswalk {
  const byKey = new Map(records.map((record) => [record.key, record]));
  const clausesOf = isoClauses(byKey);
  const satisfied = new Map<string, ReadonlySet<string>>();
  for (const { id, satisfies } of known) {
    const keys = satisfies.map(({ key }) => key).filter((key) => byKey.has(key));
    satisfied.set(id, new Set([...(satisfied.get(id) ?? []), ...keys]));
  }
  const controls = new Map<string, CrosswalkControl>();
  const controlsOf = new Map<string, ReadonlySet<string>>();
  for (const threat of threats) {
    controlsOf.set(threat.id, new Set(threat.controls.map(({ id }) => id)));
    for (const { id, name, state } of threat.controls) {
      const before = controls.get(id)?.state ?? 'absent';
      const best = BEST.find((each) => each === state || each === before) ?? state;
      controls.set(id, { id, name: name ?? id, state: best });
    }
  }
  const keys = new Set([...controls.keys()].flatMap((id) => [...(satisfied.get(id) ?? [])]));
  const requirements = records.filter(({ key, framework }) => framework === RMF && keys.has(key));
  const clauseKeys = new Set([
    ...records.filter(({ key, framework }) => framework === ISO && keys.has(key)).map(({ key }) => key),
    ...requirements.flatMap(({ key }) => [...(clausesOf.get(key) ?? [])]),
  ]);
  return {
    threats,
    controls: [...controls.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    requirements,
    clauses: records.filter(({ key }) => clauseKeys.has(key)),
    links: { controlsOf, requirementsOf: satisfied, clausesOf },
  };
}

/** RMF requirement → ISO clauses that it, or a category or function around it, is mapped to. */
function isoClauses(byKey: ReadonlyMap<string, RequirementRecord>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const around = (record: RequirementRecord): ReadonlySet<string> => {
    const known = found.get(record.key);
    if (known !== undefined) return known;
    const own = record.mapsToRequirementsConnection.edges
      .filter(({ properties }) => properties.predicate !== NO_MATCH)
      .map(({ node }) => node.key)
      .filter((key) => byKey.get(key)?.framework === ISO);
    const outer = record.partOf.flatMap(({ key }) => {
      const parent = byKey.get(key);
      return parent === undefined ? [] : [...around(parent)];
    });
    const all = new Set([...own, ...outer]);
    found.set(record.key, all);
    return all;
  };
  for (const record of byKey.values()) if (record.framework === RMF) around(record);
  return found;
}

/** What is chosen in each column; empty: nothing. */
export interface CrosswalkChoice {
  readonly threat: string;
  readonly control: string;
  readonly requirement: string;
}

/** What is left of each column when something is chosen in those before it. */
export function narrowed(
  { threats, controls, requirements, clauses, links }: Crosswalk,
  { threat, control, requirement }: CrosswalkChoice,
): Omit<Crosswalk, 'links'> {
  const left = controls.filter(({ id }) => threat === '' || links.controlsOf.get(threat)?.has(id) === true);
  const from = control === '' ? left.map(({ id }) => id) : [control];
  const keys = new Set(from.flatMap((id) => [...(links.requirementsOf.get(id) ?? [])]));
  const met = requirements.filter(({ key }) => keys.has(key));
  const through = requirement === '' ? met.map(({ key }) => key) : [requirement];
  const reached = new Set(through.flatMap((key) => [...(links.clausesOf.get(key) ?? [])]));
  if (requirement === '') for (const key of keys) reached.add(key);
  return {
    threats,
    controls: left,
    requirements: met,
    clauses: clauses.filter(({ key }) => reached.has(key)),
  };
}

/** One row a chain, as far as it goes. */
export function crosswalkTable(
  title: string,
  { threats, links, requirements, clauses }: Crosswalk,
  asset: string,
  { t }: Speech,
): Table {
  const byKey = new Map([...requirements, ...clauses].map((each) => [each.key, each]));
  const rows: (readonly Cell[])[] = [];
  for (const threat of threats) {
    const beginning = [asset, threat.id, threat.technique, threat.name];
    for (const control of threat.controls) {
      const state = t(`control.${control.state}`);
      const start = [...beginning, control.id, control.name ?? '', state];
      const met = [...(links.requirementsOf.get(control.id) ?? [])].flatMap((key) => byKey.get(key) ?? []);
      if (met.length === 0) rows.push([...start, null, null, null]);
      for (const requirement of met) {
        if (requirement.framework === ISO) {
          rows.push([...start, null, requirement.id, requirement.name]);
          continue;
        }
        const reached = [...(links.clausesOf.get(requirement.key) ?? [])].flatMap(
          (key) => byKey.get(key) ?? [],
        );
        if (reached.length === 0) rows.push([...start, requirement.id, null, null]);
        for (const clause of reached) rows.push([...start, requirement.id, clause.id, clause.name]);
      }
    }
  }
  return {
    title,
    columns: [
      t('column.asset'),
      t('column.threat'),
      t('column.technique'),
      t('column.name'),
      t('column.control'),
      t('column.name'),
      t('column.state'),
      'NIST AI RMF',
      'ISO/IEC 23894',
      t('column.clause'),
    ],
    rows,
  };
}
