// Derives attack graphs of systems of 100 to 100,000 assets, each in a process of its own: with the core library, and with a small
// library beside mal-toolbox on the same rules in the Meta Attack Language.
//
//   npm run build && npm run bench:derivation -- [--up-to 100000] [--layers 1,12] [--rival-up-to 10000] [--python PYTHON]
//
// PYTHON is an interpreter with the package `mal-toolbox`; without it that column is left out. Before figures are printed, what can be
// reached on both sides is compared, fact by fact; a difference ends with exit code 1. `read` and `derive` are processor
// seconds, since other work on the machine does not show in them; `slope` is that of derive in a log-log plot, from the row before.
// Figures are printed, never asserted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { canImport, table, timed } from '../processes.mjs';
import { clusteredSystem } from '../systems.mjs';
import { inLayers, malText } from './languages.mjs';
import { malEntries, malModel } from './mal.mjs';

const { values } = parseArgs({
  options: {
    'up-to': { type: 'string', default: '100000' },
    layers: { type: 'string', default: '1,12' },
    'rival-up-to': { type: 'string', default: '10000' },
    python: { type: 'string', default: 'python3' },
  },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-derivation-'));
const sizes = [100, 1000, 10_000, 100_000].filter((size) => size <= Number(values['up-to']));
const rival = canImport(values.python, 'maltoolbox');

console.log(
  `${cpus().length} processors, Node ${process.versions.node}, load before ${loadavg()[0].toFixed(1)}\n`,
);
try {
  coreLibrary();
  if (!rival) console.log(`mal-toolbox is not importable by ${values.python}; its columns are left out\n`);
  for (const layers of values.layers.split(',').map(Number)) besideMal(layers);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function derive(library, size) {
  const file = join(folder, `${size}.json`);
  writeFileSync(file, JSON.stringify(clusteredSystem(size)));
  const { wall, processor, stdout } = timed(process.execPath, [here('derive.mjs'), library, file], {
    cwd: folder,
  });
  return { ...JSON.parse(stdout), wall, whole: processor };
}

function coreLibrary() {
  const rows = [];
  let last;
  for (const size of sizes) {
    const run = derive('core', size);
    rows.push([
      size.toLocaleString('en'),
      run.grounded.toLocaleString('en'),
      run.steps.toLocaleString('en'),
      seconds(run.wall),
      seconds(run.processor),
      seconds(run.read),
      seconds(run.derive),
      Math.round(run.memory),
      last === undefined ? undefined : Math.log10(run.derive / last.derive).toFixed(2),
    ]);
    last = run;
  }
  console.log('Core library');
  console.log(
    `${table(['assets', 'steps', 'can be taken', 'process s', 'processor s', 'read s', 'derive s', 'MiB', 'slope'], rows)}\n`,
  );
}

function besideMal(layers) {
  const rows = [];
  let last;
  for (const size of sizes) {
    const ours = derive(String(layers), size);
    const theirs = rival && size <= Number(values['rival-up-to']) ? deriveMal(layers, size) : undefined;
    if (theirs !== undefined) compare(`${size} assets, ${layers} layers`, ours, theirs);
    rows.push([
      size.toLocaleString('en'),
      ours.facts.toLocaleString('en'),
      ours.steps.toLocaleString('en'),
      seconds(ours.processor),
      seconds(ours.read),
      seconds(ours.derive),
      Math.round(ours.memory),
      last === undefined ? undefined : Math.log10(ours.derive / last.derive).toFixed(2),
      theirs && seconds(theirs.processor),
      theirs && seconds(theirs.read),
      theirs && seconds(theirs.derive),
      theirs && Math.round(theirs.memory),
    ]);
    last = ours;
  }
  const ours = ['assets', 'facts', 'steps', 'processor s', 'read s', 'derive s', 'MiB', 'slope'];
  const theirs = ['mal: processor s', 'read s', 'derive s', 'MiB'];
  console.log(`Passing on, ${layers} ${layers === 1 ? 'layer' : 'layers'}, beside mal-toolbox`);
  console.log(`${table([...ours, ...theirs], rows)}\n`);
}

function deriveMal(layers, size) {
  const system = clusteredSystem(size);
  const [language, model, entries] = ['language.mal', 'model.json', 'entries.json'].map((name) =>
    join(folder, name),
  );
  writeFileSync(language, malText(layers));
  writeFileSync(model, JSON.stringify(malModel(system)));
  writeFileSync(entries, JSON.stringify(inLayers(malEntries(system), layers)));
  return JSON.parse(
    timed(values.python, [here('mal_rival.py'), language, model, entries], { cwd: folder }).stdout,
  );
}

function compare(what, ours, theirs) {
  for (const key of ['facts', 'steps', 'digest']) {
    if (ours[key] === theirs[key]) continue;
    console.error(`${what}: ${key} differ: ${ours[key]} here, ${theirs[key]} by mal-toolbox`);
    process.exitCode = 1;
  }
}

function seconds(value) {
  return value.toFixed(2);
}
