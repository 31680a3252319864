import { z } from 'zod';
import { ASSET_KINDS } from '#model/asset-kinds';
import { KIND_MARK, systemFile, TEXT_KEYS } from './structure.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema (draft 2020-12) of a system model file, for editors: `schemas/system.schema.json`. Made from the shape
 * that the reader checks against, so the two accept the same structure; what only the reader can see (ids that nothing
 * has, circles of zones) is not in it.
 */
export function systemJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(systemFile, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema, path }) => {
      completeObject(jsonSchema, path);
      completeKind(jsonSchema);
    },
  });
  const { $schema, ...rest } = schema;
  return {
    $schema,
    $id: 'urn:threatloom:system-model:1',
    title: 'threatloom system model, version 1',
    description: 'Assets, flows, trust boundaries, safeguards and goals of one system that uses AI.',
    ...rest,
  } as JsonSchema;
}

function completeObject(schema: JsonSchema, path: readonly (string | number)[]): void {
  const { properties } = schema;
  const isProfile = path.length === 2 && path[1] === 'profile';
  if (properties === undefined && !isProfile) return;
  schema.patternProperties = { '^x-': {} };
  for (const key of TEXT_KEYS) {
    const property = properties?.[key];
    // Digits alone are a number to an editor; the reader takes them as they are written.
    if (typeof property === 'object') Object.assign(property, { type: ['string', 'number'] });
  }
}

/** Known kinds for completion, and any other id, since libraries add kinds. */
function completeKind(schema: JsonSchema): void {
  if (schema[KIND_MARK] === undefined) return;
  const { pattern } = schema;
  Reflect.deleteProperty(schema, KIND_MARK);
  delete schema.pattern;
  schema.anyOf = [{ enum: [...ASSET_KINDS.keys()] }, { pattern: String(pattern) }];
}
