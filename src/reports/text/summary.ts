import type { AnalysisResult } from '#model/analysis-result';
import { listUnder } from '#model/list-under';
import type { Look, Painter } from './look.ts';
import { wrap } from './wrap.ts';

/** Who was analysed, with what, and the answer in one sentence. */
export function summary(result: AnalysisResult, look: Look, paint: Painter): string {
  const reachable = result.threats.filter((threat) => threat.reachable && threat.variantOf === undefined);
  const gaps = reachable.filter(({ status }) => status === 'gap');
  const goals = result.goals.filter((goal) => goal.reachable);
  const { t } = look;
  const answer = t('summary.answer', {
    goals: t('summary.goals', {
      reachable: goals.length,
      goals: result.goals.length,
      paths: result.paths.length,
    }),
    threats: t('summary.threats', { reachable: reachable.length, gaps: gaps.length }),
  });
  const basis = t('summary.basis', { day: result.asOf, editions: editions(result).join(', ') });
  return [
    paint.bold(result.system),
    ...wrap(answer, look.width),
    ...wrap(basis, look.width).map((line) => paint.dim(line)),
    '',
  ].join('\n');
}

/** `owasp-llm 1.1/2025/2026`: each framework once, with its editions in the result's order. */
function editions({ frameworks }: AnalysisResult): string[] {
  const byId = new Map<string, string[]>();
  for (const { id, edition } of frameworks) listUnder(byId, id).push(edition);
  return [...byId].map(([id, list]) => `${id} ${list.join('/')}`);
}
