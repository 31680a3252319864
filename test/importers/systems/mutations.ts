/**
 * What every importer of foreign systems owes to damaged files: a model that reads without errors, or an error of this
 * project that names the file; never another exception, an endless loop, or an answer out of proportion.
 *
 * `npm test` tries a few hundred damaged files of each format, `npm run prove:importers` 100,000 (`RUNS=…` for another
 * number) and prints a table.
 */
import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { completeDraft } from '#systems/drafts/complete-draft';
import { writeDraft } from '#systems/drafts/write-draft';
import { readSystemModel } from '#systems/read-system-model';
import { loadLibraries } from '#workspace/libraries';
import { openImportFile } from '../../../importers/formats/import-file.ts';
import { mutated, mutations, type Mutation } from './mutate.ts';

const RUNS = Number(process.env['RUNS'] ?? 200);

const guesses = loadLibraries([]).flatMap((library) => library.guesses ?? []);

interface Tally {
  read: number;
  refused: number;
  longestMs: number;
}

/**
 * @param samples format id → small good input of that format (some kilobytes: 100,000 of them are tried)
 * @example describeMutations(otm, { 'otm-json': [systemFile('a.otm.json', '{…}')] });
 */
export function describeMutations(
  importer: SystemImporter,
  samples: Readonly<Record<string, readonly SystemFile[]>>,
): void {
  describe(`${importer.id}: damaged files`, { timeout: 60_000 + RUNS * 100 }, () => {
    it('cover each format with a sample that is detected and read', () => {
      expect(Object.keys(samples).sort()).toEqual(importer.formats.map(({ id }) => id).sort());
      for (const [format, input] of Object.entries(samples)) {
        expect([format, importer.detect(input)]).toEqual([format, format]);
        expect(importer.read(input)).toEqual(importer.read(input));
        expect([format, modelFaults(importer, input)]).toEqual([format, []]);
      }
    });

    it.each(Object.entries(samples))('%s', (format, input) => {
      const tally: Tally = { read: 0, refused: 0, longestMs: 0 };
      fc.assert(
        fc.property(fc.nat({ max: input.length - 1 }), mutations, (which, changes) => {
          const damaged = input.map((file, index) => (index === which ? damage(file, changes) : file));
          expect(() => importer.detect(damaged)).not.toThrow();
          const start = performance.now();
          expect(outcomeOf(importer, damaged, tally)).toEqual([]);
          tally.longestMs = Math.max(tally.longestMs, performance.now() - start);
        }),
        { numRuns: RUNS },
      );
      expect(tally.read + tally.refused).toBe(RUNS);
      const proof = process.env['PROOF_FILE'];
      const heapMb = Math.round(process.memoryUsage().heapUsed / 1e6);
      if (proof !== undefined) appendFileSync(proof, `${JSON.stringify({ format, ...tally, heapMb })}\n`);
    });
  });
}

function damage(file: SystemFile, changes: readonly Mutation[]): SystemFile {
  return { ...openImportFile(file.path, mutated(file.path, file.bytes, changes)), path: file.path };
}

/** What is wrong with how the importer takes the files; nothing where it reads or refuses them as it should. */
function outcomeOf(importer: SystemImporter, input: readonly SystemFile[], tally: Tally): unknown[] {
  try {
    const faults = modelFaults(importer, input);
    tally.read += 1;
    return faults;
  } catch (error) {
    if (!(error instanceof ThreatloomError)) return [error];
    tally.refused += 1;
    return error.file === undefined ? [`${error.code} names no file`] : [];
  }
}

function modelFaults(importer: SystemImporter, input: readonly SystemFile[]): unknown[] {
  const imported = importer.read(input);
  const text = writeDraft(completeDraft(imported, { guesses, controlIds: [], techniqueIds: [] }));
  const { diagnostics } = readSystemModel(
    { file: 'imported.system.yaml', text },
    { controlIds: [], techniqueIds: [] },
  );
  const errors: unknown[] = diagnostics.filter(({ severity }) => severity === 'error');
  const size = input.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (text.length > 64 * (size + 1024)) errors.push(`${size} bytes become ${text.length} characters`);
  return errors;
}
