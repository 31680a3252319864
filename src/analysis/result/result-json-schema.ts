import { z } from 'zod';
import { analysisResultSchema } from '#model/analysis-result';

/**
 * The JSON Schema (draft 2020-12) of a result, shipped as `schemas/result.schema.json`. It lets more fields through than it
 * names: a later version may add some.
 */
export function resultJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(analysisResultSchema, { io: 'input' });
  return { $schema, $id: 'urn:threatloom:result:1', ...rest };
}
