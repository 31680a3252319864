import type { z } from 'zod';
import type { DidYouMean } from './did-you-mean.ts';
import type { Findings, Path } from './findings.ts';
import { childSchema, fixedKeys } from './schema-walk.ts';
import { FORMAT_VERSION, KEBAB_CASE, systemFile } from './structure.ts';

type Issue = z.core.$ZodIssue;

/** Says everything that is wrong with the shape of a document, and gives its typed value if nothing is. */
export function checkStructure(value: unknown, findings: Findings, didYouMean: DidYouMean) {
  const result = systemFile.safeParse(value);
  if (result.success) return result.data;
  const report = new StructureReport(value, findings, didYouMean);
  for (const issue of result.error.issues) report.issue(issue, []);
  return undefined;
}

class StructureReport {
  readonly #value: unknown;
  readonly #findings: Findings;
  readonly #didYouMean: DidYouMean;

  constructor(value: unknown, findings: Findings, didYouMean: DidYouMean) {
    this.#value = value;
    this.#findings = findings;
    this.#didYouMean = didYouMean;
  }

  issue(issue: Issue, prefix: Path): void {
    const path = [...prefix, ...(issue.path as (string | number)[])];
    switch (issue.code) {
      case 'unrecognized_keys':
        for (const key of issue.keys) this.#unknownKey(path, key);
        return;
      case 'invalid_key':
        this.#badId(path, String(path.at(-1)), 'key');
        return;
      case 'invalid_union':
        this.#union(issue, path);
        return;
      case 'invalid_type':
        this.#wrongType(path, [issue.expected]);
        return;
      case 'invalid_value':
        this.#wrongValue(path, issue.values.map(String));
        return;
      case 'invalid_format':
        this.#wrongFormat(path, issue);
        return;
      case 'too_small':
      case 'too_big':
        this.#outOfRange(path, issue);
        return;
      case 'custom':
        this.#custom(path, issue);
        return;
      case 'invalid_element':
      case 'not_multiple_of':
        this.#findings.add('SYS-014', path, issue.message);
    }
  }

  #unknownKey(path: Path, key: string): void {
    const hint =
      key === '<<'
        ? 'merge keys are YAML 1.1; write the keys out, or use an alias for a whole value'
        : (this.#didYouMean.hint(key, keysAt(path)) ?? 'docs/system-model.md lists the keys');
    this.#findings.add('SYS-012', [...path, key], `unknown key "${key}" in ${describe(path)}`, {
      part: 'key',
      hint,
    });
  }

  #badId(path: Path, id: string, part: 'key' | 'value'): void {
    const kebab = toKebabCase(id);
    this.#findings.add('SYS-017', path, `"${id}" is not in kebab case`, {
      part,
      hint: KEBAB_CASE.test(kebab) ? `write "${kebab}"` : 'lower-case letters, digits and single hyphens',
    });
  }

  /** Of several possible shapes, the one that the value has: its faults are what the author wants to hear of. */
  #union(issue: z.core.$ZodIssueInvalidUnion, path: Path): void {
    const inside = issue.errors.find((issues) => issues.some(({ path: at }) => at.length > 0));
    if (inside !== undefined) {
      for (const each of inside) this.issue(each, path);
      return;
    }
    const own = issue.errors.flat();
    const formal = own.find(({ code }) => code !== 'invalid_type' && code !== 'invalid_value');
    const options = own.find((each) => each.code === 'invalid_value');
    const isScalar = typeof this.#at(path) !== 'object';
    if (formal !== undefined) this.issue(formal, path);
    else if (options?.code === 'invalid_value' && isScalar)
      this.#wrongValue(path, options.values.map(String));
    else
      this.#wrongType(
        path,
        own.map((each) => (each.code === 'invalid_type' ? each.expected : 'string')),
      );
  }

  #wrongType(path: Path, expected: readonly string[]): void {
    const value = this.#at(path);
    if (value === undefined) {
      const owner = path.slice(0, -1);
      // There, but without a value: the reading of the text has said why.
      if (Object.hasOwn(Object(this.#at(owner)) as object, path.at(-1) ?? '')) return;
      this.#findings.add('SYS-013', owner, `${describe(owner)} has no "${String(path.at(-1))}"`, {
        part: 'key',
      });
      return;
    }
    const wanted = [...new Set(expected.map(typeWord))].join(' or ');
    const root =
      path.length === 0 ? 'a system model is a mapping, and this is ' : `expected ${wanted}, found `;
    this.#findings.add('SYS-014', path, root + foundWord(value), { hint: typeHint(value, expected) });
  }

  #wrongValue(path: Path, values: readonly string[]): void {
    const value = this.#at(path);
    if (value === undefined) {
      this.#wrongType(path, []);
    } else if (path.length === 1 && path[0] === 'threatloom') {
      this.#findings.add('SYS-019', path, `format version ${shown(value)} is not known`, {
        hint: `write threatloom: ${FORMAT_VERSION}`,
      });
    } else if (typeof value === 'string') {
      this.#findings.add('SYS-015', path, `unknown value "${value}" for ${nameOf(path)}`, {
        hint: this.#didYouMean.hint(value, values),
      });
    } else {
      const hint =
        typeof value === 'boolean' || typeof value === 'number' ? `one of ${values.join(', ')}` : undefined;
      this.#findings.add('SYS-014', path, `expected text, found ${foundWord(value)}`, {
        hint: hint ?? typeHint(value, ['string']),
      });
    }
  }

  #wrongFormat(path: Path, issue: z.core.$ZodIssueInvalidStringFormat): void {
    const value = String(this.#at(path));
    if (issue.format === 'date') {
      this.#findings.add('SYS-018', path, `"${value}" is no date`, {
        hint: 'a day of the calendar as YYYY-MM-DD',
      });
    } else if (issue.pattern === String(KEBAB_CASE)) {
      this.#badId(path, value, 'value');
    } else {
      this.#findings.add('SYS-018', path, 'this is no SHA-256 digest', {
        hint: '64 digits and letters a to f',
      });
    }
  }

  #outOfRange(path: Path, issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): void {
    if (issue.origin === 'array') {
      this.#findings.add('SYS-016', path, `${nameOf(path)} are an empty list`, {
        hint: 'name at least one, or leave the verbs out by writing a list of ids',
      });
      return;
    }
    const range = nameOf(path) === 'trust' ? '0 (anyone) to 5 (most trusted)' : '0 to 1';
    this.#findings.add('SYS-016', path, `${nameOf(path)} is ${shown(this.#at(path))}, outside its range`, {
      hint: range,
    });
  }

  #custom(path: Path, issue: z.core.$ZodIssueCustom): void {
    const keys = (issue.params as { oneOf: readonly string[] }).oneOf;
    this.#findings.add('SYS-013', path, `${describe(path)} has none of ${keys.join(', ')}`, {
      part: 'key',
      hint: 'at least one of them is needed',
    });
  }

  #at(path: Path): unknown {
    let value = this.#value;
    for (const step of path) {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
      value = (value as Record<string | number, unknown>)[step];
    }
    return value;
  }
}

