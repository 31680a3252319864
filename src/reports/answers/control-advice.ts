import type { ControlAdvice, GoalControlPlan, PlannedControl } from '#model/answers/control-advice';
import type { Threat } from '#model/analysis-result';
import { heading, likelihoodText, painter, plural } from '../text/look.ts';
import type { Look } from '../text/look.ts';
import { hanging } from '../text/wrap.ts';
import { number } from './calculation.ts';
import type { Page } from './calculation.ts';

const MOST_THREATS = 3;

/** Plans goal by goal, then single controls by what they bring for their cost. */
export function controlAdviceText(
  advice: ControlAdvice,
  look: Pick<Look, 'colour' | 'width'>,
  top: number,
): string {
  const page: Page = { paint: painter({ ...look, paths: 0, all: false }), width: look.width };
  const threats = new Map(advice.threats.map((threat) => [threat.id, threat]));
  return [
    page.paint.bold(advice.system),
    heading('The cheapest controls that bring each goal down', page.paint),
    advice.plans.map((plan) => planText(plan, threats, page)).join('\n'),
    rankingText(advice, top, page),
  ].join('');
}

function planText(plan: GoalControlPlan, threats: ReadonlyMap<string, Threat>, page: Page): string {
  const { paint, width } = page;
  const { goal, impact, likelihoodBefore, likelihoodAfter, aim, achieved, steps } = plan;
  const head = `${paint.bold(goal)}  impact ${impact}, likelihood ${likelihoodText(likelihoodBefore)}`;
  const below = aim === 0 ? 'impossible' : `below ${number(aim)}`;
  if (!achieved) {
    const left = (plan.pathLeft ?? []).map((id) => `    ${threatText(threats.get(id), id, page)}`);
    const claim = paint.red(`no set of known controls makes it ${below}`);
    return `${head}: ${claim}; this way is left:\n${left.join('')}`;
  }
  if (steps.length === 0) {
    return `${head}: ${paint.green(likelihoodBefore === 0 ? 'no way there' : `is ${below} already`)}\n`;
  }
  const proof = plan.exact
    ? 'no set costs less'
    : `the best set found; one may cost less, but not less than ${number(plan.costAtLeast)}`;
  const sum = `  ${plural(steps.length, 'control')}, cost ${number(plan.cost)}: ${proof}\n`;
  return [
    `${head} → ${likelihoodText(likelihoodAfter)} (${below})\n`,
    sum,
    ...steps.map((step) => controlText(step, threats, page)),
  ].join('');

  function controlText(step: PlannedControl, known: ReadonlyMap<string, Threat>, { paint: p }: Page): string {
    const { id, name = '', planned, effectiveness } = step;
    const notes = [
      `stops ${number(effectiveness)}`,
      ...(planned.length === 0 ? [] : [`planned as ${planned.join(', ')}`]),
    ];
    const title = `  ${p.cyan(id)} ${name}  ${p.dim(`(${notes.join('; ')})`)}\n`;
    const places = step.places.map(({ asset, threats: ids }) => {
      const shown = ids.slice(0, MOST_THREATS).map((each) => `${known.get(each)?.technique ?? ''} ${each}`);
      const more = ids.length > MOST_THREATS ? [`and ${ids.length - MOST_THREATS} more`] : [];
      return `    at ${asset}: ${hanging([...shown, ...more].join(', '), { indent: 6, width })}`;
    });
    return title + places.join('');
  }
}

function threatText(threat: Threat | undefined, id: string, { paint, width }: Page): string {
  return threat === undefined
    ? `${id}\n`
    : `${paint.cyan(threat.technique)} ${hanging(threat.goal, { indent: 6, width })}`;
}

function rankingText({ ranking }: ControlAdvice, top: number, { paint, width }: Page): string {
  const { controls, risk, exact } = ranking;
  if (controls.length === 0) return `${heading('Single controls', paint)}none lowers the risk by itself\n`;
  const shown = controls.slice(0, top);
  const rows = shown.map(({ id, name = '', riskRemoved, cost, goalsStopped }) => {
    const stops = goalsStopped.length === 0 ? '' : `; ends ${goalsStopped.join(', ')}`;
    const head = `  ${number(riskRemoved).padStart(9)}  ${paint.cyan(id.padEnd(10))} `;
    return `${head}${hanging(name, { indent: 23, width }, `cost ${number(cost)}${stops}`, paint.dim)}`;
  });
  const more = controls.length - shown.length;
  return [
    heading(`Single controls by the risk that each removes per cost (risk now: ${number(risk)})`, paint),
    ...rows,
    more > 0 ? paint.dim(`  … and ${plural(more, 'more control')}: --top ${controls.length}\n`) : '',
    exact ? '' : paint.yellow('Some likelihoods are those of the best path found, without proof\n'),
  ].join('');
}
