import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ASSET_KINDS } from '#model/asset-kinds';
import {
  CARRIES,
  LEVELS,
  LOSSES,
  RELATIONS,
  SAFEGUARD_STATUSES,
  VALUE_FACTS,
  VERBS,
} from '#model/system-model';
import { readSystemModel, readSystemValue } from '../../src/systems/read-system-model.ts';
import { line, schemaValidator } from './support.ts';

type Json = Record<string, unknown>;

const ASSETS = ['agent-a', 'b', 'c2', 'd-d-d'];
const ACTORS = ['p', 'q1'];
const ZONES = ['z', 'y', 'w'];

const word = <T extends string>(words: readonly T[]) => fc.constantFrom(...words);
const some = <T extends string>(words: readonly T[]) => fc.subarray([...words]);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('true', '1', 'a: b', '- x', '#', "it's", ' x ', 'null', '"q"', 'é'),
);
const optional = (record: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
  fc.record(record, { requiredKeys });
const withVerbs = (ids: readonly string[]) =>
  fc.oneof(some(ids), fc.dictionary(word(ids), fc.subarray([...VERBS], { minLength: 1 })));

const zones = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }))
  .map(([outer, inner]) => ({
    z: { trust: outer },
    y: { in: 'z', ...(inner === undefined ? {} : { trust: inner }) },
    w: { in: 'y' },
  }));
const actor = optional({
  name: text,
  zone: word(ZONES),
  attacker: word(['external', 'insider', 'none']),
  access: withVerbs(ASSETS),
  supplies: some(ASSETS),
  deceivable: fc.boolean(),
});
const asset = optional(
  {
    description: text,
    kind: word([...ASSET_KINDS.keys()]),
    zone: word(ZONES),
    exposure: word(['public', 'isolated']),
    value: optional({ confidentiality: word(LEVELS), integrity: word(LEVELS) }),
    data: some(['personal', 'health']),
    effects: some(['send', 'money']),
    contributors: withVerbs(ACTORS),
    opens: fc.oneof(word(ASSETS), some(ASSETS)),
    'triggered-by': some([...ASSETS, ...ACTORS, 'schedule']),
    obtainable: fc.boolean(),
    disclosed: fc.oneof(word(VALUE_FACTS.disclosed.values), some(VALUE_FACTS.disclosed.values)),
    egress: word(VALUE_FACTS.egress.values),
    ...Object.fromEntries(
      RELATIONS.filter((each) => each !== 'contributors').map((each) => [each, some(ASSETS)]),
    ),
  },
  ['kind'],
);
const each = (ids: readonly string[], element: fc.Arbitrary<unknown>) =>
  fc.record(Object.fromEntries(ids.map((id) => [id, element])));

const document: fc.Arbitrary<Json> = optional(
  {
    threatloom: fc.constant(1),
    system: fc.constant('some-system'),
    name: text,
    stage: word(['design', 'monitoring']),
    profile: fc.dictionary(
      word(['sector', 'users', 'odd key']),
      fc.oneof(text, fc.boolean(), fc.integer(), fc.array(text)),
    ),
    zones,
    actors: each(ACTORS, actor),
    assets: each(ASSETS, asset),
    flows: fc.array(
      optional(
        {
          from: word([...ASSETS, ...ACTORS]),
          to: word(ASSETS),
          carries: some(CARRIES),
          both: fc.boolean(),
          name: text,
        },
        ['from', 'to'],
      ),
      { maxLength: 5 },
    ),
    safeguards: fc.dictionary(
      word(['s', 't-t']),
      optional(
        {
          on: some([...ASSETS, ...ACTORS, ...ZONES]),
          implements: some(['AML.M0001', 'TL.C01']),
          status: word(SAFEGUARD_STATUSES),
          effectiveness: fc.double({ min: 0, max: 1, noNaN: true }).filter((value) => !Object.is(value, -0)),
        },
        ['status'],
      ),
    ),
    goals: fc.dictionary(
      word(['g', 'h']),
      fc.record({ on: word([...ASSETS, ...ACTORS]), loss: word(LOSSES), impact: word(LEVELS) }),
    ),
    'goals-from-value': fc.boolean(),
    'x-note': text,
  },
  ['threatloom', 'system', 'zones', 'actors', 'assets'],
);

