import type { ReplayScore } from './measures.ts';

const HEAD = [
  'replay',
  'step recall',
  'path recall',
  'path precision',
  'best path',
  'goal among first three',
  'noise',
];

/** Scores as a Markdown table, with the means of its rows last. */
export function scoreTable(scores: readonly (readonly [id: string, score: ReplayScore])[]): string {
  const rows = scores.map(([id, score]) => [
    id,
    score.stepRecall.toFixed(2),
    score.pathRecall.toFixed(2),
    score.pathPrecision.toFixed(2),
    score.bestPath === 0 ? 'none' : String(score.bestPath),
    score.goalFirst ? 'yes' : 'no',
    score.noise.toFixed(1),
  ]);
  const mean = (of: (score: ReplayScore) => number): number =>
    scores.reduce((sum, [, score]) => sum + of(score), 0) / scores.length;
  const means = [
    '**mean**',
    mean(({ stepRecall }) => stepRecall).toFixed(3),
    mean(({ pathRecall }) => pathRecall).toFixed(3),
    mean(({ pathPrecision }) => pathPrecision).toFixed(3),
    '',
    `${scores.filter(([, { goalFirst }]) => goalFirst).length} of ${scores.length}`,
    mean(({ noise }) => noise).toFixed(2),
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [HEAD, HEAD.map(() => '---'), ...rows, means].map(line).join('\n');
}
