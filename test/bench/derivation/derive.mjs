// Derives one system in a process of its own and prints what that took: node derive.mjs LIBRARY SYSTEM.json
// LIBRARY is `core`, or the number of layers of `passing-on`. Processor seconds; memory is the peak, in MiB.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deriveSystem } from '#analysis/derive/derive';
import { loadLibrary } from '#analysis/library/load-library';
import { readSystemValue } from '#systems/read-system-model';
import { openWorkspace, vocabularyOf } from '#workspace/analysis';

import { factName, libraryText } from './languages.mjs';

const [name, file] = process.argv.slice(2);
const { libraries, view, vocabulary } = name === 'core' ? core() : passingOn();
const loaded = busy();
const { model, diagnostics } = readSystemValue(
  { file, value: JSON.parse(readFileSync(file, 'utf8')) },
  vocabulary,
);
if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
const read = busy();
const derivation = deriveSystem({ system: model, libraries, knowledge: view, today: '2026-11-23' });
const derived = busy();
const { maxRSS } = process.resourceUsage();

const { ground, graphStep, graph } = derivation;
const facts = name === 'core' ? [] : factNames(derivation);
process.stdout.write(
  JSON.stringify({
    load: loaded,
    read: read - loaded,
    derive: derived - read,
    processor: derived,
    memory: maxRSS / 1024,
    grounded: ground.stepCount,
    facts: graph.factCount,
    steps: stepsAfterEntry(),
    digest: createHash('sha256').update(facts.join('\n')).digest('hex'),
  }),
);

/** Processor seconds of this process so far: other work on the machine does not show in them. */
function busy() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function core() {
  const workspace = openWorkspace();
  return { ...workspace, vocabulary: vocabularyOf(workspace) };
}

function passingOn() {
  const text = libraryText(Number(name));
  const { library, diagnostics: faults } = loadLibrary([{ file: 'library.yaml', text }]);
  if (library === undefined) throw new Error(faults.map(({ message }) => message).join('\n'));
  const none = new Map();
  const view = {
    frameworks: [],
    techniques: none,
    tactics: none,
    controls: none,
    mitigations: none,
    caseStudies: none,
    references: none,
    items: [],
  };
  return { libraries: [library], view, vocabulary: { kinds: library.kinds } };
}

/** Without the steps by which attackers enter: in the Meta Attack Language those are no part of the graph. */
function stepsAfterEntry() {
  let count = 0;
  for (let step = 0; step < ground.stepCount; step += 1) {
    if (graphStep[step] !== -1 && ground.needsStart[step] < ground.needsStart[step + 1]) count += 1;
  }
  return count;
}

function factNames({ wholeFact, ground: { codes, factCode, index } }) {
  return Array.from(wholeFact, (number) => {
    const fact = codes.decode(factCode[number]);
    return factName(fact, index.elements.ids[fact.element]);
  }).sort();
}
