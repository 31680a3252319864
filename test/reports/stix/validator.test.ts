import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { pythonPrograms } from '../../python/venv.ts';
import { exampleBundle, frameworkBundle, objectsOf } from './bundles.ts';

const python = await pythonPrograms(['stix2-validator==3.3.2']);
const folder = mkdtempSync(join(tmpdir(), 'threatloom-stix-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What OASIS' validator says, references that lead out of the bundle refused too. */
async function validate(...bundles: readonly string[]): Promise<string> {
  const files = bundles.map((text, place) => {
    const file = join(folder, `${place}.json`);
    writeFileSync(file, text);
    return file;
  });
  const { bin } = python!;
  const args = [join(bin, 'stix2_validator'), '--version', '2.1', '--enforce-refs', ...files];
  try {
    const { stdout } = await promisify(execFile)(join(bin, 'python'), args, { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

describe.skipIf(python === undefined)('by the validator of OASIS', () => {
  it('both bundles are valid, with no other advice than docs/frameworks.md explains', async () => {
    const said = await validate(frameworkBundle(), exampleBundle());
    expect(said.match(/STIX JSON: \w+/g)).toEqual(['STIX JSON: Valid', 'STIX JSON: Valid']);
    const advice = new Set([...said.matchAll(/Warning: .*?\{(\d+)\}/g)].map(([, code]) => code));
    expect([...advice].sort()).toEqual(['103', '202', '302', '401']);
  }, 120_000);

  it('a bundle with a fault is not', async () => {
    const grouping = objectsOf(exampleBundle()).find(({ type }) => type === 'grouping')!;
    const bundleOf = (object: object) =>
      JSON.stringify({
        type: 'bundle',
        id: 'bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f',
        objects: [object],
      });
    const broken = bundleOf({ ...grouping, context: undefined });
    expect((await validate(broken)).match(/STIX JSON: \w+/g)).toEqual(['STIX JSON: Invalid']);
  }, 120_000);
});
