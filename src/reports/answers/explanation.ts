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
import { columns, padEnd } from '../text/columns.ts';
import type { PageLook } from '../text/look.ts';
import { singleLine } from '../text/single-line.ts';
import { hanging } from '../text/wrap.ts';
import { calculation, number, pageOf, premises, riskText } from './calculation.ts';
import type { Page } from './calculation.ts';

/** An explanation in plain sentences. */
export function explanationText(explanation: Explanation, look: PageLook): string {
  const page = pageOf(look);
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
  const { paint, width, t } = page;
  const way = ways[likeliest]!;
  const rest = ways.filter((_, i) => i !== likeliest);
  const evidence = threat.evidence.filter(({ used }) => !used);
  const wanted = threat.evidenceWanted;
  return [
    `${paint.bold(singleLine(threat.goal))}\n`,
    `${paint.cyan(threat.technique)} ${threat.name}, ${t('explain.at', { asset: threat.asset })}; ${threat.id}\n`,
    section(t('explain.likelihood'), page),
    premises(way, page),
    calculation(way, page),
    section(t('explain.impact'), page),
    `  ${paint.bold(t(`level.${impact.value}`))}: ${hanging(impact.why, { indent: 2, width })}`,
    section(t('explain.risk'), page),
    `  ${t('explain.without')}: ${riskText(risk)}\n  ${t('explain.as-is')}: ${riskText(residual)}\n`,
    section(t('explain.status'), page),
    `  ${paint.bold(t(`status.${threat.status}`))}: ${hanging(status, { indent: 2, width })}`,
    ...(evidence.length === 0
      ? []
      : [
          section(t('explain.unused-evidence'), page),
          ...evidence.map(
            ({ id, state, metric, value }) => `  ${id} (${t(`evidence.${state}`)}): ${metric} ${value}\n`,
          ),
        ]),
    ...(wanted === undefined ? [] : [`\n${t('explain.wanted', wanted)}\n`]),
    because(threat, page),
    ...(rest.length === 0 ? [] : [section(t('explain.other-ways', { count: rest.length }), page)]),
    ...rest.map((each) => {
      const bound = Object.entries(each.bindings).map(([variable, id]) => `${variable} = ${id}`);
      const where = each.reachable ? number(each.residual) : t('explain.unreachable');
      return `  ${where}  ${hanging(bound.join(', '), { indent: columns(where) + 4, width })}`;
    }),
  ].join('');
}

function pathText({ path, steps, risk }: PathExplanation, page: Page): string {
  const { t } = page;
  const proof = t(path.exact ? 'explain.proven' : 'explain.unproven');
  const lost = t('tree.goal', { loss: t(`loss.${path.loss}`), asset: path.asset });
  return [
    `${page.paint.bold(t('explain.path', { path: `${path.goal}/${path.rank}` }))}: ${lost}\n`,
    wayText(steps, risk, page, proof),
  ].join('');
}

function goalText({ goal, source, reachedBy, risk, likeliest }: GoalExplanation, page: Page): string {
  const { paint, t } = page;
  const lost = t('paths.goal', {
    loss: t(`loss.${goal.loss}`),
    asset: goal.asset,
    impact: t(`level.${goal.impact}`),
  });
  const head = `${paint.bold(goal.id)}: ${lost}  ${paint.dim(`[${source}]`)}\n`;
  if (likeliest.length === 0) return `${head}${t('explain.goal-unreachable')}\n`;
  const reached = `${t('explain.reached-by', { facts: reachedBy.join('; ') })}\n`;
  return `${head}${reached}${wayText(likeliest, risk, page, t('explain.as-likely'))}`;
}

function wayText(steps: readonly StepExplanation[], risk: RiskExplanation, page: Page, note: string): string {
  const { paint, width, t } = page;
  const product = steps.map(({ residual }) => number(residual)).join(' × ');
  return [
    section(t('explain.product'), page),
    `  ${hanging(`${product} = ${number(risk.likelihood)}`, { indent: 2, width })}`,
    `  ${note}\n`,
    section(t('explain.risk'), page),
    `  ${riskText(risk)}\n`,
    ...steps.map((step, i) =>
      [
        section(`${i + 1}. ${singleLine(step.goal)}`, page),
        `    ${step.technique === undefined ? paint.dim(t('explain.by-itself')) : paint.cyan(step.technique)} ${t('explain.at', { asset: step.at })}\n`,
        premises(step, page),
        calculation(step, page),
      ].join(''),
    ),
  ].join('');
}

