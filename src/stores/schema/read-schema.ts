import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import type { GraphSchema, SchemaText } from './graph-schema.ts';
import { parseGraphSchema } from './parse-schema.ts';

let own: GraphSchema | undefined;

/** The SDL files of a folder, in file-name order; without a folder, those that this package ships. */
export function readSchemaTexts(folder: string = join(packageRoot(), 'graph-schema')): SchemaText[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/** The graph schema that this package ships, read once. */
export function graphSchema(): GraphSchema {
  return (own ??= parseGraphSchema(readSchemaTexts()));
}
