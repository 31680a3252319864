import type { PathList } from '#model/answers/path-list';

/** One row for each step of each path, for spreadsheets. */
export const PATH_COLUMNS = [
  'goal',
  'goalAsset',
  'loss',
  'rank',
  'pathLikelihood',
  'risk',
  'exact',
  'step',
  'tactic',
  'technique',
  'asset',
  'threat',
  'does',
  'enabledBy',
  'seenIn',
  'brokenBy',
] as const;

type Cell = string | number | boolean | readonly string[] | readonly number[];

export function pathRows({ paths, threats }: PathList): Cell[][] {
  const does = new Map(threats.map(({ id, goal }) => [id, goal]));
  return paths.flatMap((path) =>
    path.steps.map((step, place) => [
      path.goal,
      path.asset,
      path.loss,
      path.rank,
      String(path.likelihood),
      path.risk,
      path.exact,
      place + 1,
      step.tactic,
      step.technique,
      step.asset,
      step.threat,
      does.get(step.threat) ?? '',
      step.enabledBy.map((each) => each + 1),
      step.seenIn,
      path.brokenBy,
    ]),
  );
}