function ruleText(rule: RuleExplanation, page: Page): string {
  const { paint, width, t } = page;
  const at = Object.entries(rule.at).map(([variable, kinds]) => `${variable}: ${kinds.join('|')}`);
  const rows: [string, string][] = [
    [t('explain.stands-in'), rule.position],
    [t('explain.at-kinds'), at.join('; ')],
    [t('explain.where'), rule.where.join('; ')],
    [t('explain.needs'), rule.needs.join('; ') || t('explain.nothing')],
    [t('explain.gives'), rule.gives.join('; ')],
    [t('explain.likelihood-row'), `${number(rule.base.value)}: ${rule.base.why} [${rule.base.source}]`],
    [
      t('explain.controls-row'),
      rule.controls.map(({ id, name }) => [id, name].join(' ').trimEnd()).join('; '),
    ],
  ];
  return [
    `${paint.bold(`${rule.library}/${rule.rule}`)}  ${paint.cyan(rule.technique ?? t('explain.no-technique'))}\n`,
    `${rule.goal}\n\n`,
    ...rows
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `  ${paint.dim(padEnd(name, 11))} ${hanging(text, { indent: 14, width })}`),
    because(rule, page),
    `\n${t('explain.fits', { ways: rule.ways, reachable: rule.reachable })}\n`,
    threatLines(rule.threats, page),
  ].join('');
}

function techniqueText(technique: TechniqueExplanation, page: Page): string {
  const { paint, width, t } = page;
  const { maturity, parent, rules, outside, mitigatedBy, threats } = technique;
  const controls = mitigatedBy.map(({ id, name }) => [id, name].join(' ').trimEnd()).join('; ');
  const facts = [
    technique.framework,
    technique.tactics.join(', '),
    ...(maturity === undefined ? [] : [t('explain.maturity', { maturity })]),
    ...(parent === undefined ? [] : [t('explain.part-of', { parent })]),
  ];
  return [
    `${paint.bold(`${technique.technique} ${technique.name}`)}\n${facts.join('; ')}\n`,
    outside === undefined ? '' : `${t('explain.outside')}: ${hanging(outside, { indent: 2, width })}`,
    rules.length === 0 ? '' : `${t('explain.rules')}: ${hanging(rules.join(', '), { indent: 2, width })}`,
    controls === '' ? '' : `${t('explain.controls')}: ${hanging(controls, { indent: 2, width })}`,
    threatLines(threats, page),
  ].join('');
}

function threatLines(threats: readonly Threat[], page: Page): string {
  const { paint, width, t } = page;
  if (threats.length === 0) return `\n${t('explain.no-threat')}\n`;
  return [
    section(t('explain.threats', { count: threats.length }), page),
    ...threats.map((threat) => {
      const { id, technique, residual, status, reachable, goal } = threat;
      const state = reachable
        ? `${t(`level.${residual.risk}`)}, ${number(residual.likelihood)}, ${t(`status.${status}`)}`
        : t('explain.unreachable');
      return `  ${id}  ${paint.cyan(technique)}  ${state}\n    ${hanging(goal, { indent: 4, width })}`;
    }),
  ].join('');
}

function because(
  { seenIn, source }: { readonly seenIn: readonly string[]; readonly source?: string },
  { width, t }: Page,
): string {
  const parts = [
    ...(seenIn.length === 0 ? [] : [t('explain.seen', { cases: seenIn.join(', ') })]),
    ...(source === undefined ? [] : [source]),
  ];
  return parts.length === 0
    ? ''
    : `\n${t('explain.rests-on')}: ${hanging(parts.join('; '), { indent: 2, width })}`;
}

function section(title: string, { paint }: Page): string {
  return `\n${paint.bold(title)}\n`;
}
