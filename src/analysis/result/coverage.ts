import type { CoverageRow, Threat } from '#model/analysis-result';
import type { CoverageItem } from '#model/analysis-knowledge';
import { listUnder } from '#model/list-under';
import type { Derivation } from '../derive/derive.ts';
import { isWorking } from '../derive/likelihood.ts';

/** One item of a framework, what is counted for it, and why. */
export interface CoverageFinding {
  readonly item: CoverageItem;
  readonly row: CoverageRow;
  /** Threats of its techniques, or that name it: what makes it applicable. One list a reason; they may overlap. */
  readonly threats: readonly (readonly Threat[])[];
  /** Its controls that some threat asks for, or that are in place: what counts for an item without techniques. */
  readonly controls: readonly CountedControl[];
  /** Keys of applicable items that it is mapped to, where it has neither techniques nor controls of its own. */
  readonly via: readonly string[];
}

export interface CountedControl {
  readonly id: string;
  /** Ids of working safeguards that implement it. */
  readonly safeguards: readonly string[];
  /** Threats that ask for it. */
  readonly askedBy: number;
}

/** The rows of `coverageFindings`. */
export function coverageRecords(derivation: Derivation, threats: readonly Threat[]): CoverageRow[] {
  return coverageFindings(derivation, threats).map(({ row }) => row);
}

/**
 * For each item of each framework whether it is catalogued, applies to this system, is mitigated and is evidenced; four things that
 * one tick would blur.
 *
 * - `applicable`: some threat of its techniques can be reached, or could without the safeguards; for an item with controls only, some
 *   such threat asks for one of them; for an item with neither, an item that it is mapped to is applicable (one step, never two).
 * - `mitigated`, `fully`: all of these threats are covered, or, with controls only, all of them are in place. Through another item
 *   never more than `partly`, unless the two are said to be the same (`skos:exactMatch`).
 * - `evidenced`: fresh evidence stands behind one of the threats or safeguards; through another item only where the two are the same.
 *
 * O(threats + items × mappings of each).
 */
export function coverageFindings(derivation: Derivation, threats: readonly Threat[]): CoverageFinding[] {
  const { knowledge } = derivation.input;
  const applying = threats.filter(({ reachable, status }) => reachable || status === 'covered');
  const byTechnique = new Map<string, Threat[]>();
  const byItem = new Map<string, Threat[]>();
  const byControl = new Map<string, Threat[]>();
  for (const threat of applying) {
    const parent = knowledge.techniques.get(threat.technique)?.parent;
    for (const technique of new Set([threat.technique, parent ?? threat.technique]))
      add(byTechnique, technique, threat);
    const cited = [...threat.owasp.map((id) => `owasp ${id}`), ...threat.nistAml.map((id) => `nist ${id}`)];
    for (const key of cited) add(byItem, key, threat);
    for (const id of new Set(threat.controls.map((control) => control.id))) add(byControl, id, threat);
  }
  const safeguards = workingSafeguards(derivation);
  const mappedControls = controlsOfLibraries(derivation);
  const direct = knowledge.items.map((item): CoverageFinding => {
    const controls = [
      ...new Set([...item.controls, ...(mappedControls.get(`${item.framework}:${item.id}`) ?? [])]),
    ];
    const lists = [
      ...item.techniques.map((technique) => byTechnique.get(technique)),
      ...citations(item).map((key) => byItem.get(key)),
    ].filter((list) => list !== undefined);
    const counted = controls
      .map((id) => ({
        id,
        safeguards: safeguards.get(id)?.ids ?? [],
        askedBy: byControl.get(id)?.length ?? 0,
      }))
      .filter(({ safeguards: { length }, askedBy }) => length > 0 || askedBy > 0);
    const inPlace = counted.filter(({ safeguards: { length } }) => length > 0);
    const byThreats = lists.length > 0;
    const applicable =
      byThreats || (item.techniques.length === 0 && counted.some(({ askedBy }) => askedBy > 0));
    return {
      item,
      row: {
        framework: item.framework,
        edition: item.edition,
        item: item.id,
        catalogued: true,
        applicable,
        mitigated: !applicable
          ? 'none'
          : byThreats
            ? mitigatedBy(lists)
            : mitigatedByControls(inPlace.length, controls.length),
        evidenced:
          applicable && (lists.some(hasFresh) || inPlace.some(({ id }) => safeguards.get(id)!.fresh)),
        mapping: controls.length > 0 && item.mapping === 'unreviewed' ? 'mapped' : item.mapping,
      },
      threats: lists,
      controls: counted,
      via: [],
    };
  });
  const byKey = new Map(direct.map((finding) => [coverageKey(finding.item), finding]));
  return direct.map((finding) => throughOthers(finding, byKey));
}

