import type { z } from 'zod';
import { jsonPointer, type Path } from './findings.ts';
import { childSchema, fixedKeys } from './schema-walk.ts';
import { systemFile } from './structure.ts';

/**
 * Takes the `x-*` keys out of a parsed document, wherever keys are fixed or free (`profile`); under ids, `x-ray` is an
 * id like any other. Changes the document.
 *
 * @returns their values by JSON pointer
 */
export function takeExtensions(document: unknown): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  take(document, systemFile, [], taken);
  return taken;
}

function take(value: unknown, schema: z.core.$ZodType, path: Path, taken: Record<string, unknown>): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) descend(item, index, schema, path, taken);
    return;
  }
  const object = value as Record<string, unknown>;
  const takesAny = fixedKeys(schema) !== undefined || (path.length === 1 && path[0] === 'profile');
  for (const key of Object.keys(object)) {
    if (takesAny && key.startsWith('x-')) {
      taken[jsonPointer([...path, key])] = object[key];
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a plain mapping of the file, not a record
      delete object[key];
    } else {
      descend(object[key], key, schema, path, taken);
    }
  }
}

function descend(
  value: unknown,
  step: string | number,
  schema: z.core.$ZodType,
  path: Path,
  taken: Record<string, unknown>,
): void {
  if (value === null || typeof value !== 'object') return;
  const child = childSchema(schema, step);
  if (child !== undefined) take(value, child, [...path, step], taken);
}
