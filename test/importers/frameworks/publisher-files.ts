import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openImportFile } from '../../../importers/formats/import-file.ts';
import type { ImportFile } from '#model/framework-importer';

/** The publishers' files stand beside the repository, where they are at all; they are never part of it. */
const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

export const HAS_PUBLISHER_FILES = existsSync(join(DATA, 'MANIFEST.md'));

if (!HAS_PUBLISHER_FILES) {
  console.warn(`skipping what reads the publishers' files: there is no ${join(dirname(DATA), 'data')}`);
}

/** @param path under the data folder, e.g. `nist-ai-rmf/nist_ai_rmf_playbook.json` */
export function publisherFile(path: string): ImportFile {
  return openImportFile(path, readFileSync(join(DATA, path)));
}

export function publisherFolder(path: string): ImportFile[] {
  return readdirSync(join(DATA, path)).map((name) => publisherFile(join(path, name)));
}

export function publisherText(path: string): string {
  return readFileSync(join(DATA, path), 'utf8');
}

/** A file made up in a test. */
export function madeUpFile(file: string, text: string): ImportFile {
  return openImportFile(file, new TextEncoder().encode(text));
}

/** Rows of a CSV with quoted fields, as objects by its head. */
export function publisherTable(path: string): Record<string, string>[] {
  const [head = [], ...rows] = readCsv(publisherText(path));
  return rows.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column] ?? ''])));
}

function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && row.length === 0 && quoted === undefined && plain === '') break;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Absolute path of one of the publishers' files. */
export function publisherPath(path: string): string {
  return join(DATA, path);
}
