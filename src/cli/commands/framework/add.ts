import type { AddCommand } from '../../command.ts';
import { ProgressLine } from '../../progress-line.ts';
import { importFiles, type ImportOptions } from './import-files.ts';

interface AddOptions extends ImportOptions {
  readonly inside?: string;
}

export const addFrameworkAdd: AddCommand = (framework, { io }) => {
  framework
    .command('add')
    .description("import a publisher's file, texts included; build, push and analyze use it from then on")
    .argument(
      '<files...>',
      "the publisher's files, folders with them, archives (zip, tar, tar.gz) or https addresses; gzip is fine",
    )
    .option('--as <framework>', 'what the files are, where they do not tell themselves, e.g. atlas')
    .option('--edition <edition>', 'which edition they are, where they do not tell themselves, e.g. 5.6.1')
    .option('--inside <folder>', 'of archives, only the files below this folder')
    .option('--pin', 'make it the edition that is meant where none is named')
    .option('--quiet', 'no warnings and no progress')
    .action(async (names: readonly string[], { inside, ...options }: AddOptions) => {
      const { openSources } = await import('#workspace/import-sources');
      const progress = new ProgressLine(io, options.quiet === true ? undefined : 'downloading');
      const sources = await openSources(names, io.cwd, {
        ...(inside === undefined ? {} : { inside }),
        onProgress: (at) => {
          progress.show(at);
        },
      }).finally(() => {
        progress.done();
      });
      if (sources.setAside > 0 && options.quiet !== true) {
        io.err(`${sources.setAside} files of archives belong to no framework and are left out\n`);
      }
      await importFiles(io, sources.files, options);
    });
};
