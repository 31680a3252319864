// Damages the samples of every importer of foreign systems 100,000 times (RUNS=… for another number; arguments limit it to
// some importers) and prints what came of it. Ends with 1 where anything but a model or a clean refusal did.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'threatloom-proof-'));
const proof = join(folder, 'rows.jsonl');
const env = {
  ...process.env,
  RUNS: process.env.RUNS ?? '100000',
  PROPERTY_SEED: process.env.PROPERTY_SEED ?? 'random',
  PROOF_FILE: proof,
};
const names = process.argv.slice(2);
const filters =
  names.length === 0 ? ['test/importers/systems'] : names.map((name) => `test/importers/systems/${name}`);
const args = ['vitest', 'run', ...filters, '-t', 'damaged files', '--maxWorkers=1', '--passWithNoTests'];
const { status } = spawnSync('npx', args, { env, stdio: 'inherit' });
const rows = existsSync(proof)
  ? readFileSync(proof, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
rmSync(folder, { recursive: true });
console.table(
  rows.map(({ format, read, refused, longestMs, heapMb }) => ({
    format,
    tried: read + refused,
    read,
    refused,
    'longest (ms)': Math.round(longestMs),
    'heap after (MB)': heapMb,
  })),
);
process.exitCode = status ?? 1;