/** The same values with the keys of every mapping in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (value === null || typeof value !== 'object') return value;
  const rank = (key: string): number =>
    Array.from(key).reduce((sum, char) => (sum * 31 + char.charCodeAt(0) * seed) % 9973, 7);
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, shuffled(item, seed)]));
}

function contentOf(result: ReturnType<typeof readSystemModel>) {
  if (result.model === undefined) throw new Error(result.diagnostics.map(line).join('\n'));
  return { ...result.model, source: null, positions: null };
}

describe('any valid model', () => {
  it('reads the same from YAML and JSON, block or flow, whatever the order of keys', () => {
    fc.assert(
      fc.property(
        document,
        fc.integer({ min: 1, max: 997 }),
        fc.constantFrom('block', 'flow', 'json'),
        (value, seed, style) => {
          const other = shuffled(value, seed);
          const printed =
            style === 'json'
              ? JSON.stringify(other, null, seed % 3)
              : stringify(other, { collectionStyle: style, lineWidth: (seed % 2) * 80 });
          const file = style === 'json' ? 's.system.json' : 's.system.yaml';
          const read = readSystemModel({ file, text: printed });
          expect(contentOf(read)).toEqual(contentOf(readSystemValue({ file, value })));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has the same diagnostics but for places, whatever the order of keys', () => {
    const said = (value: unknown): string[] =>
      readSystemValue({ file: 'v', value }).diagnostics.map(line).sort();
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 997 }), (value, seed) => {
        expect(said(shuffled(value, seed))).toEqual(said(value));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the reader and the JSON Schema', () => {
  const accepts = schemaValidator();
  /** Faults that no schema can see. */
  const BEYOND_SHAPE = /^SYS-0(2|4|5)/;

  it('agree on the shape of any document', () => {
    const odd = fc.oneof(
      text,
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        7,
        0.5,
        -1,
        [],
        {},
        [null],
        ['B'],
        { a: 1 },
        'agent',
        'b',
        [['b']],
        { b: ['read'] },
      ),
    );
    const edit = fc.record({
      steps: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
      value: odd,
      drop: fc.boolean(),
    });
    let refused = 0;
    fc.assert(
      fc.property(document, fc.array(edit, { maxLength: 2 }), (original, edits) => {
        const value = structuredClone(original);
        for (const each of edits) change(value, each);
        const faults = readSystemValue({ file: 'v', value }).diagnostics.filter(
          ({ severity, code }) => severity === 'error' && !BEYOND_SHAPE.test(code),
        );
        if (faults.length > 0) refused++;
        expect({ accepted: accepts(value), faults: faults.map(line) }).toEqual({
          accepted: faults.length === 0,
          faults: faults.map(line),
        });
      }),
      { numRuns: 500 },
    );
    // Else it would prove nothing.
    expect(refused).toBeGreaterThan(50);
  });
});

/** Walks down along the steps, and changes, drops or misnames the entry at their end. */
function change(
  root: Json,
  { steps, value, drop }: { steps: number[]; value: unknown; drop: boolean },
): void {
  let at: Json = root;
  for (const [depth, step] of steps.entries()) {
    const keys = Object.keys(at);
    const key = keys[step % keys.length];
    if (key === undefined) return;
    const next = at[key];
    const isLast = depth === steps.length - 1 || next === null || typeof next !== 'object';
    if (!isLast) {
      at = next as Json;
      continue;
    }
    if (!drop) at[key] = value;
    else if (Array.isArray(at)) at.splice(Number(key), 1);
    else {
      Reflect.deleteProperty(at, key);
      if (step % 2 === 0) at[`${key}s`] = value;
    }
    return;
  }
}
