import { Option } from 'commander';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { OUTPUT_OPTION } from '../../read-options.ts';
import { writeOutput } from '../../write-output.ts';
import { diffText } from './diff-text.ts';

interface DiffOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
}

export const addFrameworkDiff: AddCommand = (framework, { io }) => {
  framework
    .command('diff')
    .description('what a later edition adds, renames, retires, moves to other tactics and links anew')
    .argument('<from>', "an edition at hand, e.g. atlas@5.6.1, or a publisher's file")
    .argument('<to>', 'another edition of the same framework')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(OUTPUT_OPTION())
    .action(async (from: string, to: string, { format, output }: DiffOptions) => {
      const { readEdition } = await import('#workspace/editions');
      const { diffEditions } = await import('#knowledge/diff/edition-diff');
      const { readSuccession } = await import('#knowledge/diff/succession');
      const [a, b] = [readEdition(io.cwd, from), readEdition(io.cwd, to)];
      const { id, edition } = a.framework;
      const diff = diffEditions(a, b, readSuccession(id, edition, b.framework.edition));
      const colour = wantsColour(io) && output === undefined;
      const text = format === 'json' ? `${JSON.stringify(diff, null, 2)}\n` : diffText(diff, a, b, colour);
      writeOutput(io, text, output);
    });
};
