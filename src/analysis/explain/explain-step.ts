import type { StepExplanation } from '#model/answers/explanation';
import type { Derivation } from '../derive/derive.ts';
import { isWorking, threatElement } from '../derive/likelihood.ts';
import { explainWay } from '../result/explain.ts';
import { goalText } from '../result/threats.ts';
import {
  attackerSource,
  baseSource,
  measuredSource,
  positionText,
  safeguardFactor,
} from './number-sources.ts';

/**
 * Where a step and each of its numbers come from.
 *
 * @param step as numbered in `derivation.ground`
 */
export function explainStep(derivation: Derivation, step: number): StepExplanation {
  const { ground, acting, likelihoods } = derivation;
  const r = ground.ruleOf[step]!;
  const rule = ground.rules[r]!;
  const { base, attacker, measured, reducedBy, bare, current } = likelihoods.of(step);
  const { bindings, needs, gives, assumes, reachable } = explainWay(derivation, step);
  const start = attackerSource(derivation, step, attacker);
  const counted = new Set(reducedBy.map(({ safeguard }) => safeguard));
  const others = [...acting.items.subarray(acting.start[step], acting.start[step + 1])].filter(
    (each) => !counted.has(each),
  );
  return {
    rule: rule.id,
    library: rule.library,
    position: positionText(rule),
    ...(rule.technique === undefined ? {} : { technique: rule.technique }),
    at: ground.index.elements.ids[threatElement(ground, step)]!,
    goal: goalText(rule.goal, step, derivation),
    bindings,
    needs,
    gives,
    assumes,
    reachable,
    base: baseSource(derivation, rule, base),
    ...(start === undefined ? {} : { attacker: start }),
    ...(measured === undefined ? {} : { measured: measuredSource(derivation, measured) }),
    safeguards: reducedBy.map(({ safeguard, effectiveness }) =>
      safeguardFactor(derivation, r, safeguard, effectiveness),
    ),
    notCounted: others.map((each) => {
      const safeguard = acting.safeguards[each]!;
      const why = isWorking(safeguard)
        ? `${measured?.evidence.id ?? 'the evidence'} was measured with it in place`
        : `it is ${safeguard.status}`;
      return { safeguard: safeguard.id, why };
    }),
    likelihood: bare,
    residual: current,
  };
}
