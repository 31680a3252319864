import type { FactPattern, Rule, View } from '#model/attack-library';
import { EVIDENCE_KINDS } from '#model/system-model';
import type { Fields, FieldReader, LocatedText } from './field-reader.ts';
import type { Located } from './located-yaml.ts';
import { readFacts, readPattern } from './pattern-reader.ts';
import { STRIDE } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const RULE_KEYS = [
  ...['id', 'technique', 'tactic', 'at', 'on', 'where', 'needs', 'gives', 'goal', 'stride', 'nist-aml'],
  ...['owasp', 'controls', 'evidence', 'likelihood', 'because', 'source'],
];

export function readRule(
  reader: FieldReader,
  node: Located,
  library: string,
  vocabulary: Vocabulary,
): Rule | undefined {
  const fields = reader.fields(node, RULE_KEYS, 'a rule');
  if (fields === undefined) return undefined;
  const id = readId(reader, fields, 'rule', vocabulary.ruleIds);
  const what = `rule ${id ?? '?'}`;
  const technique = reader.text(fields.get('technique'), `"technique" of ${what}`);
  checkTechnique(reader, technique, vocabulary);
  const { at, where } = readPattern(reader, fields, what, vocabulary);
  const needs = readFacts(reader, fields.get('needs'), `"needs" of ${what}`, at);
  const gives = readFacts(reader, fields.require('gives'), `"gives" of ${what}`, at);
  const wroteNeeds = (fields.get('needs')?.list?.length ?? 0) > 0;
  checkEffect(reader, fields, what, at, needs, gives, wroteNeeds);
  const on = readOn(reader, fields, what, at);
  const goal = reader.text(fields.require('goal'), `"goal" of ${what}`);
  if (goal !== undefined) checkGoal(reader, goal, at);
  const likelihood = reader.number(fields.get('likelihood'), `"likelihood" of ${what}`, 0, 1);
  const seenIn = readBecause(reader, fields.get('because'), what, vocabulary);
  const source = reader.text(fields.get('source'), `"source" of ${what}`)?.text;
  if (fields.get('because') === undefined && fields.get('source') === undefined) {
    const hint = 'name the case studies that show it under "because", or a publication under "source"';
    reader.error('LIB-027', `${what} says neither "because" nor "source"`, fields.node, hint);
  }
  const evidence = readEvidence(reader, fields.get('evidence'), what);
  const tactic = readTactic(reader, fields.get('tactic'), what, technique?.text, vocabulary);
  const references = {
    stride: checkedTexts(reader, fields.get('stride'), `"stride" of ${what}`, STRIDE),
    nistAml: reader.texts(fields.get('nist-aml'), `"nist-aml" of ${what}`).map(({ text }) => text),
    owasp: reader.texts(fields.get('owasp'), `"owasp" of ${what}`).map(({ text }) => text),
  };
  const controls = readControls(reader, fields.get('controls'), what, vocabulary);
  if (id === undefined || at.size === 0 || on === undefined || goal === undefined) return undefined;
  return {
    id,
    library,
    ...(technique === undefined ? {} : { technique: technique.text }),
    ...(tactic === undefined ? {} : { tactic }),
    at,
    on,
    where,
    needs,
    gives,
    goal: goal.text,
    ...references,
    controls,
    ...(evidence === undefined ? {} : { evidence }),
    ...(likelihood === undefined ? {} : { likelihood }),
    seenIn,
    ...(source === undefined ? {} : { source }),
    position: node.position,
  };
}

export function readView(reader: FieldReader, node: Located, vocabulary: Vocabulary): View | undefined {
  const fields = reader.fields(node, ['id', 'of', 'any'], 'a view');
  if (fields === undefined) return undefined;
  const taken = new Set([...vocabulary.unaryViews, ...vocabulary.binaryViews, ...vocabulary.kinds.keys()]);
  const id = readId(reader, fields, 'view', taken);
  const what = `view ${id ?? '?'}`;
  const [first, second, ...more] = reader
    .texts(fields.require('of'), `"of" of ${what}`)
    .map(({ text }) => text);
  if (first === undefined || more.length > 0 || first === second) {
    reader.error('LIB-005', `"of" of ${what} must name one variable or two different ones`, fields.node);
    return undefined;
  }
  const of: readonly [string] | readonly [string, string] = second === undefined ? [first] : [first, second];
  const any = reader.list(fields.require('any'), `"any" of ${what}`).flatMap((item) => {
    const alternative = reader.fields(item, ['at', 'where'], `an alternative of ${what}`);
    if (alternative === undefined) return [];
    const pattern = readPattern(reader, alternative, what, vocabulary);
    for (const variable of of) {
      if (!pattern.at.has(variable))
        reader.error('LIB-022', `${what}: variable ${variable} is not bound by "at"`, item);
    }
    return of.every((variable) => pattern.at.has(variable)) ? [pattern] : [];
  });
  if (id === undefined) return undefined;
  (of.length === 1 ? vocabulary.unaryViews : vocabulary.binaryViews).add(id);
  return { id, of, any, position: node.position };
}

/** A kebab-case id that is not taken; registered in `taken`. */
export function readId(
  reader: FieldReader,
  fields: Fields,
  what: string,
  taken: Set<string>,
): string | undefined {
  const id = reader.text(fields.require('id'), `"id" of a ${what}`);
  if (id === undefined) return undefined;
  if (!ID.test(id.text)) reader.error('LIB-005', `${what} id "${id.text}" is not kebab-case`, id);
  if (taken.has(id.text)) {
    reader.error('LIB-011', `there is already a ${what} "${id.text}"`, id);
    return undefined;
  }
  taken.add(id.text);
  return id.text;
}

