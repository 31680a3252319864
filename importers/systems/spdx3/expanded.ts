/** SPDX 3 in the expanded form of JSON-LD, as triple stores and validators write it, in the words of the usual form. */
import { escapePointer } from '../../formats/fields.ts';
import type { TreeDocument } from '../../formats/tree-document.ts';

/** `https://spdx.org/rdf/3.0.1/terms/AI/typeOfModel` */
const TERM = /^https?:\/\/spdx\.org\/rdf\/[\w.-]+\/terms\/(\w+)\/(\w+)$/;
/** Values of SPDX nest four deep. */
const MAX_DEPTH = 12;

/** Whether the beginning of a text is that of an expanded document: a list, or a graph without a context. */
export function isExpanded(head: string): boolean {
  return (
    /^\s*(?:\[|\{\s*"@graph"\s*:)/.test(head) &&
    !/"@context"\s*:/.test(head) &&
    /"https?:\/\/spdx\.org\/rdf\/3\.[\w.-]*\/terms\//.test(head)
  );
}

/**
 * The same document with short keys, `{"@value": x}` as x, references as ids, and lists of one as their entry; places are
 * those of the text as it is.
 */
export function compacted(document: TreeDocument): TreeDocument {
  const places = new Map<string, string>();
  const { value } = document;
  const isList = Array.isArray(value);
  const held: unknown = isList ? value : (value as { readonly '@graph'?: unknown } | null)?.['@graph'];
  const [graph, from]: [readonly unknown[], string] = [
    Array.isArray(held) ? held : [held],
    isList ? '' : '/@graph',
  ];
  const elements = graph.map((each, at) => shortened(each, `/@graph/${at}`, `${from}/${at}`, places, 0));
  return {
    file: document.file,
    value: { '@graph': elements },
    locate: (pointer) => document.locate(origin(pointer, places)),
  };
}

/** Of what was not renamed itself, what holds it. */
function origin(pointer: string, places: ReadonlyMap<string, string>): string {
  for (let at = pointer.length; at > 0; at = pointer.lastIndexOf('/', at - 1)) {
    const known = places.get(pointer.slice(0, at));
    if (known !== undefined) return known;
  }
  return '';
}

function shortened(
  value: unknown,
  to: string,
  from: string,
  places: Map<string, string>,
  depth: number,
): unknown {
  places.set(to, from);
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    return parts.length === 1
      ? shortened(parts[0], to, `${from}/0`, places, depth + 1)
      : parts.map((part, at) => shortened(part, `${to}/${at}`, `${from}/${at}`, places, depth + 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only, more] = entries;
  if ('@value' in value) return value['@value'];
  if (only?.[0] === '@id' && more === undefined) return only[1];
  return Object.fromEntries(
    entries.map(([key, part]) => {
      const name = shortKey(key);
      const inner = `${from}/${escapePointer(key)}`;
      return [name, shortened(part, `${to}/${escapePointer(name)}`, inner, places, depth + 1)];
    }),
  );
}

/** Keys of the core profile have no prefix, those of others that of their profile. */
function shortKey(key: string): string {
  const [, profile, name] = TERM.exec(key.slice(0, 300)) ?? [];
  if (profile === undefined || name === undefined) return key;
  return profile === 'Core' ? name : `${profile.toLowerCase()}_${name}`;
}
