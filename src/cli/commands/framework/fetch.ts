import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../../command.ts';
import { wantsColour, type Io } from '../../io.ts';
import { ProgressLine } from '../../progress-line.ts';
import { tableText } from '#reports/text/table';
import { importFiles, type ImportOptions } from './import-files.ts';

interface FetchCommandOptions extends ImportOptions {
  readonly sha256?: string;
}

export const addFrameworkFetch: AddCommand = (framework, { io }) => {
  framework
    .command('fetch')
    .description("download a publisher's file over https, check it and import it as add does")
    .argument(
      '[what]',
      'e.g. atlas@5.6.1, atlas for the newest, or an https address; nothing to list what is known',
    )
    .option('--sha256 <digest>', 'refuse any other file', digest)
    .option('--as <framework>', 'what the file is, where it does not tell itself, e.g. atlas')
    .option('--edition <edition>', 'which edition it is, where it does not tell itself, e.g. 5.6.1')
    .option('--pin', 'make it the edition that is meant where none is named')
    .option('--quiet', 'no warnings and no progress')
    .addHelpText(
      'after',
      '\nExpected is the file with the digest given, else the one that threatloom or threatloom.lock knows. A download that was\ncut goes on where it stopped.',
    )
    .action(async (what: string | undefined, { sha256, ...options }: FetchCommandOptions) => {
      const { readDownloads } = await import('#knowledge/publisher-downloads');
      if (what === undefined) {
        const rows = readDownloads()
          .all()
          .map(({ framework: id, edition, licence, from }) => [id, edition, licence, from]);
        const columns = ['framework', 'edition', 'licence', 'from'];
        io.out(tableText(columns, rows, { colour: wantsColour(io), width: io.width }));
        return;
      }
      const { fetchAddress, fetchDownload } = await import('#workspace/fetched-files');
      const { unpackSources } = await import('#workspace/import-sources');
      const progress = new ProgressLine(io, options.quiet === true ? undefined : `downloading ${what}`);
      const fetching = {
        ...(sha256 === undefined ? {} : { sha256 }),
        onProgress: (at: { readonly done: number; readonly total: number }): void => {
          progress.show(at);
        },
      };
      try {
        if (/^https?:/i.test(what)) {
          const { files } = await unpackSources([await fetchAddress(io.cwd, what, fetching)]);
          progress.done();
          await importFiles(io, files, options);
          return;
        }
        const [id = '', edition] = what.split('@');
        const found = readDownloads().find(id, edition);
        const files = await fetchDownload(io.cwd, found, fetching);
        progress.done();
        await importFiles(io, files, {
          as: id,
          ...(found.edition === undefined ? {} : { edition: found.edition }),
          ...options,
        });
        if (options.quiet !== true) sayLicence(io, found);
      } finally {
        progress.done();
      }
    });
};

function digest(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('A SHA-256 has 64 digits 0-9 and a-f.');
}

function sayLicence(
  io: Io,
  { licence, notice }: { readonly licence: string; readonly notice?: string },
): void {
  io.err(`licence: ${licence}${notice === undefined ? '' : `; ${notice}`}\n`);
}
