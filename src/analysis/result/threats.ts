import type { Threat, ThreatEvidence } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import type { Acceptance, Level } from '#model/system-model';
import { LEVELS } from '#model/system-model';
import type { Derivation } from '../derive/derive.ts';
import { measuredOf } from '../derive/evidence.ts';
import { isWorking } from '../derive/likelihood.ts';
import type { StepLikelihood } from '../derive/likelihood.ts';
import { techniqueNames } from '../derive/technique-names.ts';
import type { BestDerivation } from '../paths/best-derivation.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import { COVERED_BELOW, riskOf, rounded } from './bands.ts';
import { pointerOf } from './ask-next.ts';
import { enablersOf } from './enablers.ts';
import { ownImpact } from './impact.ts';
import { referencesOf } from './references.ts';
import { ThreatControls } from './threat-controls.ts';
import type { ThreatGroups } from './threat-groups.ts';

export interface ThreatsInput {
  readonly derivation: Derivation;
  readonly groups: ThreatGroups;
  readonly graph: IndexedGraph;
  readonly best: BestDerivation;
  /** Step of the graph → 1 + place in `LEVELS` of the highest impact that it can lead to, 0 for none. */
  readonly impact: Uint8Array;
}

/** The threat records, in the order of `groups`: reachable ones and those that fit the system but cannot be reached. */
export function threatRecords(input: ThreatsInput): Threat[] {
  const { derivation, groups } = input;
  const { ground } = derivation;
  const { knowledge, system, today } = derivation.input;
  const controls = new ThreatControls(derivation);
  const own = ownImpact(derivation);
  const ofRule = ground.rules.map((rule) => ({
    references: referencesOf(rule, knowledge),
    technique: knowledge.techniques.get(rule.technique ?? ''),
    evidence: measuredOf(rule, system.evidence, knowledge),
    names: techniqueNames(rule.technique ?? '', knowledge),
  }));
  const acceptances = system.accepted.filter(({ until }) => until >= today);
  return groups.ids.map((id, threat) => {
    const r = groups.rule[threat]!;
    const rule = ground.rules[r]!;
    const element = groups.element[threat]!;
    const asset = ground.index.elements.ids[element]!;
    const { references, technique, evidence, names } = ofRule[r]!;
    const ways = summarise(threat, input);
    const acting = controls.acting(threat, groups);
    const impact = LEVELS[ways.impact - 1] ?? own(element);
    const basis = derivation.likelihoods.of(ways.step);
    const likelihood = Math.max(basis.bare, ways.reachable ? basis.current : 0);
    const working = acting.filter((each) => isWorking(derivation.acting.safeguards[each]!));
    const residual = residualOf(ways, basis, impact, derivation);
    const acceptance = acceptances.find((each) => accepts(each, id, asset, names));
    return {
      id,
      asset,
      technique: rule.technique!,
      name: technique?.name ?? rule.technique!,
      tactics: technique?.tactics ?? [],
      rule: rule.id,
      library: rule.library,
      goal: goalText(rule.goal, ways.step, derivation),
      enabledBy: ways.reachable
        ? enablersOf(threat, groups, derivation, input.graph, input.best).map((each) => groups.ids[each]!)
        : [],
      reachable: ways.reachable,
      // One by one: an object of this size is filled far slower after a spread.
      owasp: references.owasp,
      nistAml: references.nistAml,
      rmf: references.rmf,
      iso23894: references.iso23894,
      stride: rule.stride,
      controls: controls.of(r, acting),
      evidence: evidence
        .filter(({ evidence: { id: name, subject } }) => {
          const named = acting.some((each) => derivation.acting.safeguards[each]!.evidence.includes(name));
          return subject === asset || (subject === undefined && named);
        })
        .map(({ evidence: { id: name }, measure: { metric, value } }): ThreatEvidence => ({
          id: name,
          state: derivation.evidenceStates.get(name)!,
          metric,
          value,
          used: basis.measured?.evidence.id === name && basis.measured.measure.metric === metric,
        })),
      ...(rule.evidence === undefined ? {} : { evidenceWanted: rule.evidence }),
      likelihood: rounded(likelihood),
      impact,
      risk: ways.reachableBare || ways.reachable ? riskOf(likelihood, impact) : 'low',
      residual,
      status: statusOf(ways, residual.likelihood, working.length > 0, acceptance !== undefined),
      ...(acceptance === undefined
        ? {}
        : { accepted: { reason: acceptance.reason, by: acceptance.by, until: acceptance.until } }),
      ways: groups.start[threat + 1]! - groups.start[threat]!,
      assumes: assumedBy(ways.step, derivation),
      seenIn: rule.seenIn,
      ...(rule.source === undefined ? {} : { source: rule.source }),
    };
  });
}

