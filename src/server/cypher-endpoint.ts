/**
 * `POST /cypher` with `{ "query": "MATCH …", "parameters": {…} }` → `{ "columns", "rows", "truncated" }`.
 */
import { z } from 'zod';
import { hasErrors } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { checkQuery } from '#stores/cypher-guard/check-query';
import { readQuery } from '#stores/cypher-guard/read-query';
import type { GraphStore, QueryLimits, QueryResult } from '#stores/port';
import type { GraphSchema } from '#stores/schema/graph-schema';

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
const request = z.strictObject({
  query: z.string().max(20_000),
  parameters: z.record(z.string().max(64), value).default({}),
});

/**
 * Runs one read-only query that the guard lets pass.
 *
 * @param body of the request
 * @throws ThreatloomError SERVE-023 (not of this form), CYPHER-… (refused by the guard), CLI-014 (names what the graph has not)
 */
export async function answerCypher(
  store: GraphStore,
  schema: GraphSchema,
  body: unknown,
  limits: QueryLimits,
): Promise<QueryResult> {
  const parsed = request.safeParse(body);
  if (!parsed.success) {
    throw new ThreatloomError('SERVE-023', 'the body is no question in Cypher', {
      hint: 'send { "query": "MATCH (a:Asset) RETURN a.id AS id ORDER BY id" }, and "parameters" where it has any',
    });
  }
  const { query: text, parameters } = parsed.data;
  const query = readQuery(text);
  const diagnostics = checkQuery(query, schema);
  if (hasErrors(diagnostics)) {
    throw new ThreatloomError('CLI-014', 'the query does not fit the graph', { diagnostics });
  }
  const missing = query.parameters.filter((name) => !Object.hasOwn(parameters, name));
  if (missing.length > 0) {
    throw new ThreatloomError(
      'SERVE-023',
      `the query needs values for ${missing.map((name) => `$${name}`).join(', ')}`,
      {
        hint: 'add them to "parameters"',
      },
    );
  }
  const given = Object.fromEntries(query.parameters.map((name) => [name, parameters[name]!]));
  return store.read(query.cypher, given, limits);
}
