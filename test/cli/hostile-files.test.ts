import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleFolder, threatloom } from './captured-io.ts';

const place = exampleFolder();
afterAll(place.remove);

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(place.folder, name), content);
  return name;
}

describe('files that are no system models', { timeout: 60_000 }, () => {
  it('refuses 100 MB of noise without reading it all', async () => {
    const name = 'noise.system.yaml';
    const handle = openSync(join(place.folder, name), 'w');
    const noise = randomBytes(1_000_000);
    for (let i = 0; i < 100; i++) writeSync(handle, noise);
    closeSync(handle);
    expect(await threatloom(place.folder, ['analyze', name])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error CLI-002: ${name} is too large for a system model\n  at most 32 MiB are read\n`,
    });
  });

  it('refuses a file that says it is endless', async () => {
    const { exitCode, stderr } = await threatloom(place.folder, ['analyze', '/dev/zero']);
    expect([exitCode, stderr.split(':')[0]]).toEqual([2, 'error CLI-002']);
  });

  it.each([
    ['a binary', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 255, 254]), 'SYS-002'],
    ['text that is not UTF-8', Buffer.from('threatloom: 1\nsystem: caf\u00e9\n', 'latin1'), 'SYS-002'],
    ['UTF-16', Buffer.from('\ufeffthreatloom: 1\n', 'utf16le'), 'SYS-002'],
    ['a long line of one letter', 'a'.repeat(5_000_000), 'SYS-002'],
    ['more text than a model has', `threatloom: 1\n${'# filler\n'.repeat(1_200_000)}`, 'SYS-003'],
    ['brackets without end', `threatloom: 1\nsystem: ${'['.repeat(100_000)}`, 'SYS-004'],
    [
      'aliases of aliases',
      `threatloom: 1\nx-0: &a0 [1]\n${Array.from(
        { length: 8 },
        (_, i) => `x-${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`,
      ).join('')}`,
      'SYS-005',
    ],
  ])('refuses %s', async (_, content, code) => {
    const name = write('hostile.system.yaml', content);
    const { exitCode, stdout, stderr } = await threatloom(place.folder, ['validate', name]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error ${code}: `);
    expect(stderr.length).toBeLessThan(10_000);
  });

  it('prints the first fifty faults of a file with thousands', async () => {
    const faults = Array.from({ length: 3000 }, (_, i) => `  a${i}: { kind: nonsense }`).join('\n');
    const name = write('faulty.system.yaml', `threatloom: 1\nsystem: faulty\nassets:\n${faults}\n`);
    const { exitCode, stderr } = await threatloom(place.folder, ['validate', name]);
    expect(exitCode).toBe(2);
    expect(stderr.match(/error SYS-023/g)).toHaveLength(50);
    expect(stderr).toMatch(/… and 2950 more\n$/);
  });
});
