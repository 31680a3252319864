import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportFile } from '#model/framework-importer';
import { readFrameworkFiles } from '#workspace/framework-files';
import { addFrameworks } from '#workspace/frameworks';
import {
  HAS_PUBLISHER_FILES,
  publisherFile,
  publisherFolder,
} from '../importers/frameworks/publisher-files.ts';

/** What one `framework add` may be given: the files of one edition. */
const EDITIONS: readonly (() => readonly ImportFile[])[] = [
  () => [publisherFile('atlas/ATLAS-3.0.0.yaml')],
  () => [publisherFile('atlas/ATLAS-4.4.0.yaml')],
  () => publisherFolder('owasp-llm/2025-en'),
  () => publisherFolder('owasp-ml'),
  () => publisherFolder('owasp-mcp'),
  () => publisherFolder('owasp-aisvs'),
  () => [publisherFile('cwe/cwe-4.19.1-ai-subset.json')],
  () => [publisherFile('nist-ai-100-2/nist-ai-100-2-e2025-taxonomy.json')],
];

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    hash.update(`${name}\0`);
    if (statSync(path).isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** The workspace after some calls of `framework add`, each with the files of some editions. */
function workspaceAfter(calls: readonly (readonly (readonly ImportFile[])[])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'threatloom-order-'));
  try {
    for (const call of calls)
      addFrameworks(
        folder,
        call.flatMap((files) => readFrameworkFiles(files)),
      );
    return digestOf(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!HAS_PUBLISHER_FILES)('a workspace', () => {
  it('is the same however its editions were added: at once, in parts, in any order, or twice', () => {
    const editions = EDITIONS.map((files) => files());
    const whole = workspaceAfter([editions]);
    const order = fc.shuffledSubarray(editions, { minLength: editions.length });
    const cuts = fc.array(fc.boolean(), { minLength: editions.length, maxLength: editions.length });
    fc.assert(
      fc.property(order, cuts, fc.boolean(), (shuffled, cut, twice) => {
        const calls: (readonly ImportFile[])[][] = [[]];
        shuffled.forEach((files, index) => {
          if (cut[index] === true) calls.push([]);
          calls.at(-1)!.push([...files].reverse());
        });
        const made = calls.filter((call) => call.length > 0);
        expect(workspaceAfter(twice ? [...made, ...made] : made)).toBe(whole);
      }),
      { numRuns: 8 },
    );
  });
});
