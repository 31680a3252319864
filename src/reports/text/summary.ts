import type { AnalysisResult } from '#model/analysis-result';
import { plural } from './look.ts';
import type { Look, Painter } from './look.ts';
import { wrap } from './wrap.ts';

/** Who was analysed, with what, and the answer in one sentence. */
export function summary(result: AnalysisResult, look: Look, paint: Painter): string {
  const reachable = result.threats.filter((threat) => threat.reachable && threat.variantOf === undefined);
  const gaps = reachable.filter(({ status }) => status === 'gap');
  const goals = result.goals.filter((goal) => goal.reachable);
  const answer = [
    `${goals.length} of ${plural(result.goals.length, 'goal')} within reach, by ${plural(result.paths.length, 'path')}`,
    `${plural(reachable.length, 'reachable threat')}, ${gaps.length} of them without a working control`,
  ].join('; ');
  const basis = `as of ${result.asOf}, with ${editions(result).join(', ')}`;
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
  for (const { id, edition } of frameworks) byId.set(id, [...(byId.get(id) ?? []), edition]);
  return [...byId].map(([id, list]) => `${id} ${list.join('/')}`);
}
