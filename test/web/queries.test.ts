/** What the page asks for is what the API has. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql/language/index.js';
import { specifiedRules, validate } from 'graphql/validation/index.js';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, limitRules } from '#graphql/limits';
import { readApiSchema } from '#graphql/schema/api-schema';
import { packageRoot } from '#packaging/package-root';
import { checkQuery } from '#stores/cypher-guard/check-query';
import { readQuery } from '#stores/cypher-guard/read-query';
import { graphSchema } from '#stores/schema/read-schema';

const files = (folder: string, ending: string): readonly (readonly [string, string])[] =>
  readdirSync(join(packageRoot(), 'src', 'web', folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => [file, readFileSync(join(packageRoot(), 'src', 'web', folder, file), 'utf8')] as const);

describe('queries of the page', () => {
  const queries = [...files('data/queries', '.graphql'), ...files('console/examples', '.graphql')];

  it.each(queries)('%s fits the API, within its limits', (_, text) => {
    const faults = validate(readApiSchema(), parse(text), [...specifiedRules, ...limitRules(DEFAULT_LIMITS)]);
    expect(faults.map(({ message }) => message)).toEqual([]);
  });

  it.each(files('console/examples', '.cypher'))('%s passes the guard and fits the graph', (_, text) => {
    const query = readQuery(text);
    expect(checkQuery(query, graphSchema())).toEqual([]);
    expect(query.parameters).toEqual(['system']);
  });
});
