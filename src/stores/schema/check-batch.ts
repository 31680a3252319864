/**
 * Holds a batch against the graph schema before a store sees it, so that no store needs to find out half-way.
 */
import type { Diagnostic } from '#model/diagnostics';
import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { GraphBatch, GraphEdge, PropertyValue } from '#model/graph';
import type { GraphSchema, SchemaProperty } from './graph-schema.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

/** The label that stores write themselves, to say which build they hold. */
export const BUILD_LABEL = 'Build';

/**
 * What keeps a batch out of a store; empty where nothing does. O(nodes + edges).
 *
 * Codes: BATCH-002 unknown label or relationship type, 003 unknown property, 004 wrong or missing value, 005 key that
 * stands twice in its label, 006 pair of labels that the relationship does not join, 007 end that the batch does not
 * hold, 008 edge that stands twice with the same properties (a graph is a set), 009 a node of label `Build`.
 */
export function checkBatch(schema: GraphSchema, batch: GraphBatch): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report = (code: string, message: string, hint?: string): void => {
    diagnostics.push({ code, severity: 'error', message, ...(hint !== undefined && { hint }) });
  };
  const keys = new Map<string, Set<string>>();

  for (const [label, nodes] of batch.nodes) {
    const known = schema.labels.find((each) => each.name === label);
    if (known === undefined) {
      report(
        'BATCH-002',
        `unknown label "${label}"`,
        didYouMean(
          label,
          schema.labels.map((each) => each.name),
        ),
      );
      continue;
    }
    if (label === BUILD_LABEL) {
      report('BATCH-009', `nodes of label ${BUILD_LABEL} are written by the store, not by the batch`);
      continue;
    }
    const check = propertyChecker(known.properties.filter((property) => property.name !== 'key'));
    const seen = new Set<string>();
    keys.set(label, seen);
    for (const { key, properties } of nodes) {
      if (seen.has(key)) report('BATCH-005', `${label} "${key}" stands twice`);
      seen.add(key);
      if (key === '' || !storable(key)) {
        report('BATCH-004', `${label}: ${JSON.stringify(key)} cannot be a key`);
      }
      check(properties, (code, text, hint) => {
        report(code, `${label} "${key}": ${text}`, hint);
      });
    }
  }

  for (const [type, edges] of batch.edges) {
    const known = schema.relationships.find((each) => each.type === type);
    if (known === undefined) {
      const names = schema.relationships.map((each) => each.type);
      report('BATCH-002', `unknown relationship type "${type}"`, didYouMean(type, names));
      continue;
    }
    const check = propertyChecker(known.properties);
    const pairs = new Set(known.pairs.map(({ from, to }) => `${from}\n${to}`));
    for (const edge of edges) {
      const { from, to } = edge;
      if (!pairs.has(`${from.label}\n${to.label}`)) {
        const joins = known.pairs.map((pair) => `${pair.from} to ${pair.to}`).join(', ');
        report('BATCH-006', `${describe(type, edge)}: it joins ${joins}`);
        continue;
      }
      for (const end of [from, to]) {
        if (!keys.get(end.label)?.has(end.key)) {
          report('BATCH-007', `${describe(type, edge)}: there is no ${end.label} "${end.key}" in the batch`);
        }
      }
      check(edge.properties, (code, text, hint) => {
        report(code, `${describe(type, edge)}: ${text}`, hint);
      });
    }
    for (const edge of repeated(edges)) report('BATCH-008', `${describe(type, edge)}: stands twice`);
  }
  return diagnostics;
}

/** @throws ThreatloomError BATCH-001 with all that `checkBatch` finds */
export function assertBatch(schema: GraphSchema, batch: GraphBatch): void {
  const diagnostics = checkBatch(schema, batch);
  if (diagnostics.length === 0) return;
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : '';
  throw new ThreatloomError('BATCH-001', `the graph cannot be loaded: ${diagnostics[0]!.message}${more}`, {
    diagnostics,
    ...(diagnostics[0]!.hint !== undefined && { hint: diagnostics[0]!.hint }),
  });
}

type Report = (code: string, text: string, hint?: string) => void;

function propertyChecker(
  allowed: readonly SchemaProperty[],
): (properties: Properties, report: Report) => void {
  const byName = new Map(allowed.map((property) => [property.name, property]));
  const required = allowed.filter((property) => property.required);
  return (properties, report) => {
    for (const name in properties) {
      const property = byName.get(name);
      const value = properties[name];
      if (property === undefined) {
        report('BATCH-003', `unknown property "${name}"`, didYouMean(name, byName.keys()));
      } else if (value !== null && value !== undefined && !fits(property, value)) {
        report('BATCH-004', `"${name}" must be ${wanted(property)}, not ${shown(value)}`);
      }
    }
    for (const { name } of required) {
      if (properties[name] === undefined || properties[name] === null) {
        report('BATCH-004', `"${name}" is missing`);
      }
    }
  };
}

function fits({ type, list }: SchemaProperty, value: PropertyValue): boolean {
  if (list)
    return (
      Array.isArray(value) &&
      value.every((element) => typeof element === 'string' && element !== '' && storable(element))
    );
  switch (type) {
    case 'ID':
    case 'String':
      return typeof value === 'string' && storable(value);
    case 'Int':
      return Number.isSafeInteger(value);
    case 'Float':
      return Number.isFinite(value);
    case 'Boolean':
      return typeof value === 'boolean';
  }
}

/**
 * Text, as against bytes: whole characters, and no control characters but tab and line ends. Half of a surrogate pair has
 * no UTF-8 form; the others are terminal escapes where they are shown, and marks where a store packs values.
 */
function storable(text: string): boolean {
  return !/[\p{Surrogate}\0-\x08\v\f\x0e-\x1f]/u.test(text);
}

/** Enough of a value to find it by. */
function shown(value: PropertyValue): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function wanted({ type, list }: SchemaProperty): string {
  if (list) return 'a list of texts, none of them empty, without control characters';
  const names = {
    ID: 'text without control characters',
    String: 'text without control characters',
    Int: 'a whole number',
    Float: 'a finite number',
    Boolean: 'true or false',
  };
  return names[type];
}

/** Edges equal in ends and properties to one before them. */
function repeated(edges: readonly GraphEdge[]): GraphEdge[] {
  const byEnds = new Map<string, GraphEdge | Map<string, GraphEdge>>();
  const again: GraphEdge[] = [];
  for (const edge of edges) {
    const { from, to } = edge;
    const ends = `${from.label}\n${from.key}\n${to.label}\n${to.key}`;
    const before = byEnds.get(ends);
    if (before === undefined) {
      byEnds.set(ends, edge);
      continue;
    }
    const several = before instanceof Map ? before : new Map([[contentOf(before), before]]);
    const content = contentOf(edge);
    if (several.has(content)) again.push(edge);
    several.set(content, edge);
    byEnds.set(ends, several);
  }
  return again;
}

function contentOf({ properties }: GraphEdge): string {
  const names = Object.keys(properties).filter((name) => properties[name] !== null);
  return JSON.stringify(names.sort().map((name) => [name, properties[name]]));
}

function describe(type: string, { from, to }: GraphEdge): string {
  return `${from.label} "${from.key}" -[${type}]-> ${to.label} "${to.key}"`;
}

function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}
