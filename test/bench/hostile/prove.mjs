// What hostile inputs cost: each is made here, given to a process of its own, and taken away again. Printed are the exit code (which
// must be 2), the first line of the answer, wall time and peak memory. An exit code other than 2 ends with 1; figures are not judged.
//
//   npm run build && npm run prove:hostile
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  ftruncateSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';

const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'threatloom-hostile-'));
const MILLION = 1_000_000;
const GIB = 1024 ** 3;

/** Peak memory of the process itself, written at its end; works on every system that Node.js runs on. */
const meter = join(folder, 'meter.mjs');
const peak = join(folder, 'peak');
writeFileSync(
  meter,
  `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
);

const aliases = (head) => {
  const lines = [`${head}x-0: &a0 [x, x, x, x, x, x, x, x, x, x]`];
  for (let i = 1; i < 12; i++)
    lines.push(
      `x-${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\n`;
};
const ATLAS = 'id: ATLAS\nversion: 9.0.0\n';
const SYSTEM = 'threatloom: 1\nsystem: a\n';
const deep = '['.repeat(MILLION) + ']'.repeat(MILLION);

/** name, command, content: text, bytes, or a size of a file with nothing in it */
const INPUTS = [
  ['1 GiB of nothing', ['framework', 'add'], 'noise.json', GIB],
  ['1 GiB of nothing', ['framework', 'lint'], 'noise.json', GIB],
  ['1 GiB of nothing', ['validate'], 'noise.system.yaml', GIB],
  ['JSON 10^6 deep', ['framework', 'add'], 'deep.json', deep],
  [
    'JSON 10^6 deep, as a bundle',
    ['framework', 'add'],
    'bundle.json',
    `{"type":"bundle","objects":[{"x":"mitre-attack","kill_chain_name":"mitre-attack"},${deep}]}`,
  ],
  ['JSON 10^6 deep', ['framework', 'lint'], 'deep.json', deep],
  ['YAML 10^6 deep', ['framework', 'add'], 'deep.yaml', `${ATLAS}x: ${'['.repeat(MILLION)}`],
  ['YAML 10^6 dashes deep', ['framework', 'add'], 'dash.yaml', `${ATLAS}x:\n${'- '.repeat(MILLION)}`],
  ['YAML 10^6 deep', ['validate'], 'deep.system.yaml', `${SYSTEM}x-a: ${deep}`],
  ['YAML alias bomb', ['framework', 'add'], 'bomb.yaml', aliases(ATLAS)],
  ['YAML alias bomb', ['validate'], 'bomb.system.yaml', aliases(SYSTEM)],
  [
    'YAML of 190,000 keys',
    ['framework', 'add'],
    'keys.yaml',
    `id: ATLAS\n${Array.from({ length: 190_000 }, (_, i) => `k${i}: 1`).join('\n')}\n`,
  ],
  ['gzip bomb of 1 GiB', ['framework', 'add'], 'bomb.json.gz', gzipSync(Buffer.alloc(GIB))],
  [
    'gzip of 95 MiB of brackets',
    ['framework', 'add'],
    'brackets.json.gz',
    gzipSync(Buffer.alloc(95 * 1024 ** 2, '[ ')),
  ],
  [
    'zip bomb of 64 MiB',
    ['framework', 'add'],
    'bomb.zip',
    zipSync({ 'a.json': Buffer.alloc(64 * 1024 ** 2) }),
  ],
  ['zip that escapes', ['framework', 'add'], 'escape.zip', zipSync({ '../../a.yaml': strToU8('x') })],
  [
    'zip with a link',
    ['framework', 'add'],
    'link.zip',
    zipSync({ a: [strToU8('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] }),
  ],
];

const rows = [];
try {
  for (const [what, command, name, content] of INPUTS) {
    const file = join(folder, name);
    if (typeof content === 'number') {
      const handle = openSync(file, 'w');
      ftruncateSync(handle, content);
      closeSync(handle);
    } else writeFileSync(file, content);
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, ['--import', meter, main, ...command, name], {
      cwd: folder,
      encoding: 'utf8',
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const megabytes = Math.round(Number(readFileSync(peak, 'utf8')) / 1024);
    rows.push({
      what,
      command: command.join(' '),
      exit: status,
      seconds: seconds.toFixed(2),
      'peak MB': megabytes,
      answer: stderr.split('\n')[0].slice(0, 70),
    });
    rmSync(file);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0].toFixed(1)}, Node.js ${process.version}`,
);
console.table(rows);
process.exitCode = rows.every(({ exit }) => exit === 2) ? 0 : 1;
