/** Damage to foreign files: to their bytes, to the length of a word, and to what stands in them as JSON, YAML, XML or lines of text. */
import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { lengthened } from './lengthen.ts';

/** One change; the numbers are taken modulo what there is to choose from, so each of them fits every file. */
export interface Mutation {
  readonly kind: 'bytes' | 'structure' | 'length';
  readonly how: number;
  readonly where: number;
  readonly with: number;
}

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    kind: fc.oneof(
      { weight: 100, arbitrary: fc.constant('bytes' as const) },
      { weight: 200, arbitrary: fc.constant('structure' as const) },
      { weight: 1, arbitrary: fc.constant('length' as const) },
    ),
    how: fc.nat({ max: 1000 }),
    where: fc.nat(),
    with: fc.nat(),
  }),
  { minLength: 1, maxLength: 4 },
);

type Language = 'json' | 'yaml' | 'xml' | 'text';

export function mutated(path: string, bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  let result = bytes;
  for (const change of changes) {
    result =
      change.kind === 'bytes'
        ? mutatedBytes(result, change)
        : change.kind === 'structure'
          ? mutatedStructure(path, result, change)
          : mutatedLength(result, change);
  }
  // No file is empty: that is said before an importer sees it.
  return result.length === 0 ? Uint8Array.of(32) : result;
}

function mutatedBytes(bytes: Uint8Array, { how, where, with: seed }: Mutation): Uint8Array {
  const at = bytes.length === 0 ? 0 : where % bytes.length;
  const length = 1 + (seed % 40);
  const slice = bytes.subarray(at, at + length);
  switch (how % 5) {
    case 0: {
      const copy = Uint8Array.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << (seed % 8));
      return copy;
    }
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 3:
      return joined(bytes.subarray(0, at), slice, slice, bytes.subarray(at));
    default:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from([seed & 255, (seed >> 8) & 255]),
        bytes.subarray(at),
      );
  }
}

function mutatedLength(bytes: Uint8Array, { where, with: seed }: Mutation): Uint8Array {
  return new TextEncoder().encode(lengthened(new TextDecoder().decode(bytes), where, seed));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function mutatedStructure(path: string, bytes: Uint8Array, change: Mutation): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const language = languageOf(path, text);
  return new TextEncoder().encode(
    language === 'json' || language === 'yaml'
      ? mutatedTree(text, language, change)
      : language === 'xml'
        ? mutatedXml(text, change)
        : mutatedLines(text, change),
  );
}