export interface Ways {
  readonly reachable: boolean;
  readonly reachableBare: boolean;
  /** 1 + place in `LEVELS`, 0 for none. */
  readonly impact: number;
  /** The likeliest step, of those that can be taken if there are any. */
  readonly step: number;
}

export function summarise(threat: number, { derivation, groups, impact }: ThreatsInput): Ways {
  const { graphStep, takenBare, current, bare } = derivation;
  let reachable = false;
  let reachableBare = false;
  let highest = 0;
  let step = groups.steps[groups.start[threat]!]!;
  let standing = -1;
  for (let i = groups.start[threat]!; i < groups.start[threat + 1]!; i += 1) {
    const each = groups.steps[i]!;
    const taken = graphStep[each] !== -1;
    reachable ||= taken;
    reachableBare ||= takenBare[each] === 1;
    if (taken) highest = Math.max(highest, impact[graphStep[each]!]!);
    // Steps that can be taken come before those that only could without safeguards, and these before the rest.
    const place = taken ? 4 + current[each]! : takenBare[each] === 1 ? 2 + bare[each]! : bare[each]!;
    if (place <= standing) continue;
    standing = place;
    step = each;
  }
  return { reachable, reachableBare, impact: highest, step };
}

function residualOf(
  ways: Ways,
  basis: StepLikelihood,
  impact: Level,
  derivation: Derivation,
): Threat['residual'] {
  const { safeguards } = derivation.acting;
  if (!ways.reachable) {
    const stopped = basis.current === 0 && basis.bare > 0;
    const names = basis.reducedBy
      .filter(({ effectiveness }) => effectiveness === 1)
      .map(({ safeguard }) => safeguards[safeguard]!.id);
    const note = !ways.reachableBare
      ? 'no attacker of the model gets here'
      : stopped && names.length > 0
        ? `stopped by ${names.join(', ')}`
        : 'stopped by safeguards earlier on the way';
    return { likelihood: 0, risk: 'low', note };
  }
  const parts = basis.reducedBy.map(
    ({ safeguard, effectiveness }) => `${safeguards[safeguard]!.id} stops ${percent(effectiveness)}`,
  );
  if (basis.measured !== undefined) {
    const { evidence, measure } = basis.measured;
    parts.unshift(`${evidence.id} measured ${measure.metric} ${measure.value}`);
  }
  return {
    likelihood: rounded(basis.current),
    risk: riskOf(basis.current, impact),
    note: parts.length === 0 ? 'no working safeguard acts here' : parts.join('; '),
  };
}

function percent(share: number): string {
  return `${rounded(share * 100)} %`;
}

function statusOf(
  { reachable, reachableBare }: Ways,
  residual: number,
  anyWorking: boolean,
  accepted: boolean,
): Threat['status'] {
  if (!reachable && reachableBare) return 'covered';
  if (reachable && anyWorking && residual < COVERED_BELOW) return 'covered';
  if (accepted) return 'accepted';
  return anyWorking ? 'partly-covered' : 'gap';
}

/** All that an acceptance names must fit. */
function accepts(
  { technique, on, threat }: Acceptance,
  id: string,
  asset: string,
  names: ReadonlySet<string>,
): boolean {
  if (technique === undefined && on === undefined && threat === undefined) return false;
  return (
    (technique === undefined || names.has(technique)) &&
    (on === undefined || on === asset) &&
    (threat === undefined || threat === id)
  );
}

/** What the likeliest step takes for granted. */
function assumedBy(step: number, derivation: Derivation): string[] {
  const { assumedStart, assumed, index } = derivation.ground;
  if (assumedStart[step] === assumedStart[step + 1]) return [];
  const codes = [...assumed.subarray(assumedStart[step], assumedStart[step + 1])];
  return [...new Set(codes.map((code) => pointerOf(index.assumptions.decode(code), derivation)))].sort();
}

/** The rule's sentence with the names of what its variables are bound to. */
export function goalText(goal: string, step: number, { ground }: Derivation): string {
  const variables = [...ground.rules[ground.ruleOf[step]!]!.at.keys()];
  const { elements } = ground.index;
  return goal.replaceAll(/\{([^{}]*)\}/g, (whole, variable: string) => {
    const slot = variables.indexOf(variable);
    if (slot === -1) return whole;
    const element = ground.bindings[ground.bindingStart[step]! + slot]!;
    return elements.nameOf(element);
  });
}

/** Order of threats in a result: by risk that remains, then risk, then asset, technique and rule. */
export function compareThreats(a: Threat, b: Threat): number {
  return (
    LEVELS.indexOf(b.residual.risk) - LEVELS.indexOf(a.residual.risk) ||
    b.residual.likelihood - a.residual.likelihood ||
    LEVELS.indexOf(b.risk) - LEVELS.indexOf(a.risk) ||
    compareText(a.asset, b.asset) ||
    compareText(a.technique, b.technique) ||
    compareText(a.rule, b.rule)
  );
}
