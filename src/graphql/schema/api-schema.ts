/**
 * The schema of the API, one for all stores: `schemas/api.graphql`, which is what `@neo4j/graphql` generates from
 * `graph-schema/` and the computed answers. Kept as a file, so that it can be read by clients, every change of it is seen,
 * and a process that uses the embedded store need not load the generator.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql/type/index.js';
import { buildSchema, printSchema } from 'graphql/utilities/index.js';
import { packageRoot } from '#packaging/package-root';
import type { SchemaText } from '#stores/schema/graph-schema';
import { readSchemaTexts } from '#stores/schema/read-schema';
import { generateSchema } from './neo4j-schema.ts';

/** A schema without resolvers, of the caller's own. */
export function readApiSchema(): GraphQLSchema {
  return buildSchema(readFileSync(apiSchemaFile(), 'utf8'), { assumeValid: true, noLocation: true });
}

export function apiSchemaFile(): string {
  return join(packageRoot(), 'schemas', 'api.graphql');
}

/** What `schemas/api.graphql` must hold. */
export async function apiSchemaText(): Promise<string> {
  const folder = join(packageRoot(), 'graph-schema', 'answers');
  const answers: SchemaText[] = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
  return `${printSchema(await generateSchema([...readSchemaTexts(), ...answers]))}\n`;
}
