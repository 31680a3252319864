// How long it takes to bring ATT&CK Enterprise 18.1 and ATLAS 5.6.1 from their publishers' files into a fresh embedded graph, and to
// ask which mitigations answer which techniques. Every figure is the wall time of a whole process, from start to exit.
//
//   npm run build && npm run bench:import -- [--runs 5] [--data ../shared/data] [--python PYTHON]
//
// PYTHON is an interpreter with the package `mitreattack-python`; without it that row is left out. Figures are printed, never asserted.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    data: { type: 'string', default: join(root, '..', 'shared', 'data') },
    python: { type: 'string', default: 'python3' },
  },
});
const runs = Number(values.runs);
const attack = resolve(values.data, 'attack/enterprise-attack-18.1.stix21.json.gz');
const atlas = resolve(values.data, 'atlas/ATLAS-5.6.1.yaml');
for (const file of [attack, atlas]) {
  if (existsSync(file)) continue;
  console.error(`there is no ${file}; name the folder with the publishers' files: --data FOLDER`);
  process.exit(2);
}

const QUERY =
  'MATCH (c:Control)-[:MITIGATES]->(t:Technique) RETURN t.id AS technique, c.id AS control ORDER BY technique, control';
const folder = mkdtempSync(join(tmpdir(), 'threatloom-bench-'));

/** One process, timed from outside. */
function timed(command, args, cwd = folder) {
  const before = childTime();
  const start = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return { seconds, busy: childTime() - before, stdout };
}

/** Processor seconds of all ended children, user and system: on a busy machine they say more than the wall. Linux only. */
function childTime() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

const cli = (...args) => timed(process.execPath, [join(root, 'dist/src/cli/main.js'), ...args]);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function measure(run, before) {
  const seconds = [];
  const busy = [];
  for (let i = 0; i < runs; i++) {
    before?.();
    const processes = [run()].flat();
    seconds.push(processes.reduce((sum, each) => sum + each.seconds, 0));
    busy.push(processes.reduce((sum, each) => sum + each.busy, 0));
  }
  return {
    median: median(seconds),
    least: Math.min(...seconds),
    most: Math.max(...seconds),
    busy: median(busy),
  };
}

const empty = () => {
  rmSync(join(folder, '.threatloom'), { recursive: true, force: true });
  rmSync(join(folder, 'threatloom.lock'), { force: true });
};
const rows = [];
const add = (what, goal, figures, note = '') => rows.push({ what, goal, ...figures, note });

let pairs = 0;
const fresh = measure(() => {
  const done = timed(process.execPath, [join(root, 'test/bench/import/fresh.mjs'), attack, atlas, QUERY]);
  pairs = Number(done.stdout);
  return done;
}, empty);
add('import both, load a fresh graph, ask (one process)', 2.5, fresh, `${pairs} pairs`);
const inSteps = measure(
  () => [
    cli('framework', 'add', attack, atlas, '--quiet'),
    cli('build', '--quiet'),
    cli('cypher', QUERY, '--format', 'csv'),
  ],
  empty,
);
add('the same from the command line, all shipped packs too (three processes)', undefined, inSteps);
add(
  'import both again, unchanged',
  0.5,
  measure(() => cli('framework', 'add', attack, atlas)),
);
add(
  'build again, unchanged',
  undefined,
  measure(() => cli('build', '--quiet')),
);
add(
  'ask the graph',
  0.5,
  measure(() => cli('cypher', QUERY, '--format', 'csv')),
);
rival();
print();
rmSync(folder, { recursive: true, force: true });

/** mitreattack-python reads plain STIX only, so ATLAS comes as STIX and both are unpacked beforehand. */
function rival() {
  const found = spawnSync(values.python, ['-c', 'import mitreattack'], { stdio: 'ignore' }).status === 0;
  if (!found) {
    console.log(`mitreattack-python is not importable by ${values.python}; its row is left out\n`);
    return;
  }
  const plain = join(folder, 'enterprise-attack.json');
  writeFileSync(plain, gunzipSync(readFileSync(attack)));
  const stix = resolve(values.data, 'atlas/stix/stix-atlas-5.6.0.json');
  let said = '';
  const figures = measure(() => {
    const done = timed(values.python, [join(root, 'test/bench/import/mitreattack_rival.py'), plain, stix]);
    said = done.stdout.trim();
    return done;
  });
  add('mitreattack-python: read both, ask', undefined, figures, said);
}

function print() {
  const format = (seconds) => (seconds === undefined ? '' : seconds.toFixed(2));
  const columns = ['job', 'goal s', 'median s', 'least', 'most', 'processor s', ''];
  const cells = rows.map(({ what, goal, median: m, least, most, busy, note }) => [
    what,
    goal === undefined ? '' : `≤ ${goal}`,
    format(m),
    format(least),
    format(most),
    Number.isNaN(busy) ? '' : format(busy),
    note,
  ]);
  const widths = columns.map((column, c) => Math.max(column.length, ...cells.map((row) => row[c].length)));
  console.log(
    `${runs} runs each; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load before ${loadavg()[0].toFixed(1)}, Node ${process.versions.node}\n`,
  );
  for (const row of [columns, ...cells]) {
    console.log(
      row
        .map((cell, c) => (c === 0 || c === 6 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
        .join('  ')
        .trimEnd(),
    );
  }
}
