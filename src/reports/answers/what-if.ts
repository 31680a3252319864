import type { AttackPathResult } from '#model/analysis-result';
import type { GoalChange, ThreatChange, ThreatState, WhatIfAnswer } from '#model/answers/what-if';
import { heading, likelihoodText, painter, plural } from '../text/look.ts';
import type { Look } from '../text/look.ts';
import { hanging } from '../text/wrap.ts';
import { number } from './calculation.ts';
import type { Page } from './calculation.ts';

/** Of each list; the rest is counted, and the JSON form has all. */
const MOST_PATHS = 5;
const MOST_THREATS = 15;

/** What changes, the answer first: risk, goals, paths, threats. */
export function whatIfText(answer: WhatIfAnswer, look: Pick<Look, 'colour' | 'width'>): string {
  const page: Page = { paint: painter({ ...look, paths: 0, all: false }), width: look.width };
  const { paint } = page;
  const { risk, goals, pathsGone, pathsNew, pathsChanged, threats } = answer;
  const moved = goals.filter(({ change }) => change !== 'same');
  const same = goals.length - moved.length;
  if (moved.length + pathsGone.length + pathsNew.length + pathsChanged.length + threats.length === 0) {
    return `${paint.bold(answer.system)}\nnothing changes: risk stays ${number(risk.before)}\n`;
  }
  const percent = risk.before === 0 ? '' : ` (${signed(((risk.after - risk.before) / risk.before) * 100)} %)`;
  const pathCounts = [
    plural(pathsGone.length, 'path') + ' gone',
    `${pathsNew.length} new`,
    `${pathsChanged.length} with another likelihood`,
  ];
  return [
    `${paint.bold(answer.system)}\nrisk ${number(risk.before)} → ${number(risk.after)}${percent}; ${pathCounts.join(', ')}; ${plural(threats.length, 'threat')} changed\n`,
    heading('Goals', paint),
    ...moved.map((change) => goalText(change, page)),
    same === 0 ? '' : `  ${paint.dim(`${plural(same, 'goal')} as before`)}\n`,
    pathList('Paths that are gone', pathsGone, answer, page),
    pathList('Paths that are new', pathsNew, answer, page),
    threatList(threats, page),
  ].join('');
}

const WORDS: Readonly<Record<GoalChange['change'], string>> = {
  same: 'as before',
  'less-likely': 'less likely',
  likelier: 'likelier',
  'out-of-reach': 'out of reach',
  'within-reach': 'within reach',
  removed: 'no goal any more',
  added: 'a new goal',
};

function goalText({ goal, before, after, change }: GoalChange, { paint }: Page): string {
  const better = change === 'less-likely' || change === 'out-of-reach' || change === 'removed';
  const words = better ? paint.green(WORDS[change]) : paint.red(WORDS[change]);
  const likelihood = `${state(before?.likelihood)} → ${state(after?.likelihood)}`;
  const risk =
    before?.risk === after?.risk
      ? `risk ${before?.risk ?? '–'} as before`
      : `risk ${before?.risk ?? '–'} → ${after?.risk ?? '–'}`;
  return `  ${paint.bold(goal)}  ${words}: likelihood ${likelihood}, ${risk}\n`;
}

function state(likelihood: number | undefined): string {
  return likelihood === undefined ? '–' : likelihoodText(likelihood);
}

function pathList(
  title: string,
  paths: readonly AttackPathResult[],
  { sentences }: WhatIfAnswer,
  { paint, width }: Page,
): string {
  if (paths.length === 0) return '';
  const shown = paths.slice(0, MOST_PATHS).map(({ goal, likelihood, steps }) => {
    const names = steps.map(({ threat, technique }) => `${technique} ${sentences[threat] ?? threat}`);
    return `  ${paint.bold(goal)} ${likelihoodText(likelihood)}  ${hanging(names.join(' → '), { indent: 4, width })}`;
  });
  const more = paths.length - shown.length;
  const rest = more > 0 ? `  ${paint.dim(`… and ${plural(more, 'more path')}: --format json`)}\n` : '';
  return `${heading(`${title} (${paths.length})`, paint)}${shown.join('')}${rest}`;
}

function threatList(threats: readonly ThreatChange[], { paint, width }: Page): string {
  if (threats.length === 0) return '';
  // Another status says more than another number; then the greatest fall or rise.
  const size = ({ before, after }: ThreatChange): number =>
    Math.abs((before?.residualLikelihood ?? 0) - (after?.residualLikelihood ?? 0)) +
    (stateWord(before) === stateWord(after) ? 0 : 1);
  const sorted = [...threats].sort((a, b) => size(b) - size(a) || (a.threat < b.threat ? -1 : 1));
  const shown = sorted.slice(0, MOST_THREATS).map(({ technique, does, before, after }) => {
    const words =
      stateWord(before) === stateWord(after)
        ? stateWord(after)
        : `${stateWord(before)} → ${stateWord(after)}`;
    const numbers = `${state(before?.residualLikelihood)} → ${state(after?.residualLikelihood)}`;
    const head = `  ${numbers}  ${paint.cyan(technique.padEnd(14))} `;
    return `${head}${hanging(does, { indent: 32, width }, words, paint.dim)}`;
  });
  const more = threats.length - shown.length;
  const rest = more > 0 ? `  ${paint.dim(`… and ${plural(more, 'more threat')}: --format json`)}\n` : '';
  return `${heading(`Threats that change (${threats.length})`, paint)}${shown.join('')}${rest}`;
}

function stateWord(of: ThreatState | undefined): string {
  if (of === undefined) return 'not there';
  return of.reachable ? of.status : `${of.status}, nobody gets there`;
}

function signed(value: number): string {
  const text = number(Math.round(value * 10) / 10);
  return value > 0 ? `+${text}` : text;
}
