import { Argument, Option } from 'commander';
import type { PathQuestion } from '#model/answers/path-list';
import { ThreatloomError } from '#model/errors';
import { packageVersion } from '#packaging/package-root';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, listOption, openSystem, textLook, withProgress } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { wholeNumber } from '../read-options.ts';
import { rowsText } from '../result-rows.ts';
import { writeOutput } from '../write-output.ts';

interface PathsOptions extends SystemOptions {
  readonly goal: readonly string[];
  readonly to: readonly string[];
  readonly from: readonly string[];
  readonly through: readonly string[];
  readonly avoid: readonly string[];
  readonly k: string;
  readonly minLikelihood: string;
  readonly format: 'text' | 'json' | 'csv';
}

export const addPaths: AddCommand = (program, { io }) => {
  const command = program
    .command('paths')
    .description(
      'the likeliest different attack paths: to these goals or assets, from these actors, through, not through',
    )
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addOption(listOption('--goal <id...>', 'goals of the model; all unless told'))
    .addOption(listOption('--to <id...>', 'goals on these assets or actors, or any loss of them'))
    .addOption(listOption('--from <actor...>', 'only these attack'))
    .addOption(listOption('--through <id...>', 'with a step at each of these assets, actors or techniques'))
    .addOption(listOption('--avoid <id...>', 'with no step at these assets, actors or techniques'))
    .option('-k, --k <n>', 'paths to each goal', '5')
    .option('--min-likelihood <p>', 'leave out what is less likely, 0 to 1', '0')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'csv']).default('text'),
    );
  addSystemOptions(command).action(async (file: string, options: PathsOptions) => {
    const question: PathQuestion = {
      goals: options.goal,
      to: options.to,
      from: options.from,
      through: options.through,
      avoid: options.avoid,
      k: wholeNumber('--k', options.k),
      minLikelihood: share('--min-likelihood', options.minLikelihood),
    };
    const { workspace, model, folder, today } = await openSystem(io, file, options);
    const { openAnswers } = await import('#workspace/answers');
    const { askPaths } = await import('#analysis/path-query/ask-paths');
    const list = withProgress(io, options, (onProgress) =>
      askPaths(openAnswers(workspace, model, { today, folder }), question, packageVersion(), onProgress),
    );
    if (options.format === 'json') {
      writeOutput(io, `${JSON.stringify(list, null, 2)}\n`, options.output);
    } else if (options.format === 'csv') {
      const { PATH_COLUMNS, pathRows } = await import('#reports/answers/path-rows');
      const rows = { columns: PATH_COLUMNS, rows: pathRows(list), truncated: false };
      writeOutput(io, rowsText(rows, 'csv', { colour: false }), options.output);
    } else {
      const { pathListText } = await import('#reports/answers/path-list');
      const tactics = new Map([...workspace.view.tactics].map(([id, { name }]) => [id, name]));
      writeOutput(io, pathListText(list, await textLook(io, options), tactics), options.output);
    }
  });
};

/** @throws ThreatloomError CLI-009 where it is no number from 0 to 1 */
export function share(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new ThreatloomError('CLI-009', `${option} wants a number from 0 to 1, not "${text}"`);
}