function languageOf(path: string, text: string): Language {
  if (/^\s*[[{]/.test(text)) return 'json';
  if (/^\s*</.test(text)) return 'xml';
  return /\.ya?ml$|MLmodel$/.test(path) ? 'yaml' : 'text';
}

/** Values of wrong types and sizes, and names that mean something to JavaScript. */
const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  -1e308,
  0.1,
  2 ** 53,
  '',
  ' ',
  'x',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(5000),
  'ß–数 \u202e\u0000\ud800',
  '-'.repeat(300),
  [],
  {},
  [[]],
  [null],
  nested(300),
  JSON.parse('{"__proto__":{"name":"x","id":"__proto__"},"constructor":1}'),
  Array.from({ length: 50 }, (_, i) => ({ id: String(i % 3), name: 'x' })),
  '2026-13-99',
  'schedule',
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { children: value };
  return value;
}

interface Slot {
  readonly of: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

function mutatedTree(text: string, language: 'json' | 'yaml', { how, where, with: seed }: Mutation): string {
  const documents = documentsOf(text, language);
  if (documents === undefined || documents.length === 0) return text;
  // The documents of a stream are damaged as one tree, so that each of them is, and what is moved comes from any of them.
  const isStream = documents.length > 1;
  const root: { value: unknown } = { value: isStream ? documents : documents[0] };
  const slots = slotsOf(root);
  const slot = slots[where % slots.length]!;
  const other = slots[seed % slots.length]!;
  switch (how % 8) {
    case 0:
    case 1:
      put(slot, ODD[seed % ODD.length]);
      break;
    case 2:
      if (Array.isArray(slot.of)) slot.of.splice(Number(slot.key), 1);
      else Reflect.deleteProperty(slot.of, slot.key);
      break;
    case 3:
      put(slot, structuredClone(get(other)));
      break;
    case 4: {
      // Ids and references are texts: this makes references undefined, double and circular.
      const texts = slots.filter((each) => typeof get(each) === 'string');
      if (texts.length > 0) put(texts[where % texts.length]!, get(texts[seed % texts.length]!));
      break;
    }
    case 5:
      if (Array.isArray(slot.of)) slot.of.push(structuredClone(get(slot)));
      else put({ of: slot.of, key: String(other.key) }, get(slot));
      break;
    case 6:
      put(slot, [get(slot)]);
      break;
    default:
      if (!Array.isArray(slot.of)) put({ of: slot.of, key: '__proto__' }, structuredClone(get(other)));
  }
  const damaged = isStream && Array.isArray(root.value) ? root.value : [root.value];
  return written(damaged, language) ?? text;
}

/** Values of all documents; none where one of them cannot be read. */
function documentsOf(text: string, language: 'json' | 'yaml'): readonly unknown[] | undefined {
  try {
    if (language === 'json') return [JSON.parse(text) as unknown];
    return parseAllDocuments(text, { logLevel: 'silent' }).map((document) => {
      if (document.errors[0] !== undefined) throw document.errors[0];
      return document.toJS({ maxAliasCount: 10 }) as unknown;
    });
  } catch {
    return undefined;
  }
}

function written(documents: readonly unknown[], language: 'json' | 'yaml'): string | undefined {
  try {
    return language === 'json'
      ? JSON.stringify(documents[0])
      : documents.map((value) => stringify(value, { aliasDuplicateObjects: false })).join('---\n');
  } catch {
    return undefined;
  }
}

function get({ of, key }: Slot): unknown {
  return Reflect.get(of, key) as unknown;
}

/** Defines, so that `__proto__` is a key like others. */
function put({ of, key }: Slot, value: unknown): void {
  Object.defineProperty(of, key, { value, enumerable: true, writable: true, configurable: true });
}

/** All places of values, as deep as a file of people goes. */
function slotsOf(root: { value: unknown }): Slot[] {
  const slots: Slot[] = [{ of: root, key: 'value' }];
  const walk = (value: unknown, depth: number): void => {
    if (value === null || typeof value !== 'object' || depth > 30) return;
    for (const key of Object.keys(value)) {
      slots.push({ of: value as Record<string, unknown>, key });
      walk((value as Record<string, unknown>)[key], depth + 1);
    }
  };
  walk(root.value, 0);
  return slots;
}

function mutatedXml(text: string, { how, where, with: seed }: Mutation): string {
  const values = [...text.matchAll(/"([^"<>]*)"/g)];
  const tags = [...text.matchAll(/<[^<>]+>/g)];
  const value = values[where % Math.max(1, values.length)];
  const tag = tags[where % Math.max(1, tags.length)];
  const odd = String(ODD[seed % ODD.length]).replaceAll(/[<"&]/g, '');
  switch (how % 6) {
    case 0:
      return value === undefined ? text : spliced(text, value.index + 1, value[1]!.length, odd);
    case 1:
      return value === undefined
        ? text
        : spliced(text, value.index + 1, value[1]!.length, values[seed % values.length]![1]!);
    case 2:
      return tag === undefined ? text : spliced(text, tag.index, tag[0].length, '');
    case 3:
      return tag === undefined ? text : spliced(text, tag.index, 0, tag[0]);
    case 4:
      return tag === undefined ? text : spliced(text, tag.index, 0, '<a>'.repeat(1 + (seed % 400)));
    default:
      return tag === undefined
        ? text
        : spliced(text, tag.index + tag[0].length, 0, `&#${seed % 70000};${odd}`);
  }
}

function mutatedLines(text: string, { how, where, with: seed }: Mutation): string {
  const lines = text.split('\n');
  const at = where % lines.length;
  const other = lines[seed % lines.length]!;
  const words = text.match(/\S+/g) ?? [''];
  switch (how % 6) {
    case 0:
      return lines.toSpliced(at, 1).join('\n');
    case 1:
      return lines.toSpliced(at, 0, other).join('\n');
    case 2:
      return lines.with(at, other).join('\n');
    case 3:
      return lines
        .with(
          at,
          lines[at]!.replace(/\S+/, () => words[seed % words.length]!),
        )
        .join('\n');
    case 4:
      return lines.with(at, `${lines[at]!} ${String(ODD[seed % ODD.length])}`).join('\n');
    default:
      return lines.with(at, `${'[({'.repeat(seed % 300)}${lines[at]!}`).join('\n');
  }
}

function spliced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}