/** The keys that may stand in the mapping that a path leads to. */
function keysAt(path: Path): readonly string[] {
  let schema: z.core.$ZodType | undefined = systemFile;
  for (const step of path) schema = schema && childSchema(schema, step);
  return (schema && fixedKeys(schema)) ?? [];
}

const SORTS: Readonly<Record<string, string>> = {
  zones: 'zone',
  actors: 'actor',
  assets: 'asset',
  flows: 'flow',
  safeguards: 'safeguard',
  goals: 'goal',
  accepted: 'acceptance',
};

/** How a message names an element, e.g. `asset "bot"`, `the system model`. */
function describe(path: Path): string {
  const [section, id, ...rest] = path;
  if (section === undefined) return 'the system model';
  if (id === undefined) return `"${section}"`;
  const element =
    typeof id === 'number'
      ? `${SORTS[section] ?? section} ${id + 1}`
      : `${SORTS[section] ?? section} "${id}"`;
  return rest.length === 0
    ? element
    : `${rest.filter((step) => typeof step === 'string').join(' ')} of ${element}`;
}

/** What a message calls the value at a path: its innermost key, or the verbs beside an id. */
function nameOf(path: Path): string {
  const keys = path.filter((step) => typeof step === 'string');
  const link = keys.at(-2);
  const name = keys.at(-1) ?? '';
  return link === 'access' || link === 'contributors' ? `the verbs of "${name}"` : name;
}

function typeWord(expected: string): string {
  const words: Record<string, string> = {
    string: 'text',
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    boolean: 'true or false',
    number: 'a number',
    int: 'a whole number',
  };
  return words[expected] ?? expected;
}

function foundWord(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the text "${shorten(value)}"` : shown(value);
}

function typeHint(value: unknown, expected: readonly string[]): string | undefined {
  const [wanted] = expected;
  if (typeof value === 'string' && expected.includes('boolean') && /^(yes|no|on|off|y|n)$/i.test(value)) {
    return `in YAML 1.2 ${value} is plain text; write ${/^(yes|on|y)$/i.test(value) ? 'true' : 'false'}`;
  }
  if (typeof value === 'string' && expected.includes('array')) return `write a list: [${shorten(value)}]`;
  if (typeof value === 'string' && /^(number|int)$/.test(wanted ?? '') && /^\d/.test(value))
    return 'leave out the quotes';
  if ((typeof value === 'number' || typeof value === 'boolean') && wanted === 'string')
    return `write "${value}" in quotes`;
  if (value === null && (wanted === 'object' || wanted === 'record')) return 'write {}, or leave the key out';
  if (value === null && wanted === 'array') return 'write [], or leave the key out';
  return undefined;
}

function shown(value: unknown): string {
  return shorten(typeof value === 'string' ? `"${value}"` : JSON.stringify(value ?? null));
}

function shorten(text: string): string {
  return text.length > 60 ? text.slice(0, 57) + '...' : text;
}

function toKebabCase(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
