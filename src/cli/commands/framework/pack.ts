import { ThreatloomError } from '#model/errors';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { diagnosticsText } from '../../present-diagnostics.ts';
import { OUTPUT_OPTION } from '../../read-options.ts';
import { writeOutput } from '../../write-output.ts';

interface PackOptions {
  readonly as?: string;
  readonly edition?: string;
  readonly output?: string;
}

export const addFrameworkPack: AddCommand = (framework, { io }) => {
  framework
    .command('pack')
    .description(
      "make a fact pack of a publisher's file: ids, names, structure and relations, none of its prose",
    )
    .argument('<files...>', "the publisher's files of one edition, or a folder with them")
    .option('--as <framework>', 'what the files are, where they do not tell themselves, e.g. atlas')
    .option('--edition <edition>', 'which edition they are, where they do not tell themselves, e.g. 5.6.1')
    .addOption(OUTPUT_OPTION())
    .action(async (paths: readonly string[], options: PackOptions) => {
      const { openImportFiles, readFrameworkFiles } = await import('#workspace/framework-files');
      const { packFramework } = await import('#knowledge/fact-pack');
      const editions = readFrameworkFiles(openImportFiles(paths, io.cwd), options);
      const records = editions[0]?.records;
      if (records === undefined || editions.length > 1) {
        throw new ThreatloomError('FRAMEWORK-004', `the files hold ${editions.length} frameworks`, {
          hint: 'a pack holds one edition of one framework',
        });
      }
      io.err(diagnosticsText(records.diagnostics, wantsColour(io)));
      writeOutput(io, packFramework(records), options.output);
    });
};