/** Whether the pinned edition has the technique, and still keeps it. */
export function checkTechnique(
  reader: FieldReader,
  id: LocatedText | undefined,
  { knowledge }: Vocabulary,
): void {
  if (id === undefined || knowledge === undefined) return;
  const known = knowledge.techniques.get(id.text);
  if (known === undefined) reader.known('LIB-013', 'technique', id, new Set(knowledge.techniques.keys()));
  else if (known.status === 'withdrawn')
    reader.warn('LIB-018', `technique ${id.text} is withdrawn in this edition`, id);
}

function checkEffect(
  reader: FieldReader,
  fields: Fields,
  what: string,
  at: ReadonlyMap<string, readonly string[]>,
  needs: readonly FactPattern[],
  gives: readonly FactPattern[],
  wroteNeeds: boolean,
): void {
  const needed = new Set(needs.map((fact) => JSON.stringify(fact)));
  if (gives.length > 0 && gives.every((fact) => needed.has(JSON.stringify(fact)))) {
    reader.error('LIB-019', `${what} gives nothing that it does not need`, fields.node);
  }
  if (fields.get('gives')?.list?.length === 0) {
    reader.error('LIB-019', `${what} gives nothing`, fields.node);
  }
  if (!wroteNeeds && ![...at.values()].some((kinds) => kinds.includes('attacker'))) {
    const hint = 'bind an attacker, or need a fact, such as "has intent" or "reach x"';
    reader.error('LIB-024', `${what} needs nothing and binds no attacker`, fields.node, hint);
  }
}

function readOn(
  reader: FieldReader,
  fields: Fields,
  what: string,
  at: ReadonlyMap<string, unknown>,
): string | undefined {
  const on = reader.text(fields.get('on'), `"on" of ${what}`);
  if (on === undefined) return [...at.keys()][0];
  if (at.has(on.text)) return on.text;
  reader.error('LIB-022', `"on" of ${what}: variable ${on.text} is not bound by "at"`, on);
  return undefined;
}

function checkGoal(reader: FieldReader, goal: LocatedText, at: ReadonlyMap<string, unknown>): void {
  for (const { 1: variable, index } of goal.text.matchAll(/\{([^{}]*)\}/g)) {
    if (at.has(variable!)) continue;
    const { position } = goal;
    const place = { ...goal, position: { ...position, column: position.column + index } };
    reader.error('LIB-022', `"goal": variable ${variable!} is not bound by "at"`, place);
  }
}

/** Case-study ids, between commas. */
function readBecause(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
  { knowledge }: Vocabulary,
): string[] {
  const because = reader.text(node, `"because" of ${what}`);
  if (because === undefined) return [];
  const ids = because.text.split(',').map((id) => id.trim());
  const known = new Set(knowledge?.caseStudies.keys());
  for (const id of ids) {
    const text = { ...because, text: id };
    if (knowledge !== undefined) reader.known('LIB-016', 'case study', text, known);
    else if (!/^[A-Z][.A-Z0-9]+$/.test(id))
      reader.error('LIB-016', `"${id}" is not the id of a case study`, text);
  }
  return ids;
}

function readTactic(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
  technique: string | undefined,
  { knowledge }: Vocabulary,
): string | undefined {
  const tactic = reader.text(node, `"tactic" of ${what}`);
  if (tactic === undefined) return undefined;
  const known = knowledge?.techniques.get(technique ?? '');
  if (known !== undefined && !known.tactics.includes(tactic.text)) {
    const hint = `its tactics are ${known.tactics.join(', ')}`;
    reader.error('LIB-015', `${known.id} does not serve tactic ${tactic.text}`, tactic, hint);
  }
  return tactic.text;
}

function readControls(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
  vocabulary: Vocabulary,
): Rule['controls'] {
  const fields =
    node === undefined ? undefined : reader.fields(node, ['add', 'drop'], `"controls" of ${what}`);
  const ids = (key: string): string[] =>
    reader.texts(fields?.get(key), `"controls/${key}" of ${what}`).map((id) => {
      if (vocabulary.knowledge !== undefined) reader.known('LIB-014', 'control', id, vocabulary.controls);
      return id.text;
    });
  return { add: ids('add'), drop: ids('drop') };
}

function readEvidence(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
): Rule['evidence'] | undefined {
  if (node === undefined) return undefined;
  const fields = reader.fields(node, ['metric', 'kind'], `"evidence" of ${what}`);
  const metric = reader.text(fields?.require('metric'), `"metric" of ${what}`)?.text;
  const kind = reader.text(fields?.require('kind'), `"kind" of ${what}`);
  if (kind !== undefined) reader.known('LIB-005', 'kind of evidence', kind, EVIDENCE);
  return metric === undefined || kind === undefined ? undefined : { metric, kind: kind.text };
}

function checkedTexts(
  reader: FieldReader,
  node: Located | undefined,
  what: string,
  values: readonly string[],
): string[] {
  const known = new Set(values);
  return reader.texts(node, what).flatMap((text) => {
    return reader.known('LIB-005', `value of ${what}`, text, known) ? [text.text] : [];
  });
}

const EVIDENCE: ReadonlySet<string> = new Set(EVIDENCE_KINDS);
