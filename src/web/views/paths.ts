import type { AttackPath } from '../data/answers.ts';
import type { DrawnStep } from '../diagram/drawing.tsx';
import type { Cell, Table } from '../export/table.ts';
import type { Speech } from '../page/messages.tsx';
import type { PathsData } from './system-data.ts';

/** As `threatloom explain` takes it. */
export function pathId({ goal, rank }: AttackPath): string {
  return `${goal}/${rank}`;
}

export interface PathFilter {
  readonly goal: string;
  readonly risk: string;
  /** An asset or actor. */
  readonly through: string;
  /** In what a step does, or in an id. */
  readonly text: string;
}

/** Empty fields leave everything. */
export function filterPaths(
  { answer, threatOf }: Pick<PathsData, 'answer' | 'threatOf'>,
  filter: PathFilter,
): readonly AttackPath[] {
  const text = filter.text.trim().toLowerCase();
  return answer.paths.filter(
    ({ goal, risk, steps }) =>
      (filter.goal === '' || goal === filter.goal) &&
      (filter.risk === '' || risk === filter.risk) &&
      (filter.through === '' || steps.some(({ asset }) => asset === filter.through)) &&
      (text === '' ||
        steps.some(({ threat, asset, technique, tactic }) => {
          const { name = '', goal: does = '' } = threatOf(threat.id) ?? {};
          return [asset, technique, tactic, name, does].some((field) => field.toLowerCase().includes(text));
        })),
  );
}

/** @param now number of the step that is looked at, from 1 */
export function drawnSteps({ steps }: AttackPath, now: number): readonly DrawnStep[] {
  return steps.map(({ asset, enabledBy }, index) => ({
    number: index + 1,
    at: asset,
    from: enabledBy.map((place) => steps[place]!.asset),
    when: index + 1 < now ? 'done' : index + 1 === now ? 'now' : 'to-come',
  }));
}

/** One row a step. */
export function pathTable(
  title: string,
  { threatOf, nameOf, goalName }: PathsData,
  paths: readonly AttackPath[],
  { t }: Speech,
): Table {
  return {
    title,
    columns: [
      t('paths.goal'),
      t('column.rank'),
      t('column.path-likelihood'),
      t('column.risk'),
      t('column.step'),
      t('column.asset'),
      t('column.tactic'),
      t('column.technique'),
      t('column.does'),
      t('column.threat'),
      t('column.seen-in'),
    ],
    rows: paths.flatMap((path) =>
      path.steps.map((step, index): readonly Cell[] => [
        goalName(path.goal),
        path.rank,
        path.likelihood,
        t(`level.${path.risk}`),
        index + 1,
        nameOf(step.asset),
        step.tactic,
        step.technique,
        threatOf(step.threat.id)?.goal ?? '',
        step.threat.id,
        step.seenIn.join(' '),
      ]),
    ),
  };
}
