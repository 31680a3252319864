import type { z } from 'zod';

/** The schema of what stands under one key, index or id of a value; undefined where the shape knows of none. */
export function childSchema(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  const inner = unwrap(schema);
  if ('shape' in inner) {
    const shape = (inner as z.ZodObject).shape as Readonly<Record<string, z.core.$ZodType>>;
    return Object.hasOwn(shape, step) ? shape[step] : undefined;
  }
  if ('valueType' in inner) return (inner as z.ZodRecord).valueType;
  if ('element' in inner) return (inner as z.ZodArray).element;
  return undefined;
}

/** The keys of a mapping with fixed keys; undefined for anything else. */
export function fixedKeys(schema: z.core.$ZodType): readonly string[] | undefined {
  const inner = unwrap(schema);
  return 'shape' in inner ? Object.keys((inner as z.ZodObject).shape) : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return 'unwrap' in schema && !('element' in schema) ? unwrap((schema as z.ZodOptional).unwrap()) : schema;
}
