import type {
  Explanation,
  GoalExplanation,
  PathExplanation,
  RiskExplanation,
  RuleExplanation,
  StepExplanation,
  TechniqueExplanation,
  ThreatExplanation,
} from '#model/answers/explanation';
import type { Threat } from '#model/analysis-result';
import { painter, plural } from '../text/look.ts';
import type { Look } from '../text/look.ts';
import { singleLine } from '../text/single-line.ts';
import { hanging } from '../text/wrap.ts';
import { calculation, number, premises, riskText } from './calculation.ts';
import type { Page } from './calculation.ts';

/** An explanation in plain sentences. */
export function explanationText(explanation: Explanation, look: Pick<Look, 'colour' | 'width'>): string {
  const page: Page = { paint: painter({ ...look, paths: 0, all: false }), width: look.width };
  switch (explanation.kind) {
    case 'threat':
      return threatText(explanation, page);
    case 'path':
      return pathText(explanation, page);
    case 'goal':
      return goalText(explanation, page);
    case 'rule':
      return ruleText(explanation, page);
    case 'technique':
      return techniqueText(explanation, page);
  }
}

function threatText(
  { threat, likeliest, ways, impact, risk, residual, status }: ThreatExplanation,
  page: Page,
): string {
  const { paint, width } = page;
  const way = ways[likeliest]!;
  const rest = ways.filter((_, i) => i !== likeliest);
  const evidence = threat.evidence.filter(({ used }) => !used);
  const wanted = threat.evidenceWanted;
  return [
    `${paint.bold(singleLine(threat.goal))}\n`,
    `${paint.cyan(threat.technique)} ${threat.name}, at ${threat.asset}; ${threat.id}\n`,
    section('Likelihood', page),
    premises(way, page),
    calculation(way, page),
    section('Impact', page),
    `  ${paint.bold(impact.value)}: ${hanging(impact.why, { indent: 2, width })}`,
    section('Risk', page),
    `  without safeguards: ${riskText(risk)}\n  as the system is: ${riskText(residual)}\n`,
    section('Status', page),
    `  ${paint.bold(threat.status)}: ${hanging(status, { indent: 2, width })}`,
    ...(evidence.length === 0
      ? []
      : [
          section('Evidence that changes no number', page),
          ...evidence.map(({ id, state, metric, value }) => `  ${id} (${state}): ${metric} ${value}\n`),
        ]),
    ...(wanted === undefined
      ? []
      : [`\nWhat would prove or disprove it: ${wanted.metric}, evidence of kind ${wanted.kind}\n`]),
    because(threat, page),
    ...(rest.length === 0 ? [] : [section(`${plural(rest.length, 'other way')} of the same threat`, page)]),
    ...rest.map((each) => {
      const bound = Object.entries(each.bindings).map(([variable, id]) => `${variable} = ${id}`);
      const where = each.reachable ? number(each.residual) : 'nobody gets there';
      return `  ${where}  ${hanging(bound.join(', '), { indent: where.length + 4, width })}`;
    }),
  ].join('');
}

function pathText({ path, steps, risk }: PathExplanation, page: Page): string {
  const proof = path.exact
    ? 'It is proven that no likelier path was missed'
    : 'It is among the best found: a likelier path may have been missed';
  return [
    `${page.paint.bold(`Path ${path.goal}/${path.rank}`)}: ${path.loss} of ${path.asset}\n`,
    wayText(steps, risk, page, proof),
  ].join('');
}

function goalText({ goal, source, reachedBy, risk, likeliest }: GoalExplanation, page: Page): string {
  const { paint } = page;
  const head = `${paint.bold(goal.id)}: ${goal.loss} of ${goal.asset}, impact ${goal.impact}  ${paint.dim(`[${source}]`)}\n`;
  if (likeliest.length === 0) return `${head}No attacker of the model can reach it\n`;
  const reached = `An attacker reaches it with any of: ${reachedBy.join('; ')}\n`;
  return `${head}${reached}${wayText(likeliest, risk, page, 'It is as likely as its likeliest way')}`;
}

