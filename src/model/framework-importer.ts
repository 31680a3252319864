/**
 * What every framework importer is: bytes of the publisher's files in, records out. No I/O, no clock, no settings
 * beyond its arguments, so the same bytes always give the same records.
 */
import { createHash } from 'node:crypto';
import { compareText } from './diagnostics.ts';
import type { FrameworkRecords, FrameworkSource } from './framework-records.ts';

/** One file handed to an importer; `openImportFile` of `importers/formats/import-file.ts` makes it. */
export interface ImportFile {
  /** Name for messages and for `FrameworkSource`, without folder: `enterprise-attack-18.1.json.gz`. */
  readonly file: string;
  /** Content, already decompressed. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the file as it was found (compressed, if it was), lower-case hex. */
  readonly sha256: string;
}

export interface FrameworkFormat {
  /** E.g. `atlas-yaml-v5`, `stix-2.1`; unique within its importer. */
  readonly id: string;
  /** What it is, for people: `ATLAS all-in-one YAML, format 3 to 5`. */
  readonly title: string;
}

export interface ReadOptions {
  /**
   * The edition, where the caller knows better than the file: publishers forget to raise the number inside
   * (ATLAS 5.6.1 says 5.6.0). A difference is reported as a diagnostic, and this one is used.
   */
  readonly edition?: string;
}

export interface FrameworkImporter {
  /** Name of its folder and, but for `own-framework`, of the framework in all records, e.g. `atlas`. */
  readonly id: string;
  readonly formats: readonly FrameworkFormat[];
  /**
   * Whether these files are its own, judged cheaply and without parsing.
   *
   * @returns the id of one of `formats`, or undefined; never throws
   */
  detect(input: readonly ImportFile[]): string | undefined;
  /**
   * Reads all files of one edition of one framework (most are one file).
   * What is doubtful in them comes as `diagnostics` of the records; all of it, not the first.
   *
   * @throws ThreatloomError (exit code 2) where there is nothing to go on with: not the format, cut short, too large
   */
  read(input: readonly ImportFile[], options?: ReadOptions): FrameworkRecords;
}

/**
 * Names what was read. Of several files the names are joined in sorted order, and the digest is taken over their
 * digests, so the order in which they were given does not matter.
 *
 * @example sourceOf([{ file: 'b.yaml', … }, { file: 'a.yaml', … }]).file // 'a.yaml+b.yaml'
 */
export function sourceOf(input: readonly ImportFile[]): FrameworkSource {
  const [only] = input;
  if (input.length === 1 && only !== undefined) return { file: only.file, sha256: only.sha256 };
  const sorted = [...input].sort((a, b) => compareText(a.file, b.file));
  const hash = createHash('sha256');
  for (const { file, sha256 } of sorted) hash.update(`${sha256}  ${file}\n`);
  return { file: sorted.map(({ file }) => file).join('+'), sha256: hash.digest('hex') };
}
