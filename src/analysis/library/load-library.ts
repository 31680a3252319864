import { createHash } from 'node:crypto';
import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import { ASSET_CLASSES } from '#model/asset-kinds';
import type {
  AttackLibrary,
  LibraryControl,
  LibraryDefaults,
  LibraryKind,
  LibraryTest,
  OutsideTechnique,
  Rule,
  View,
  UnansweredTechnique,
} from '#model/attack-library';
import type { Diagnostic } from '#model/diagnostics';
import type { ProfileKey } from '#model/system-model';
import { compareDiagnostics } from '#model/diagnostics';
import { FieldReader } from './field-reader.ts';
import type { Fields } from './field-reader.ts';
import { parseLocatedYaml, plainValue } from './located-yaml.ts';
import type { Located } from './located-yaml.ts';
import { readGuess } from './guess-reader.ts';
import { checkTechnique, readId, readRule, readView } from './rule-reader.ts';
import { vocabularyOf } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One YAML file of a library; `file` is its name for messages, e.g. `libraries/core/views.yaml`. */
export interface LibraryFile {
  readonly file: string;
  readonly text: string;
}

export interface LoadLibraryOptions {
  /** To check techniques, tactics, controls and case studies against; absent: they are taken as written. */
  readonly knowledge?: AnalysisKnowledge;
  /** Libraries loaded before, whose kinds, views and controls this one may use and whose ids it may not repeat. */
  readonly base?: readonly AttackLibrary[];
}

