import { Option } from 'commander';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { OUTPUT_OPTION } from '../../read-options.ts';
import { writeOutput } from '../../write-output.ts';
import { diffText } from './diff-text.ts';
import { impactText } from './impact-text.ts';

interface DiffOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly system?: string;
}

export const addFrameworkDiff: AddCommand = (framework, { io }) => {
  framework
    .command('diff')
    .description('what a later edition adds, renames, retires, moves to other tactics and links anew')
    .argument('<from>', "an edition at hand, e.g. atlas@5.6.1, or a publisher's file")
    .argument('<to>', 'another edition of the same framework')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--system <file>', 'also what it changes in the analysis of this system')
    .addOption(OUTPUT_OPTION())
    .action(async (from: string, to: string, { format, output, system }: DiffOptions) => {
      const { readEdition } = await import('#workspace/editions');
      const { diffEditions } = await import('#knowledge/diff/edition-diff');
      const { readSuccession } = await import('#knowledge/diff/succession');
      const [a, b] = [readEdition(io.cwd, from), readEdition(io.cwd, to)];
      const { id, edition } = a.framework;
      const diff = diffEditions(a, b, readSuccession(id, edition, b.framework.edition));
      const impact =
        system === undefined
          ? undefined
          : (await import('#workspace/edition-impact')).editionImpact(a, b, system, {
              folder: io.cwd,
              today: io.today,
            });
      if (format === 'json') {
        const all = { ...diff, ...(impact === undefined ? {} : { impact }) };
        writeOutput(io, `${JSON.stringify(all, null, 2)}\n`, output);
        return;
      }
      const colour = wantsColour(io) && output === undefined;
      const text = `${diffText(diff, a, b, colour)}${impact === undefined ? '' : impactText(impact, colour)}`;
      writeOutput(io, text, output);
    });
};
