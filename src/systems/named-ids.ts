/**
 * Which keys name which elements, and a tolerant look into a document that may be wrong in places: what is of the
 * wrong type is passed over, since the structure check has said so already.
 */
import { RELATIONS } from '#model/system-model';
import type { Path } from './findings.ts';

export type Sort = 'zone' | 'actor' | 'asset' | 'flow' | 'evidence';

/** Section → key → sorts of element that may be named there. */
export const NAMED: Readonly<Record<string, Readonly<Record<string, readonly Sort[]>>>> = {
  zones: { in: ['zone'] },
  actors: { zone: ['zone'], access: ['asset'], supplies: ['asset'] },
  assets: {
    zone: ['zone'],
    ...Object.fromEntries(RELATIONS.map((relation) => [relation, ['asset'] as const])),
    contributors: ['actor'],
    opens: ['asset'],
    'triggered-by': ['asset', 'actor'],
    'read-by': ['actor'],
  },
  flows: { from: ['asset', 'actor'], to: ['asset', 'actor'] },
  safeguards: { on: ['asset', 'actor', 'zone', 'flow'], evidence: ['evidence'] },
  evidence: { subject: ['asset'] },
  goals: { on: ['asset', 'actor'] },
  accepted: { on: ['asset', 'actor'] },
};

export type Mapping = Readonly<Record<string, unknown>>;

export interface Element {
  readonly id: string;
  readonly path: Path;
  readonly fields: Mapping;
}

export function asMapping(value: unknown): Mapping {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Mapping) : {};
}

export function field(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** The elements of a section, whether it is a mapping from ids or a list. */
export function elementsOf(document: unknown, section: string): Element[] {
  const value = field(asMapping(document), section);
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const fields = asMapping(item);
      const id = field(fields, 'id');
      return { id: typeof id === 'string' ? id : '', path: [section, index], fields };
    });
  }
  return Object.entries(asMapping(value)).map(([id, fields]) => ({
    id,
    path: [section, id],
    fields: asMapping(fields),
  }));
}

export interface NamedText {
  readonly text: string;
  readonly path: Path;
  readonly part: 'key' | 'value';
}

/** The texts under a key: one, those of a list, or the keys of a mapping (ids with verbs). */
export function textsUnder(element: Element, key: string): NamedText[] {
  const value = field(element.fields, key);
  const path = [...element.path, key];
  if (typeof value === 'string') return [{ text: value, path, part: 'value' }];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      typeof item === 'string' ? [{ text: item, path: [...path, index], part: 'value' as const }] : [],
    );
  }
  return Object.keys(asMapping(value)).map((text) => ({ text, path: [...path, text], part: 'key' as const }));
}
