import type { AttackPathResult } from '#model/analysis-result';
import type { GoalChange, ThreatChange, ThreatState, WhatIfAnswer } from '#model/answers/what-if';
import { heading, likelihoodText } from '../text/look.ts';
import type { PageLook, ReportTranslate } from '../text/look.ts';
import { hanging } from '../text/wrap.ts';
import { number, pageOf } from './calculation.ts';
import type { Page } from './calculation.ts';

/** Of each list; the rest is counted, and the JSON form has all. */
const MOST_PATHS = 5;
const MOST_THREATS = 15;

/** What changes, the answer first: risk, goals, paths, threats. */
export function whatIfText(answer: WhatIfAnswer, look: PageLook): string {
  const page = pageOf(look);
  const { paint, t } = page;
  const { risk, goals, pathsGone, pathsNew, pathsChanged, threats } = answer;
  const moved = goals.filter(({ change }) => change !== 'same');
  const same = goals.length - moved.length;
  if (moved.length + pathsGone.length + pathsNew.length + pathsChanged.length + threats.length === 0) {
    return `${paint.bold(answer.system)}\n${t('what-if.nothing', { risk: number(risk.before) })}\n`;
  }
  const percent = risk.before === 0 ? '' : ` (${signed(((risk.after - risk.before) / risk.before) * 100)} %)`;
  const counts = t('what-if.risk', {
    before: number(risk.before),
    after: number(risk.after),
    change: percent,
    gone: pathsGone.length,
    new: pathsNew.length,
    changed: pathsChanged.length,
    threats: threats.length,
  });
  return [
    `${paint.bold(answer.system)}\n${counts}\n`,
    heading(t('what-if.goals'), paint),
    ...moved.map((change) => goalText(change, page)),
    same === 0 ? '' : `  ${paint.dim(t('what-if.goals-same', { count: same }))}\n`,
    pathList('what-if.paths-gone', pathsGone, answer, page),
    pathList('what-if.paths-new', pathsNew, answer, page),
    threatList(threats, page),
  ].join('');
}

function goalText({ goal, before, after, change }: GoalChange, { paint, t }: Page): string {
  const better = change === 'less-likely' || change === 'out-of-reach' || change === 'removed';
  const words = (better ? paint.green : paint.red)(t(`change.${change}`));
  const likelihood = t('what-if.goal', {
    before: state(before?.likelihood),
    after: state(after?.likelihood),
  });
  const [was, is] = [before, after].map((of) => (of === undefined ? '–' : t(`level.${of.risk}`)));
  const risk =
    was === is
      ? t('what-if.risk-same', { risk: was! })
      : t('what-if.risk-changed', { before: was!, after: is! });
  return `  ${paint.bold(goal)}  ${words}: ${likelihood}, ${risk}\n`;
}

function state(likelihood: number | undefined): string {
  return likelihood === undefined ? '–' : likelihoodText(likelihood);
}

function pathList(
  title: 'what-if.paths-gone' | 'what-if.paths-new',
  paths: readonly AttackPathResult[],
  { sentences }: WhatIfAnswer,
  { paint, width, t }: Page,
): string {
  if (paths.length === 0) return '';
  const shown = paths.slice(0, MOST_PATHS).map(({ goal, likelihood, steps }) => {
    const names = steps.map(({ threat, technique }) => `${technique} ${sentences[threat] ?? threat}`);
    return `  ${paint.bold(goal)} ${likelihoodText(likelihood)}  ${hanging(names.join(' → '), { indent: 4, width })}`;
  });
  const more = paths.length - shown.length;
  const rest = more > 0 ? `  ${paint.dim(t('what-if.more-paths', { count: more }))}\n` : '';
  return `${heading(t(title, { count: paths.length }), paint)}${shown.join('')}${rest}`;
}

function threatList(threats: readonly ThreatChange[], { paint, width, t }: Page): string {
  if (threats.length === 0) return '';
  // Another status says more than another number; then the greatest fall or rise.
  const size = ({ before, after }: ThreatChange): number =>
    Math.abs((before?.residualLikelihood ?? 0) - (after?.residualLikelihood ?? 0)) +
    (stateWord(before, t) === stateWord(after, t) ? 0 : 1);
  const sorted = [...threats].sort((a, b) => size(b) - size(a) || (a.threat < b.threat ? -1 : 1));
  const shown = sorted.slice(0, MOST_THREATS).map(({ technique, does, before, after }) => {
    const [was, is] = [stateWord(before, t), stateWord(after, t)];
    const words = was === is ? is : `${was} → ${is}`;
    const numbers = `${state(before?.residualLikelihood)} → ${state(after?.residualLikelihood)}`;
    const head = `  ${numbers}  ${paint.cyan(technique.padEnd(14))} `;
    return `${head}${hanging(does, { indent: 32, width }, words, paint.dim)}`;
  });
  const more = threats.length - shown.length;
  const rest = more > 0 ? `  ${paint.dim(t('what-if.more-threats', { count: more }))}\n` : '';
  return `${heading(t('what-if.threats', { count: threats.length }), paint)}${shown.join('')}${rest}`;
}

function stateWord(of: ThreatState | undefined, t: ReportTranslate): string {
  if (of === undefined) return t('what-if.not-there');
  const status = t(`status.${of.status}`);
  return of.reachable ? status : t('what-if.unreachable', { status });
}

function signed(value: number): string {
  const text = number(Math.round(value * 10) / 10);
  return value > 0 ? `+${text}` : text;
}
