// How long `threatloom analyze` takes, paths included, from start to exit: for the example of a support chatbot and for a system of
// 1,000 assets and 2,000 flows; that one beside pytm, which has threats by element and no paths.
//
//   npm run build && npm run bench:analyze -- [--runs 5] [--sizes 1000] [--python PYTHON]
//
// PYTHON is an interpreter with the package `pytm`; without it that row is left out. The two tools answer different questions, so
// their findings are counted, not compared. Figures are printed, never asserted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';

import { canImport, median, table, timed } from '../processes.mjs';
import { clusteredSystem } from '../systems.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '1000' },
    python: { type: 'string', default: 'python3' },
  },
});
const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = join(root, 'dist/src/cli/main.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-analyze-'));
const rows = [];

function measure(what, run, counted) {
  const runs = Array.from({ length: Number(values.runs) }, run);
  const walls = runs.map(({ wall }) => wall);
  const of = (number) => number.toFixed(2);
  rows.push([
    what,
    of(median(walls)),
    of(Math.min(...walls)),
    of(Math.max(...walls)),
    of(median(runs.map(({ processor }) => processor))),
    counted(runs[0].stdout),
  ]);
}

/** As text, as a user has it; what was found is counted from the JSON, which takes as long. */
function analyze(what, file) {
  const result = JSON.parse(
    timed(process.execPath, [main, 'analyze', file, '--format', 'json', '--quiet']).stdout,
  );
  measure(
    what,
    () => timed(process.execPath, [main, 'analyze', file], { cwd: folder }),
    () => `${result.threats.length} threats, ${result.goals.length} goals, ${result.paths.length} paths`,
  );
}

const load = loadavg()[0].toFixed(1);
try {
  measure(
    'an empty Node process',
    () => timed(process.execPath, ['-e', '0']),
    () => '',
  );
  analyze('support chatbot', join(root, 'examples/support-chatbot.system.yaml'));
  for (const size of values.sizes.split(',').map(Number)) {
    const system = clusteredSystem(size);
    const file = join(folder, `${size}.system.yaml`);
    writeFileSync(file, stringify(system));
    analyze(`${size} assets, ${system.flows.length} flows`, file);
    if (!canImport(values.python, 'pytm')) {
      console.log(`pytm is not importable by ${values.python}; its row is left out\n`);
      continue;
    }
    const model = join(folder, `${size}.json`);
    writeFileSync(model, JSON.stringify(system));
    const script = join(root, 'test/bench/analyze/pytm_rival.py');
    measure(
      `pytm, ${size} components, ${system.flows.length} flows`,
      () => timed(values.python, [script, model], { cwd: folder }),
      (stdout) => `${stdout.trim().split('\n').length} findings, no paths`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${values.runs} runs each, ${cpus().length} processors, Node ${process.versions.node}, load before ${load}\n`,
);
console.log(table(['whole process', 'median s', 'least', 'most', 'processor s', 'found'], rows));
