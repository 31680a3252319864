import type { RuleControl } from '../derive/technique-controls.ts';
import type { Derivation } from '../derive/derive.ts';
import type { Fact } from '../ground/fact-codes.ts';
import { rounded } from './bands.ts';
import { pointerOf } from './ask-next.ts';
import type { ThreatGroups } from './threat-groups.ts';

/** How one way of a threat came about and where its numbers come from. */
export interface ExplainedWay {
  /** Variable of the rule → id of what it is bound to. */
  readonly bindings: Readonly<Record<string, string>>;
  /** Facts, as a rule would write them with ids for variables: `control bot`, `has prompt for bot`. */
  readonly needs: readonly { readonly fact: string; readonly derivable: boolean }[];
  readonly gives: readonly string[];
  readonly reachable: boolean;
  /** JSON pointers of unknown facts taken as the possible case. */
  readonly assumes: readonly string[];
  readonly likelihood: {
    readonly base: number;
    readonly attacker: number;
    readonly measured?: { readonly evidence: string; readonly metric: string; readonly value: number };
    readonly safeguards: readonly { readonly id: string; readonly effectiveness: number }[];
    readonly bare: number;
    readonly residual: number;
  };
}

export interface ExplainedThreat {
  readonly id: string;
  readonly rule: string;
  readonly library: string;
  /** Case studies, and the source, that the rule rests on. */
  readonly seenIn: readonly string[];
  readonly source?: string;
  readonly controls: readonly RuleControl[];
  /** In the order of grounding. */
  readonly ways: readonly ExplainedWay[];
}

/**
 * Where a threat and its numbers come from; undefined where the system has no threat of this id.
 * O(threats) for the search, then by the size of the answer.
 */
export function explainThreat(
  derivation: Derivation,
  groups: ThreatGroups,
  id: string,
): ExplainedThreat | undefined {
  const threat = groups.ids.indexOf(id);
  if (threat === -1) return undefined;
  const r = groups.rule[threat]!;
  const rule = derivation.ground.rules[r]!;
  const steps = groups.steps.subarray(groups.start[threat], groups.start[threat + 1]);
  return {
    id,
    rule: rule.id,
    library: rule.library,
    seenIn: rule.seenIn,
    ...(rule.source === undefined ? {} : { source: rule.source }),
    controls: derivation.controls[r]!,
    ways: [...steps].map((step) => explainWay(derivation, step)),
  };
}

export function explainWay(derivation: Derivation, step: number): ExplainedWay {
  const { ground, graphStep, graphFact, acting, likelihoods } = derivation;
  const { elements, assumptions } = ground.index;
  const variables = [...ground.rules[ground.ruleOf[step]!]!.at.keys()];
  const begin = ground.bindingStart[step]!;
  const { base, attacker, measured, reducedBy, bare, current } = likelihoods.of(step);
  const needs = [...ground.needs.subarray(ground.needsStart[step], ground.needsStart[step + 1])];
  const gives = [...ground.gives.subarray(ground.givesStart[step], ground.givesStart[step + 1])];
  const assumed = [...ground.assumed.subarray(ground.assumedStart[step], ground.assumedStart[step + 1])];
  const text = (fact: number): string => factText(ground.codes.decode(ground.factCode[fact]!), elements.ids);
  return {
    bindings: Object.fromEntries(
      variables.map((variable, i) => [variable, elements.ids[ground.bindings[begin + i]!]!]),
    ),
    needs: needs.map((fact) => ({ fact: text(fact), derivable: graphFact[fact] !== -1 })),
    gives: gives.map(text),
    reachable: graphStep[step] !== -1,
    assumes: assumed.map((code) => pointerOf(assumptions.decode(code), derivation)).sort(),
    likelihood: {
      base,
      attacker,
      ...(measured === undefined
        ? {}
        : {
            measured: {
              evidence: measured.evidence.id,
              metric: measured.measure.metric,
              value: measured.measure.value,
            },
          }),
      safeguards: reducedBy.map(({ safeguard, effectiveness }) => ({
        id: acting.safeguards[safeguard]!.id,
        effectiveness,
      })),
      bare: rounded(bare),
      residual: rounded(current),
    },
  };
}

export function factText(fact: Fact, ids: readonly string[]): string {
  if (fact.kind === 'capability') return `${fact.capability} ${ids[fact.element]!}`;
  return fact.element === undefined
    ? `has ${fact.resource}`
    : `has ${fact.resource} for ${ids[fact.element]!}`;
}
