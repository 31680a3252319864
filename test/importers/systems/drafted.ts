import { ThreatloomError } from '#model/errors';
import type { DraftSystem } from '#model/draft-system';
import type { ImportedSystem, SystemImporter } from '#model/system-importer';
import { systemFile } from './system-files.ts';

/** Reads one made-up file with an importer that has to know it. */
export function importText(importer: SystemImporter, path: string, text: string): ImportedSystem {
  const file = systemFile(path, text);
  if (importer.detect([file]) === undefined) throw new Error(`${importer.id} does not know ${path}`);
  return importer.read([file]);
}

/** A draft on few lines: zones, things with their zone, flows. */
export function outline({ zones, actors, assets, flows }: DraftSystem): {
  readonly zones: readonly string[];
  readonly things: readonly string[];
  readonly flows: readonly string[];
} {
  const within = (zone: string | undefined): string => (zone === undefined ? '' : ` in ${zone}`);
  return {
    zones: zones.map(({ id, in: zone }) => id + within(zone)),
    things: [...actors, ...assets].map(({ id, zone }) => id + within(zone)),
    flows: flows.map(
      ({ from, to, both, name }) =>
        `${from} ${both === true ? '<->' : '->'} ${to}${name === undefined ? '' : `: ${name}`}`,
    ),
  };
}

/** What a diagnostic says: its code, line and message. */
export function said({ diagnostics }: ImportedSystem): readonly string[] {
  return diagnostics.map(({ code, line, message }) => `${code} ${line ?? '-'} ${message}`);
}

/** Lines of the loss report that are not `read`. */
export function notRead({ losses }: ImportedSystem): readonly string[] {
  return losses
    .filter(({ outcome }) => outcome !== 'read')
    .map(({ outcome, what, why, place }) => `${place.line ?? '-'} ${outcome}: ${what}: ${why ?? ''}`);
}

export function errorOf(read: () => unknown): Record<string, unknown> {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    const { code, message, file, line, column } = error;
    return {
      code,
      message,
      file,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    };
  }
  throw new Error('it was read');
}
