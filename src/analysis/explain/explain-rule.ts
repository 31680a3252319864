import type { Threat } from '#model/analysis-result';
import type { RuleExplanation, TechniqueExplanation } from '#model/answers/explanation';
import type { KnownTechnique } from '#model/analysis-knowledge';
import type { Derivation } from '../derive/derive.ts';
import { baseSource, positionText } from './number-sources.ts';
import { conditionText, patternText } from './rule-text.ts';

/** @param r place of the rule in `derivation.ground.rules` */
export function explainRule(derivation: Derivation, r: number, threats: readonly Threat[]): RuleExplanation {
  const { ground, graphStep, likelihoods, controls } = derivation;
  const rule = ground.rules[r]!;
  const [begin, end] = [ground.ruleStart[r]!, ground.ruleStart[r + 1]!];
  return {
    kind: 'rule',
    rule: rule.id,
    library: rule.library,
    position: positionText(rule),
    ...(rule.technique === undefined ? {} : { technique: rule.technique }),
    goal: rule.goal,
    base: baseSource(derivation, rule, likelihoods.baseOf(r)),
    at: Object.fromEntries(rule.at),
    where: rule.where.map(conditionText),
    needs: rule.needs.map(patternText),
    gives: rule.gives.map(patternText),
    controls: controls[r]!.map(({ id }) => named(derivation, id)),
    seenIn: rule.seenIn,
    ...(rule.source === undefined ? {} : { source: rule.source }),
    ways: end - begin,
    reachable: graphStep.subarray(begin, end).filter((step) => step !== -1).length,
    threats: threats.filter((threat) => threat.rule === rule.id && threat.library === rule.library),
  };
}

export function explainTechnique(
  derivation: Derivation,
  technique: KnownTechnique,
  threats: readonly Threat[],
): TechniqueExplanation {
  const { ground, controls, input } = derivation;
  const { id, name, framework, tactics, maturity, parent } = technique;
  const own = ground.rules.flatMap((rule, r) => (rule.technique === id ? [r] : []));
  const acting = new Set(own.flatMap((r) => controls[r]!.map((control) => control.id)));
  const outside = input.libraries
    .flatMap((library) => library.outside)
    .find((each) => each.technique === id)?.reason;
  return {
    kind: 'technique',
    technique: id,
    name,
    framework,
    tactics,
    ...(maturity === undefined ? {} : { maturity }),
    ...(parent === undefined ? {} : { parent }),
    rules: own.map((r) => ground.rules[r]!.id),
    ...(outside === undefined ? {} : { outside }),
    mitigatedBy: [...acting].sort().map((control) => named(derivation, control)),
    threats: threats.filter(
      (threat) => threat.technique === id || input.knowledge.techniques.get(threat.technique)?.parent === id,
    ),
  };
}

function named({ catalogue }: Derivation, id: string): { readonly id: string; readonly name?: string } {
  const name = catalogue.name(id);
  return name === undefined ? { id } : { id, name };
}