/** `framework@edition/id`, as `related` names items. */
export function coverageKey({
  framework,
  edition,
  id,
}: Pick<CoverageItem, 'framework' | 'edition' | 'id'>): string {
  return `${framework}@${edition}/${id}`;
}

function throughOthers(
  finding: CoverageFinding,
  byKey: ReadonlyMap<string, CoverageFinding>,
): CoverageFinding {
  const { item, row } = finding;
  if (row.applicable || item.techniques.length > 0 || finding.controls.length > 0) return finding;
  const others = item.related.flatMap(({ key, exact }) => {
    const other = byKey.get(key);
    return other?.row.applicable === true ? [{ key, exact, row: other.row }] : [];
  });
  if (others.length === 0) return finding;
  const same = others.filter(({ exact }) => exact);
  const fully = same.length > 0 && same.every(({ row: other }) => other.mitigated === 'fully');
  const partly = others.some(({ row: other }) => other.mitigated !== 'none');
  return {
    ...finding,
    row: {
      ...row,
      applicable: true,
      mitigated: fully ? 'fully' : partly ? 'partly' : 'none',
      evidenced: same.some(({ row: other }) => other.evidenced),
    },
    via: others.map(({ key }) => key),
  };
}

function add(lists: Map<string, Threat[]>, key: string, threat: Threat): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [threat]);
  else list.push(threat);
}

/** How rules cite an item of a list of risks. */
function citations({ framework, edition, id }: CoverageItem): string[] {
  if (framework.startsWith('owasp-')) return [`owasp ${id}:${edition}`];
  return framework === 'nist-ai-100-2' ? [`nist ${id}`] : [];
}

function mitigatedBy(lists: readonly (readonly Threat[])[]): CoverageRow['mitigated'] {
  if (lists.every((threats) => threats.every(isCovered))) return 'fully';
  return lists.some((threats) => threats.some((threat) => isCovered(threat) || hasWorking(threat)))
    ? 'partly'
    : 'none';
}

function isCovered({ status }: Threat): boolean {
  return status === 'covered';
}

function hasWorking({ controls }: Threat): boolean {
  return controls.some(({ state }) => state === 'in-place' || state === 'verified');
}

function hasFresh(threats: readonly Threat[]): boolean {
  return threats.some(({ evidence }) => evidence.some(({ state }) => state === 'fresh'));
}

function mitigatedByControls(inPlace: number, all: number): CoverageRow['mitigated'] {
  if (inPlace === 0) return 'none';
  return inPlace === all ? 'fully' : 'partly';
}

interface Implemented {
  readonly ids: readonly string[];
  /** Whether one of them has fresh evidence. */
  readonly fresh: boolean;
}

/** Control → the working safeguards that implement it. */
function workingSafeguards({ input, evidenceStates }: Derivation): Map<string, Implemented> {
  const found = new Map<string, Implemented>();
  for (const safeguard of input.system.safeguards) {
    if (!isWorking(safeguard)) continue;
    const fresh = safeguard.evidence.some((id) => evidenceStates.get(id) === 'fresh');
    for (const id of safeguard.implements) {
      const before = found.get(id);
      found.set(id, {
        ids: [...(before?.ids ?? []), safeguard.id],
        fresh: fresh || before?.fresh === true,
      });
    }
  }
  return found;
}

/** `framework:item` → controls of libraries that say they map to it. */
function controlsOfLibraries({ input }: Derivation): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { controls } of input.libraries) {
    for (const { id, maps } of controls) {
      for (const item of maps) listUnder(found, item).push(id);
    }
  }
  return found;
}
