import { Argument, Option } from 'commander';
import type { AddCommand } from '../command.ts';
import { addSystemOptions, openSystem, textLook, withProgress } from '../open-system.ts';
import type { SystemOptions } from '../open-system.ts';
import { writeOutput } from '../write-output.ts';

interface ExplainOptions extends SystemOptions {
  readonly format: 'text' | 'json';
}

export const addExplain: AddCommand = (program, { io }) => {
  const command = program
    .command('explain')
    .description('where a number comes from: of a threat, a path, a goal, a technique or a rule')
    .addArgument(new Argument('<system>', 'a system model, NAME.system.yaml'))
    .addArgument(
      new Argument(
        '<id>',
        'T-…, GOAL/RANK, GOAL, AML.T0051, or a rule; goal:ID where two are called the same',
      ),
    )
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  addSystemOptions(command).action(async (file: string, id: string, options: ExplainOptions) => {
    const { workspace, model, folder, today } = await openSystem(io, file, options);
    const { openAnswers } = await import('#workspace/answers');
    const { explain } = await import('#analysis/explain/explain');
    const explanation = withProgress(io, options, (onProgress) =>
      explain(openAnswers(workspace, model, { today, folder }), id, onProgress),
    );
    if (options.format === 'json') {
      writeOutput(io, `${JSON.stringify(explanation, null, 2)}\n`, options.output);
      return;
    }
    const { explanationText } = await import('#reports/answers/explanation');
    writeOutput(io, explanationText(explanation, await textLook(io, options)), options.output);
  });
};