function wayText(steps: readonly StepExplanation[], risk: RiskExplanation, page: Page, note: string): string {
  const { paint, width } = page;
  const product = steps.map(({ residual }) => number(residual)).join(' × ');
  return [
    section('Likelihood: the product over the distinct steps of the way', page),
    `  ${hanging(`${product} = ${number(risk.likelihood)}`, { indent: 2, width })}`,
    `  ${note}\n`,
    section('Risk', page),
    `  ${riskText(risk)}\n`,
    ...steps.map((step, i) =>
      [
        section(`${i + 1}. ${singleLine(step.goal)}`, page),
        `    ${step.technique === undefined ? paint.dim('what the system does by itself') : paint.cyan(step.technique)} at ${step.at}\n`,
        premises(step, page),
        calculation(step, page),
      ].join(''),
    ),
  ].join('');
}

function ruleText(rule: RuleExplanation, page: Page): string {
  const { paint, width } = page;
  const at = Object.entries(rule.at).map(([variable, kinds]) => `${variable}: ${kinds.join('|')}`);
  const rows: [string, string][] = [
    ['stands in', rule.position],
    ['at', at.join('; ')],
    ['where', rule.where.join('; ')],
    ['needs', rule.needs.join('; ') || 'nothing'],
    ['gives', rule.gives.join('; ')],
    ['likelihood', `${number(rule.base.value)}: ${rule.base.why} [${rule.base.source}]`],
    ['controls', rule.controls.map(({ id, name }) => [id, name].join(' ').trimEnd()).join('; ')],
  ];
  return [
    `${paint.bold(`${rule.library}/${rule.rule}`)}  ${paint.cyan(rule.technique ?? 'no technique: what the system does by itself')}\n`,
    `${rule.goal}\n\n`,
    ...rows
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `  ${paint.dim(name.padEnd(11))} ${hanging(text, { indent: 14, width })}`),
    because(rule, page),
    `\nIt fits this system in ${plural(rule.ways, 'way')}; ${rule.reachable} of them can be taken\n`,
    threatLines(rule.threats, page),
  ].join('');
}

function techniqueText(technique: TechniqueExplanation, page: Page): string {
  const { paint, width } = page;
  const { maturity, parent, rules, outside, mitigatedBy, threats } = technique;
  const controls = mitigatedBy.map(({ id, name }) => [id, name].join(' ').trimEnd()).join('; ');
  const facts = [
    technique.framework,
    technique.tactics.join(', '),
    ...(maturity === undefined ? [] : [`maturity ${maturity}`]),
    ...(parent === undefined ? [] : [`part of ${parent}`]),
  ];
  return [
    `${paint.bold(`${technique.technique} ${technique.name}`)}\n${facts.join('; ')}\n`,
    outside === undefined ? '' : `Not placed in systems: ${hanging(outside, { indent: 2, width })}`,
    rules.length === 0 ? '' : `Rules: ${hanging(rules.join(', '), { indent: 2, width })}`,
    controls === '' ? '' : `Controls: ${hanging(controls, { indent: 2, width })}`,
    threatLines(threats, page),
  ].join('');
}

function threatLines(threats: readonly Threat[], page: Page): string {
  if (threats.length === 0) return '\nNo threat of this system comes from it\n';
  const { paint, width } = page;
  return [
    section(plural(threats.length, 'threat'), page),
    ...threats.map((threat) => {
      const { id, technique, residual, status, reachable, goal } = threat;
      const state = reachable
        ? `${residual.risk}, ${number(residual.likelihood)}, ${status}`
        : 'nobody gets there';
      return `  ${id}  ${paint.cyan(technique)}  ${state}\n    ${hanging(goal, { indent: 4, width })}`;
    }),
  ].join('');
}

function because(
  { seenIn, source }: { readonly seenIn: readonly string[]; readonly source?: string },
  { width }: Page,
): string {
  const parts = [
    ...(seenIn.length === 0 ? [] : [`seen in ${seenIn.join(', ')}`]),
    ...(source === undefined ? [] : [source]),
  ];
  return parts.length === 0 ? '' : `\nThe rule rests on: ${hanging(parts.join('; '), { indent: 2, width })}`;
}

function section(title: string, { paint }: Page): string {
  return `\n${paint.bold(title)}\n`;
}
