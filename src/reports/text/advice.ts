import type { AnalysisResult } from '#model/analysis-result';
import { heading, likelihoodText, painter } from './look.ts';
import type { Look } from './look.ts';
import { hanging } from './wrap.ts';

const MOST_QUESTIONS = 5;

/** The cheapest controls that close each goal, and what to find out next. */
export function adviceSection(
  result: AnalysisResult,
  look: Look,
  names: ReadonlyMap<string, string>,
): string {
  const paint = painter(look);
  const { t, width } = look;
  const lines: string[] = [];
  const before = new Map(result.goals.map(({ id, likelihood }) => [id, likelihood]));
  const plans = result.controlPlan.filter(({ controls }) => controls.length > 0);
  if (plans.length > 0) lines.push(heading(t('advice.close'), paint));
  for (const plan of plans) {
    const after = likelihoodText(plan.likelihoodAfter);
    const was = before.get(plan.goal);
    const claim =
      was === undefined
        ? t('advice.likelihood', { after })
        : t('advice.likelihoods', { before: likelihoodText(was), after });
    const doubts = [
      ...(plan.achieved ? [] : [t('advice.not-below', { aim: plan.aim })]),
      ...(plan.exact ? [] : [t('advice.unproven')]),
    ];
    const note = doubts.length > 0 ? `(${doubts.join('; ')})` : '';
    lines.push(
      `  ${paint.bold(plan.goal)}  ${hanging(claim, { indent: plan.goal.length + 4, width }, note, paint.dim)}`,
    );
    for (const id of plan.controls) {
      const name = names.get(id) ?? '';
      lines.push(`    ${paint.cyan(id)} ${hanging(name, { indent: 5 + id.length, width })}`);
    }
  }
  const questions = result.askNext.slice(0, MOST_QUESTIONS);
  if (questions.length > 0) lines.push(heading(t('advice.ask'), paint));
  for (const { pointer, question, answers } of questions) {
    lines.push(`  ${hanging(question, { indent: 4, width })}`);
    const answer = answers.length > 0 ? `: ${answers.join(t('advice.or'))}` : '';
    lines.push(`    ${paint.dim(`${pointer}${answer}`)}\n`);
  }
  return lines.join('');
}
