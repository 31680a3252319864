import { compareText, type Diagnostic } from '#model/diagnostics';
import type { AddCommand } from '../../command.ts';
import { wantsColour } from '../../io.ts';
import { diagnosticsText } from '../../present-diagnostics.ts';
import { OUTPUT_OPTION, ROW_FORMAT_OPTION } from '../../read-options.ts';
import { rowsText, type RowFormat } from '../../result-rows.ts';
import { writeOutput } from '../../write-output.ts';

interface StatusOptions {
  readonly format: RowFormat;
  readonly output?: string;
}

const COLUMNS = [
  'framework',
  'edition',
  'origin',
  'pinned',
  'used',
  'published',
  'months old',
  'newer',
  'named by rules',
  'gone',
];

export const addFrameworkStatus: AddCommand = (framework, { io }) => {
  framework
    .command('status')
    .description(
      'how old the editions are, which are meant, and what the rules name that they no longer have',
    )
    .addOption(ROW_FORMAT_OPTION())
    .addOption(OUTPUT_OPTION())
    .action(async ({ format, output }: StatusOptions) => {
      const { editionsAtHand } = await import('#workspace/editions');
      const { openWorkspace } = await import('#workspace/analysis');
      const { libraryReferences } = await import('#knowledge/library-references');
      const { monthsSince, publicationDate } = await import('#knowledge/publication-date');
      const { readDownloads } = await import('#knowledge/publisher-downloads');
      const { readSuccession } = await import('#knowledge/diff/succession');
      const { knowledge, libraries } = openWorkspace([], io.cwd);
      const references = libraryReferences(knowledge.catalogue, libraries);
      const atHand = editionsAtHand(io.cwd);
      const known = [
        ...atHand,
        ...readDownloads()
          .all()
          .map(({ framework: id, edition }) => ({ id, edition })),
      ];
      /** The latest edition that is known to have been published after a day. */
      const newerThan = (framework: string, published: string | undefined): string | null => {
        const later = known
          .filter(({ id }) => id === framework)
          .map(({ edition }) => ({ edition, published: publicationDate(framework, edition) ?? '' }))
          .filter((each) => published !== undefined && each.published > published)
          .sort((a, b) => compareText(b.published, a.published));
        return later[0]?.edition ?? null;
      };
      const rows = atHand.map(({ id, edition, origin, pinned, used }) => {
        const published = publicationDate(id, edition);
        const own = references.filter(
          (each) => each.framework === id && (each.edition === undefined ? pinned : each.edition === edition),
        );
        return [
          id,
          edition,
          origin,
          pinned,
          used ? 'always' : 'on demand',
          published ?? null,
          published === undefined ? null : monthsSince(published, io.today),
          newerThan(id, published),
          own.length,
          own.filter(({ there }) => !there).length,
        ];
      });
      const look = { colour: wantsColour(io) && output === undefined, width: io.width };
      writeOutput(io, rowsText({ columns: COLUMNS, rows, truncated: false }, format, look), output);
      const gone = references
        .filter(({ there }) => !there)
        .map(({ framework: id, edition, id: record, rules }): Diagnostic => {
          const meant = edition ?? knowledge.catalogue.pinned(id) ?? '';
          const heirs =
            edition === undefined ? readSuccession(id, '', meant).successors?.get(record) : undefined;
          const hint = heirs === undefined ? {} : { hint: `its place was taken by ${heirs.join(', ')}` };
          const message = `${id} ${meant} has no ${record}, which rules name: ${shortened(rules)}`;
          return { code: 'STATUS-001', severity: 'warning', message, ...hint };
        });
      io.err(diagnosticsText(gone, wantsColour(io)));
    });
};

function shortened(rules: readonly string[]): string {
  const more = rules.length - 5;
  return `${rules.slice(0, 5).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