export interface LoadedLibrary {
  /** What could be read; absent only where there is no head to go by. Not to be used where `diagnostics` has an error. */
  readonly library?: AttackLibrary;
  /** In the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[];
}

const HEAD_KEYS = ['library', 'version', 'editions', 'defaults'];
const LISTS = [
  'profile',
  'kinds',
  'controls',
  'views',
  'rules',
  'outside',
  'unanswered',
  'guesses',
  'tests',
] as const;

/**
 * Reads all files of one library folder as one document (format: docs/rule-format.md) and checks them.
 * Never throws on bad input: everything that is wrong comes as a diagnostic (`LIB-…`) with file, line and column.
 *
 * @example
 * const { library, diagnostics } = loadLibrary([{ file: 'library.yaml', text }], { knowledge });
 */
export function loadLibrary(
  files: readonly LibraryFile[],
  { knowledge, base = [] }: LoadLibraryOptions = {},
): LoadedLibrary {
  const diagnostics: Diagnostic[] = [];
  const reader = new FieldReader(diagnostics);
  const sorted = [...files].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const documents = sorted.flatMap(({ file, text }) => {
    const root = parseLocatedYaml(file, text, diagnostics);
    const fields =
      root === undefined ? undefined : reader.fields(root, [...HEAD_KEYS, ...LISTS], 'a library file');
    return fields ?? [];
  });
  const heads = documents.filter((fields) => HEAD_KEYS.some((key) => fields.get(key) !== undefined));
  if (heads.length !== 1) {
    const place = heads[1]?.node ?? documents[0]?.node;
    const message =
      heads.length === 0 ? 'the library has no head' : 'more than one file carries the head of the library';
    const hint = 'exactly one file, library.yaml, carries "library", "version" and "editions"';
    diagnostics.push({ code: 'LIB-010', severity: 'error', message, ...place?.position, hint });
  }
  const head = heads[0] === undefined ? undefined : readHead(reader, heads[0], knowledge);
  const vocabulary = vocabularyOf(base, knowledge);
  const items = (key: (typeof LISTS)[number]): Located[] =>
    documents.flatMap((fields) => [...reader.list(fields.get(key), `"${key}"`)]);

  const profile = items('profile').flatMap((node) => readProfileKey(reader, node) ?? []);
  const kinds = items('kinds').flatMap((node) => readKind(reader, node, vocabulary) ?? []);
  const controls = items('controls').flatMap((node) => readControl(reader, node, vocabulary) ?? []);
  const views: View[] = items('views').flatMap((node) => readView(reader, node, vocabulary) ?? []);
  const id = head?.id ?? '';
  const rules: Rule[] = items('rules').flatMap((node) => readRule(reader, node, id, vocabulary) ?? []);
  const outside = items('outside').flatMap((node) => readOutside(reader, node, rules, vocabulary) ?? []);
  const unanswered = items('unanswered').flatMap((node) => readUnanswered(reader, node, vocabulary) ?? []);
  const guesses = items('guesses').flatMap((node) => readGuess(reader, node, id, vocabulary) ?? []);
  const tests = items('tests').flatMap((node) => readTest(reader, node, vocabulary) ?? []);
  diagnostics.sort(compareDiagnostics);
  if (head === undefined) return { diagnostics };
  const library = {
    ...head,
    profile,
    kinds,
    controls,
    views,
    rules,
    outside,
    unanswered,
    guesses,
    tests,
    sha256: digest(sorted),
  };
  return { library, diagnostics };
}

/** Over names without folder and contents, so that the same library has the same digest wherever it lies. */
function digest(sorted: readonly LibraryFile[]): string {
  const hash = createHash('sha256');
  for (const { file, text } of sorted) {
    hash.update(JSON.stringify([file.replace(/^.*[\\/]/, ''), text])).update('\n');
  }
  return hash.digest('hex');
}

function readHead(
  reader: FieldReader,
  fields: Fields,
  knowledge: AnalysisKnowledge | undefined,
): (Pick<AttackLibrary, 'id' | 'version' | 'editions'> & { defaults?: LibraryDefaults }) | undefined {
  const id = reader.text(fields.require('library'), '"library"');
  const version = reader.text(fields.require('version'), '"version"');
  const editions: Record<string, string> = {};
  for (const [framework, { value }] of fields.require('editions')?.map ?? []) {
    const edition = reader.text(value, `the edition of ${framework}`);
    if (edition === undefined) continue;
    editions[framework] = edition.text;
    const loaded = knowledge?.frameworks.filter(({ id: known }) => known === framework) ?? [];
    if (loaded.length > 0 && !loaded.some((known) => known.edition === edition.text)) {
      const message = `the library is written for ${framework} ${edition.text}, loaded is ${loaded.map((known) => known.edition).join(', ')}`;
      reader.warn('LIB-017', message, edition);
    }
  }
  const defaults = readDefaults(reader, fields.get('defaults'));
  if (id === undefined || version === undefined) return undefined;
  return {
    id: id.text,
    version: version.text,
    editions,
    ...(defaults === undefined ? {} : { defaults }),
  };
}

function readProfileKey(reader: FieldReader, node: Located): ProfileKey | undefined {
  const fields = reader.fields(node, ['key', 'values'], 'a profile key');
  const key = reader.text(fields?.require('key'), '"key"');
  if (fields === undefined || key === undefined) return undefined;
  const values = fields.get('values');
  if (values === undefined) return { key: key.text };
  return {
    key: key.text,
    values: reader.list(values, '"values"').flatMap((value) => {
      const scalar = plainValue(value);
      return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean'
        ? [scalar]
        : [];
    }),
  };
}

function readDefaults(reader: FieldReader, node: Located | undefined): LibraryDefaults | undefined {
  if (node === undefined) return undefined;
  const fields = reader.fields(node, ['likelihood', 'attacker', 'effectiveness', 'cost'], '"defaults"');
  if (fields === undefined) return undefined;
  const table = <K extends string>(key: string, names: readonly K[]): Record<K, number> | undefined => {
    const value = fields.require(key);
    const row = value === undefined ? undefined : reader.fields(value, names, `"defaults/${key}"`);
    if (row === undefined) return undefined;
    const entries = names.map((name) => [name, reader.number(row.require(name), `"${name}"`, 0, 1) ?? 0]);
    return Object.fromEntries(entries) as Record<K, number>;
  };
  const likelihood = table('likelihood', ['feasible', 'demonstrated', 'realized']);
  const attacker = table('attacker', ['external', 'partner', 'supplier', 'insider']);
  const effectiveness = reader.number(fields.require('effectiveness'), '"effectiveness"', 0, 1);
  const cost = reader.number(fields.require('cost'), '"cost"', Number.MIN_VALUE, Infinity);
  if (likelihood === undefined || attacker === undefined) return undefined;
  if (effectiveness === undefined || cost === undefined) return undefined;
  return { likelihood, attacker, effectiveness, cost };
}

function readKind(reader: FieldReader, node: Located, vocabulary: Vocabulary): LibraryKind | undefined {
  const fields = reader.fields(node, ['id', 'is', 'class'], 'a kind');
  if (fields === undefined) return undefined;
  const id = readId(reader, fields, 'kind', new Set(vocabulary.kinds.keys()));
  const is = reader.text(fields.get('is'), '"is"');
  const named = reader.text(fields.get('class'), '"class"');
  if ((is === undefined) === (named === undefined)) {
    reader.error('LIB-004', 'a kind needs either "is" or "class"', node);
    return undefined;
  }
  if (is !== undefined && !reader.known('LIB-012', 'kind', is, new Set(vocabulary.kinds.keys())))
    return undefined;
  if (named !== undefined && !reader.known('LIB-005', 'class', named, new Set(ASSET_CLASSES)))
    return undefined;
  const name = named?.text ?? vocabulary.kinds.get(is?.text ?? '');
  if (id === undefined || name === undefined) return undefined;
  vocabulary.kinds.set(id, name);
  return { id, ...(is === undefined ? {} : { is: is.text }), class: name };
}

function readControl(reader: FieldReader, node: Located, vocabulary: Vocabulary): LibraryControl | undefined {
  const keys = ['id', 'name', 'description', 'mitigates', 'maps', 'source', 'effectiveness', 'cost'];
  const fields = reader.fields(node, keys, 'a control');
  if (fields === undefined) return undefined;
  const id = reader.text(fields.require('id'), '"id" of a control');
  if (id !== undefined && vocabulary.controls.has(id.text)) {
    reader.error('LIB-011', `there is already a control "${id.text}"`, id);
  }
  const what = `control ${id?.text ?? '?'}`;
  const mitigates = reader.texts(fields.require('mitigates'), `"mitigates" of ${what}`);
  for (const technique of mitigates) checkTechnique(reader, technique, vocabulary);
  const name = reader.text(fields.require('name'), `"name" of ${what}`)?.text;
  const description = reader.text(fields.require('description'), `"description" of ${what}`)?.text;
  const source = reader.text(fields.require('source'), `"source" of ${what}`)?.text;
  const maps = reader.texts(fields.get('maps'), `"maps" of ${what}`).map(({ text }) => text);
  const effectiveness = reader.number(fields.get('effectiveness'), `"effectiveness" of ${what}`, 0, 1);
  const cost = reader.number(fields.get('cost'), `"cost" of ${what}`, Number.MIN_VALUE, Infinity);
  if (id === undefined || name === undefined || description === undefined || source === undefined)
    return undefined;
  vocabulary.controls.add(id.text);
  return {
    id: id.text,
    name,
    description,
    mitigates: mitigates.map(({ text }) => text),
    maps,
    source,
    ...(effectiveness === undefined ? {} : { effectiveness }),
    ...(cost === undefined ? {} : { cost }),
  };
}

function readOutside(
  reader: FieldReader,
  node: Located,
  rules: readonly Rule[],
  vocabulary: Vocabulary,
): OutsideTechnique | undefined {
  const fields = reader.fields(node, ['technique', 'reason'], 'an outside technique');
  const technique = reader.text(fields?.require('technique'), '"technique"');
  const reason = reader.text(fields?.require('reason'), '"reason"');
  checkTechnique(reader, technique, vocabulary);
  if (technique === undefined || reason === undefined) return undefined;
  const rule = rules.find((candidate) => candidate.technique === technique.text);
  if (rule !== undefined) {
    reader.error('LIB-028', `${technique.text} stands outside, and rule ${rule.id} places it`, technique);
  }
  return { technique: technique.text, reason: reason.text };
}

function readUnanswered(
  reader: FieldReader,
  node: Located,
  vocabulary: Vocabulary,
): UnansweredTechnique | undefined {
  const fields = reader.fields(node, ['technique', 'reason'], 'an unanswered technique');
  const technique = reader.text(fields?.require('technique'), '"technique"');
  const reason = reader.text(fields?.require('reason'), '"reason"');
  checkTechnique(reader, technique, vocabulary);
  if (technique === undefined || reason === undefined) return undefined;
  return { technique: technique.text, reason: reason.text };
}

function readTest(reader: FieldReader, node: Located, vocabulary: Vocabulary): LibraryTest | undefined {
  const fields = reader.fields(node, ['name', 'given', 'expect', 'forbid'], 'a test');
  if (fields === undefined) return undefined;
  const name = reader.text(fields.require('name'), '"name" of a test')?.text;
  const given = fields.require('given');
  const expect = reader.list(fields.get('expect'), '"expect"').flatMap((item) => {
    const step = reader.fields(item, ['rule', 'at'], 'an expected step');
    const rule = reader.text(step?.require('rule'), '"rule"');
    if (rule !== undefined) reader.known('LIB-029', 'rule', rule, vocabulary.ruleIds);
    const at = reader.text(step?.require('at'), '"at"');
    return rule === undefined || at === undefined ? [] : [{ rule: rule.text, at: at.text }];
  });
  const forbid = reader.list(fields.get('forbid'), '"forbid"').flatMap((item) => {
    const step = reader.fields(item, ['technique', 'at'], 'a forbidden step');
    const technique = reader.text(step?.require('technique'), '"technique"');
    checkTechnique(reader, technique, vocabulary);
    const at = reader.text(step?.get('at'), '"at"')?.text;
    return technique === undefined
      ? []
      : [{ technique: technique.text, ...(at === undefined ? {} : { at }) }];
  });
  if (name === undefined || given === undefined) return undefined;
  return { name, given: plainValue(given), expect, forbid, position: node.position };
}
