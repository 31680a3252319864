import { readSchemaTexts } from '#stores/schema/read-schema';
import { generateSchema } from '../schema/neo4j-schema.ts';
import type { GeneratedApi } from './answer-selections.ts';
import { rootFieldsOf } from './inner-document.ts';

let generated: Promise<GeneratedApi> | undefined;

/** Of the graph schema that this package ships, generated once. */
export function generatedApi(): Promise<GeneratedApi> {
  return (generated ??= generateSchema(readSchemaTexts()).then((schema) => ({
    schema,
    rootFields: rootFieldsOf(schema),
  })));
}
