// The same rules for both sides, in as many layers as wanted: languages in use have some fifty steps an asset, passing-on has four.
import { readFileSync } from 'node:fs';

const STEPS = ['query', 'write', 'influence', 'read', 'control', 'reach', 'execute', 'hijack'];
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Text of the library; beyond one layer, layer `i` passes on `has control-i for x` instead of `control x`. */
export function libraryText(layers) {
  const text = read('passing-on/library.yaml');
  if (layers === 1) return text;
  const [head, rules] = text.split('\nrules:\n');
  const fact = new RegExp(`\\b(${STEPS.join('|')}) ([a-z])\\b(?=[,\\]])`, 'g');
  const inLayer = (i) =>
    rules
      .replace(/- id: .*/g, `$&-${i}`)
      .replace(/^ +(?:needs|gives): .*$/gm, (line) => line.replace(fact, `has $1-${i} for $2`));
  return `${head}\nrules:\n${Array.from({ length: layers }, (_, i) => inLayer(i)).join('')}`;
}

/** Text of the language; beyond one layer, layer `i` has the step `control_i` instead of `control`. */
export function malText(layers) {
  const text = read('passing-on.mal');
  if (layers === 1) return text;
  const step = new RegExp(`\\b(${STEPS.join('|')})\\b`, 'g');
  return text.replace(/^( {2}(?:abstract )?asset .*\{\n)((?: {4}.*\n)*)/gm, (_, opening, body) => {
    const inLayer = (i) => body.replace(step, `$1_${i}`);
    return opening + Array.from({ length: layers }, (_, i) => inLayer(i)).join('');
  });
}

/** Names of facts as both sides would write them, e.g. `agent-3:control_7`. */
export function factName(fact, id) {
  return fact.kind === 'capability'
    ? `${id}:${fact.capability}`
    : `${id}:${fact.resource.replace(/-(\d+)$/, '_$1')}`;
}

/** Names of entries in every layer. */
export function inLayers(entries, layers) {
  if (layers === 1) return entries;
  return entries.flatMap((entry) => Array.from({ length: layers }, (_, i) => `${entry}_${i}`));
}
