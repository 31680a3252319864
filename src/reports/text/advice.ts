import type { AnalysisResult } from '#model/analysis-result';
import { fit, heading, painter } from './look.ts';
import type { Look } from './look.ts';

const MOST_QUESTIONS = 5;

/** The cheapest controls that close each goal, and what to find out next. */
export function adviceSection(result: AnalysisResult, look: Look): string {
  const paint = painter(look);
  const lines: string[] = [];
  const plans = result.controlPlan.filter(({ controls }) => controls.length > 0);
  if (plans.length > 0) lines.push(heading('What would close it', paint));
  for (const plan of plans) {
    const claim = plan.achieved
      ? `leaves a likelihood of ${plan.likelihoodAfter.toFixed(2)}`
      : `the best known controls leave ${plan.likelihoodAfter.toFixed(2)}`;
    const proof = plan.exact ? '' : ', best found in the time given';
    lines.push(
      `  ${paint.bold(plan.goal)}: ${plan.controls.join(' + ')}  ${paint.dim(`${claim}${proof}`)}\n`,
    );
  }
  const questions = result.askNext.slice(0, MOST_QUESTIONS);
  if (questions.length > 0) lines.push(heading('Ask next: answers that would remove the most risk', paint));
  for (const { pointer, question, answers } of questions) {
    lines.push(`  ${fit(question, look.width - 2)}\n`);
    lines.push(paint.dim(`    ${pointer}${answers.length > 0 ? `: ${answers.join(' or ')}` : ''}\n`));
  }
  return lines.join('');
}
