// Tries the rules of libraries/core on a system model: what the library says wrong, and which threats follow, by asset.
//   npx tsc -p tsconfig.build.json; node scripts/try-rules.mjs SYSTEM.system.yaml [--all] [--steps]
// --all lists threats that cannot be reached as well, --steps the system steps too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const load = (path) => import(join(root, 'dist/src', path));
const [{ loadLibrary }, { checkLibraries }, { analysisKnowledge }, { deriveSystem }, { threatElement }] =
  await Promise.all([
    load('analysis/library/load-library.js'),
    load('analysis/library/check-libraries.js'),
    load('knowledge/analysis-view.js'),
    load('analysis/derive/derive.js'),
    load('analysis/derive/likelihood.js'),
  ]);
const { loadKnowledge } = await load('knowledge/load-knowledge.js');
const { readSystemModel } = await load('systems/read-system-model.js');

const knowledge = analysisKnowledge(loadKnowledge({ libraries: [] }));
const folder = join(root, 'libraries/core');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ file: `libraries/core/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
const { library, diagnostics } = loadLibrary(files, { knowledge });
const show = ({ severity, file, line, column, code, message, hint }) =>
  console.error(`${file}:${line}:${column} ${severity} ${code} ${message}${hint ? ` (${hint})` : ''}`);
diagnostics.forEach(show);
if (library === undefined) process.exit(2);

const [path, ...options] = process.argv.slice(2);
if (path === undefined) {
  checkLibraries([library], knowledge).forEach(show);
  process.exit(0);
}
const read = readSystemModel({ file: path, text: readFileSync(path, 'utf8') }, { kinds: library.kinds });
read.diagnostics.forEach(show);
if (read.model === undefined) process.exit(2);
const derivation = deriveSystem({ system: read.model, libraries: [library], knowledge, today: '2026-11-23' });
const { ground, graphStep } = derivation;
const lines = new Map();
for (let step = 0; step < ground.stepCount; step += 1) {
  const rule = ground.rules[ground.ruleOf[step]];
  const taken = graphStep[step] !== -1;
  if (!taken && !options.includes('--all')) continue;
  if (rule.technique === undefined && !options.includes('--steps')) continue;
  const asset = ground.index.elements.ids[threatElement(ground, step)];
  const name = knowledge.techniques.get(rule.technique)?.name ?? '';
  const key = `${asset} | ${rule.technique ?? '(system)'} ${name} | ${rule.id}${taken ? '' : ' | NOT REACHED'}`;
  lines.set(key, (lines.get(key) ?? 0) + 1);
}
for (const [line, count] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(count === 1 ? line : `${line} (${count} ways)`);
}
console.error(
  `${ground.stepCount} steps, ${derivation.graph.stepCount} can be taken, ${derivation.graph.factCount} facts`,
);
