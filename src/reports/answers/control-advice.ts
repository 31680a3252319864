import type { ControlAdvice, GoalControlPlan, PlannedControl } from '#model/answers/control-advice';
import type { Threat } from '#model/analysis-result';
import { padEnd } from '../text/columns.ts';
import { heading, likelihoodText } from '../text/look.ts';
import type { PageLook } from '../text/look.ts';
import { hanging } from '../text/wrap.ts';
import { number, pageOf } from './calculation.ts';
import type { Page } from './calculation.ts';

const MOST_THREATS = 3;

/** Plans goal by goal, then single controls by what they bring for their cost. */
export function controlAdviceText(advice: ControlAdvice, look: PageLook, top: number): string {
  const page = pageOf(look);
  const threats = new Map(advice.threats.map((threat) => [threat.id, threat]));
  return [
    page.paint.bold(advice.system),
    heading(page.t('plan.title'), page.paint),
    advice.plans.map((plan) => planText(plan, threats, page)).join('\n'),
    rankingText(advice, top, page),
  ].join('');
}

function planText(plan: GoalControlPlan, threats: ReadonlyMap<string, Threat>, page: Page): string {
  const { paint, width, t } = page;
  const { goal, impact, likelihoodBefore, likelihoodAfter, aim, achieved, steps } = plan;
  const head = `${paint.bold(goal)}  ${t('plan.goal', { impact: t(`level.${impact}`), likelihood: likelihoodText(likelihoodBefore) })}`;
  const below = aim === 0 ? t('plan.impossible') : t('plan.below', { aim: number(aim) });
  if (!achieved) {
    const left = (plan.pathLeft ?? []).map((id) => `    ${threatText(threats.get(id), id, page)}`);
    const claim = paint.red(t('plan.out-of-reach', { below }));
    return `${head}: ${claim}; ${t('plan.way-left')}:\n${left.join('')}`;
  }
  if (steps.length === 0) {
    return `${head}: ${paint.green(likelihoodBefore === 0 ? t('plan.no-way') : t('plan.already', { below }))}\n`;
  }
  const proof = plan.exact ? t('plan.cheapest') : t('plan.best-found', { cost: number(plan.costAtLeast) });
  const sum = `  ${t('plan.sum', { count: steps.length, cost: number(plan.cost), proof })}\n`;
  return [
    `${head} → ${likelihoodText(likelihoodAfter)} (${below})\n`,
    sum,
    ...steps.map((step) => controlText(step, threats, page)),
  ].join('');

  function controlText(step: PlannedControl, known: ReadonlyMap<string, Threat>, { paint: p }: Page): string {
    const { id, name = '', planned, effectiveness } = step;
    const notes = [
      t('plan.stops', { share: number(effectiveness) }),
      ...(planned.length === 0 ? [] : [t('plan.planned-as', { safeguards: planned.join(', ') })]),
    ];
    const title = `  ${p.cyan(id)} ${name}  ${p.dim(`(${notes.join('; ')})`)}\n`;
    const places = step.places.map(({ asset, threats: ids }) => {
      const shown = ids.slice(0, MOST_THREATS).map((each) => `${known.get(each)?.technique ?? ''} ${each}`);
      const more =
        ids.length > MOST_THREATS ? [t('paths.and-more', { count: ids.length - MOST_THREATS })] : [];
      return `    ${t('plan.at', { asset })}: ${hanging([...shown, ...more].join(', '), { indent: 6, width })}`;
    });
    return title + places.join('');
  }
}

function threatText(threat: Threat | undefined, id: string, { paint, width }: Page): string {
  return threat === undefined
    ? `${id}\n`
    : `${paint.cyan(threat.technique)} ${hanging(threat.goal, { indent: 6, width })}`;
}

function rankingText({ ranking }: ControlAdvice, top: number, { paint, width, t }: Page): string {
  const { controls, risk, exact } = ranking;
  if (controls.length === 0) return `${heading(t('ranking.none-title'), paint)}${t('ranking.none')}\n`;
  const shown = controls.slice(0, top);
  const rows = shown.map(({ id, name = '', riskRemoved, cost, goalsStopped }) => {
    const stops =
      goalsStopped.length === 0 ? '' : `; ${t('ranking.ends', { goals: goalsStopped.join(', ') })}`;
    const head = `  ${number(riskRemoved).padStart(9)}  ${paint.cyan(padEnd(id, 10))} `;
    return `${head}${hanging(name, { indent: 23, width }, `${t('ranking.cost', { cost: number(cost) })}${stops}`, paint.dim)}`;
  });
  const more = controls.length - shown.length;
  return [
    heading(t('ranking.title', { risk: number(risk) }), paint),
    ...rows,
    more > 0 ? paint.dim(`  ${t('ranking.more', { count: more, all: controls.length })}\n`) : '',
    exact ? '' : paint.yellow(`${t('ranking.unproven')}\n`),
  ].join('');
}
