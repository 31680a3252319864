import type { AnalysisResult } from '#model/analysis-result';
import { plural } from './look.ts';
import type { Painter } from './look.ts';

/** Who was analysed, with what, and the answer in one line. */
export function summary(result: AnalysisResult, paint: Painter): string {
  const reachable = result.threats.filter((threat) => threat.reachable);
  const gaps = reachable.filter(({ status }) => status === 'gap');
  const goals = result.goals.filter((goal) => goal.reachable);
  const frameworks = result.frameworks.map(({ id, edition }) => `${id} ${edition}`).join(', ');
  const facts = [
    `${plural(goals.length, 'goal')} of ${result.goals.length} within reach`,
    plural(reachable.length, 'reachable threat'),
    `${gaps.length} without a working control`,
    plural(result.paths.length, 'path'),
  ];
  return [
    `${paint.bold(result.system)}  ${facts.join(' · ')}`,
    paint.dim(`as of ${result.asOf} · ${frameworks}`),
    '',
  ].join('\n');
}
