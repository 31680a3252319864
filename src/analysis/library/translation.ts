/**
 * What a library says, in another language: `translations/<locale>.yaml` in its folder. Sentences of rules, names of controls and
 * the questions about unknown facts; ids, facts and numbers have no language.
 *
 *     rules:
 *       indirect-prompt-injection: 让 {x} 听从藏在 {y} 中的指令
 *     controls:
 *       TL.C06: 出站过滤
 */
import type { AttackLibrary } from '#model/attack-library';
import type { Diagnostic } from '#model/diagnostics';
import { compareDiagnostics } from '#model/diagnostics';
import { FieldReader } from './field-reader.ts';
import type { LocatedText } from './field-reader.ts';
import type { LibraryFile } from './load-library.ts';
import { parseLocatedYaml } from './located-yaml.ts';
import type { Located } from './located-yaml.ts';

export interface LibraryTranslation {
  /** Rule id → sentence with the variables of the rule's own. */
  readonly rules: ReadonlyMap<string, string>;
  /** Control id → name. */
  readonly controls: ReadonlyMap<string, string>;
}

export interface ReadTranslation {
  /** Not to be used where `diagnostics` has an error. */
  readonly translation: LibraryTranslation;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a translation and holds it against its library. What is not translated stays as it is, and is no error.
 * Never throws on bad input: everything that is wrong comes as a diagnostic (`LIB-…`) with file, line and column.
 */
export function readTranslation({ file, text }: LibraryFile, library: AttackLibrary): ReadTranslation {
  const diagnostics: Diagnostic[] = [];
  const reader = new FieldReader(diagnostics);
  const root = parseLocatedYaml(file, text, diagnostics);
  const fields = root === undefined ? undefined : reader.fields(root, ['rules', 'controls'], 'a translation');
  const goals = new Map(library.rules.map(({ id, goal }) => [id, goal]));
  const names = new Map(library.controls.map(({ id, name }) => [id, name]));
  const rules = sentences(reader, fields?.get('rules'), 'rule', goals);
  for (const [id, said] of rules) checkVariables(reader, said, goals.get(id)!);
  const controls = sentences(reader, fields?.get('controls'), 'control', names);
  return {
    translation: { rules: texts(rules), controls: texts(controls) },
    diagnostics: diagnostics.sort(compareDiagnostics),
  };
}

/** The library with its texts replaced; everything that decides an answer is as before. */
export function translated(library: AttackLibrary, { rules, controls }: LibraryTranslation): AttackLibrary {
  return {
    ...library,
    rules: library.rules.map((rule) => ({ ...rule, goal: rules.get(rule.id) ?? rule.goal })),
    controls: library.controls.map((control) => ({
      ...control,
      name: controls.get(control.id) ?? control.name,
    })),
  };
}

function sentences(
  reader: FieldReader,
  node: Located | undefined,
  what: 'rule' | 'control',
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, LocatedText> {
  const found = new Map<string, LocatedText>();
  if (node === undefined) return found;
  if (node.map === undefined) reader.error('LIB-002', `"${what}s" must be a map`, node);
  const ids = new Set(known.keys());
  for (const [id, { keyPosition, value }] of node.map ?? []) {
    const key = { text: id, position: keyPosition, pointer: `${node.pointer}/${id}` };
    const said = reader.text(value, `the text of ${what} ${id}`);
    if (reader.known('LIB-036', what, key, ids) && said !== undefined) found.set(id, said);
  }
  return found;
}

/** Each variable of the original once at least, and no other: a name that is left out is one that nobody can act on. */
function checkVariables(reader: FieldReader, said: LocatedText, original: string): void {
  const [here, there] = [variables(said.text), variables(original)];
  if (here.join() === there.join()) return;
  reader.error('LIB-037', `the variables here are ${list(here)}, in the original ${list(there)}`, said);
}

function variables(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{([^{}]*)\}/g)].map(([whole]) => whole))].sort();
}

function list(found: readonly string[]): string {
  return found.length === 0 ? 'none' : found.join(', ');
}

function texts(found: ReadonlyMap<string, LocatedText>): ReadonlyMap<string, string> {
  return new Map([...found].map(([id, { text }]) => [id, text]));
}
