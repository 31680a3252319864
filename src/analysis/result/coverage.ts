import type { CoverageRow, Threat } from '#model/analysis-result';
import type { CoverageItem } from '#model/analysis-knowledge';
import type { Derivation } from '../derive/derive.ts';
import { isWorking } from '../derive/likelihood.ts';

/** What is known about the threats of one technique, or of one item that rules name. */
interface Tally {
  threats: number;
  covered: number;
  working: number;
  evidenced: number;
}

/**
 * For each item of each framework whether it is catalogued, applies to this system, is mitigated and is evidenced; four things that
 * one tick would blur. `applicable`: some threat of its techniques can be reached, or could without the safeguards; for an item with
 * controls only, some such threat asks for one of them. `mitigated: fully`: all of these threats are covered, or, with controls
 * only, all of them are in place.
 */
export function coverageRecords(derivation: Derivation, threats: readonly Threat[]): CoverageRow[] {
  const { knowledge } = derivation.input;
  const applying = threats.filter(({ reachable, status }) => reachable || status === 'covered');
  const byTechnique = new Map<string, Tally>();
  const byItem = new Map<string, Tally>();
  const byControl = new Map<string, Tally>();
  for (const threat of applying) {
    const signs: Signs = {
      covered: threat.status === 'covered',
      working: threat.controls.some(({ state }) => state === 'in-place' || state === 'verified'),
      evidenced: threat.evidence.some(({ state }) => state === 'fresh'),
    };
    const parent = knowledge.techniques.get(threat.technique)?.parent;
    for (const technique of new Set([threat.technique, parent ?? threat.technique]))
      count(byTechnique, technique, signs);
    const cited = [...threat.owasp.map((id) => `owasp ${id}`), ...threat.nistAml.map((id) => `nist ${id}`)];
    for (const key of cited) count(byItem, key, signs);
    for (const id of new Set(threat.controls.map((control) => control.id))) count(byControl, id, signs);
  }
  const safeguards = workingSafeguards(derivation);
  const mappedControls = controlsOfLibraries(derivation);
  return knowledge.items.map((item) => {
    const controls = [...item.controls, ...(mappedControls.get(`${item.framework}:${item.id}`) ?? [])];
    const tallies = [
      ...item.techniques.map((technique) => byTechnique.get(technique)),
      ...citations(item).map((key) => byItem.get(key)),
    ].filter((tally) => tally !== undefined);
    const asked = controls.map((id) => byControl.get(id)).filter((tally) => tally !== undefined);
    const inPlace = controls.filter((id) => safeguards.has(id));
    const byThreats = tallies.length > 0;
    const applicable = byThreats || (item.techniques.length === 0 && asked.length > 0);
    return {
      framework: item.framework,
      edition: item.edition,
      item: item.id,
      catalogued: true,
      applicable,
      mitigated: !applicable
        ? 'none'
        : byThreats
          ? mitigatedBy(tallies)
          : mitigatedByControls(inPlace.length, controls.length),
      evidenced:
        applicable &&
        (tallies.some(({ evidenced }) => evidenced > 0) || inPlace.some((id) => safeguards.get(id) === true)),
      mapping: controls.length > 0 && item.mapping === 'unreviewed' ? 'mapped' : item.mapping,
    };
  });
}

/** What of one threat is counted. */
interface Signs {
  readonly covered: boolean;
  readonly working: boolean;
  readonly evidenced: boolean;
}

function count(tallies: Map<string, Tally>, key: string, { covered, working, evidenced }: Signs): void {
  let tally = tallies.get(key);
  if (tally === undefined) tallies.set(key, (tally = { threats: 0, covered: 0, working: 0, evidenced: 0 }));
  tally.threats += 1;
  if (covered) tally.covered += 1;
  if (working) tally.working += 1;
  if (evidenced) tally.evidenced += 1;
}

/** How rules cite an item of a list of risks. */
function citations({ framework, edition, id }: CoverageItem): string[] {
  if (framework.startsWith('owasp-')) return [`owasp ${id}:${edition}`];
  return framework === 'nist-ai-100-2' ? [`nist ${id}`] : [];
}

function mitigatedBy(tallies: readonly Tally[]): CoverageRow['mitigated'] {
  if (tallies.every(({ threats, covered }) => covered === threats)) return 'fully';
  return tallies.some(({ covered, working }) => covered + working > 0) ? 'partly' : 'none';
}

function mitigatedByControls(inPlace: number, all: number): CoverageRow['mitigated'] {
  if (inPlace === 0) return 'none';
  return inPlace === all ? 'fully' : 'partly';
}

/** Control → whether a working safeguard that implements it has fresh evidence. */
function workingSafeguards({ input, evidenceStates }: Derivation): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const safeguard of input.system.safeguards) {
    if (!isWorking(safeguard)) continue;
    const fresh = safeguard.evidence.some((id) => evidenceStates.get(id) === 'fresh');
    for (const id of safeguard.implements) found.set(id, fresh || found.get(id) === true);
  }
  return found;
}

/** `framework:item` → controls of libraries that say they map to it. */
function controlsOfLibraries({ input }: Derivation): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { controls } of input.libraries) {
    for (const { id, maps } of controls) {
      for (const item of maps) found.set(item, [...(found.get(item) ?? []), id]);
    }
  }
  return found;
}
