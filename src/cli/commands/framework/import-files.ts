/** What `framework add` and `framework fetch` have in common once the files are there. */
import { sourceOf, type ImportFile } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import type { Addition } from '#workspace/frameworks';
import { wantsColour, type Io } from '../../io.ts';
import { diagnosticsText } from '../../present-diagnostics.ts';

export interface ImportOptions {
  readonly as?: string;
  readonly edition?: string;
  readonly pin?: boolean;
  readonly quiet?: boolean;
}

/** Puts files into the workspace, all frameworks in them or none. */
export async function importFiles(
  io: Io,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<void> {
  const { editionGroups, readFrameworkFiles } = await import('#workspace/framework-files');
  const { addFrameworks, findHeld } = await import('#workspace/frameworks');
  const pin = options.pin === true;
  const held = editionGroups(files, options.as).map((group) => findHeld(io.cwd, sourceOf(group), options));
  if (held.every((locked) => locked !== undefined && (locked.pinned || !pin))) {
    for (const locked of held) io.out(`${locked!.id} ${locked!.edition}: unchanged\n`);
    return;
  }
  const editions = readFrameworkFiles(files, options);
  const doubts = editions.flatMap(({ records }) => records.diagnostics);
  if (options.quiet !== true) io.err(diagnosticsText(doubts, wantsColour(io)));
  addFrameworks(io.cwd, editions, { pin }).forEach((addition, index) => {
    io.out(lineOf(addition, editions[index]!.records));
  });
}

/** `atlas 5.6.1: added (16 tactics, 170 techniques, 35 controls, 57 case studies) from ATLAS-5.6.1.yaml` */
function lineOf({ locked, change }: Addition, records: FrameworkRecords): string {
  const counts = (
    [
      ['tactics', records.tactics],
      ['techniques', records.techniques.filter(({ status }) => status === 'active')],
      ['risks', records.risks],
      ['controls', records.controls.filter(({ status }) => status === 'active')],
      ['requirements', records.requirements],
      ['case studies', records.caseStudies],
    ] as const
  )
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${list.length} ${name}`);
  const pinned = locked.pinned ? ', pinned' : '';
  return `${locked.id} ${locked.edition}: ${change}${pinned} (${counts.join(', ')}) from ${locked.file}\n`;
}
