import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectSystem, SYSTEM_IMPORTERS } from '#importers/systems/registry';
import { openImportFile } from '../../../importers/formats/import-file.ts';

const folder = fileURLToPath(new URL('../../../importers/systems', import.meta.url));
const file = (path: string, text: string) => ({ ...openImportFile(path, Buffer.from(text)), path });

describe('the registry of system importers', () => {
  it('lists the folders beside it, each under its own name', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(SYSTEM_IMPORTERS.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
    for (const { id } of SYSTEM_IMPORTERS)
      expect([id, existsSync(`${folder}/${id}/index.ts`)]).toEqual([id, true]);
  });

  it('has no format twice', () => {
    const formats = SYSTEM_IMPORTERS.flatMap((importer) => importer.formats.map(({ id }) => id));
    expect(new Set(formats).size).toBe(formats.length);
  });

  it('says what is known where no importer takes a file', () => {
    expect(() => detectSystem([file('notes.txt', 'hello')])).toThrow(
      expect.objectContaining({ code: 'IMPORT-001', file: 'notes.txt' }) as Error,
    );
    expect(() => detectSystem([file('notes.json', '{"a":')])).toThrow(
      expect.objectContaining({ code: 'INPUT-005', line: 1, column: 6 }) as Error,
    );
    expect(() => detectSystem([], 'nobody')).toThrow(
      expect.objectContaining({ code: 'IMPORT-002', message: 'there is no importer "nobody"' }) as Error,
    );
  });
});
