import { z } from 'zod';
import { findQuery } from '#stores/queries/load-queries';
import { bindParameters } from '#stores/queries/query-parameters';
import type { ResultValue } from '#stores/port';
import { plainText, tool } from '../tool.ts';

const TIMEOUT_MS = 30_000;

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

export const queryTool = tool({
  name: 'query',
  title: 'Named query',
  description:
    'Asks the graph one of its named questions. Without a name: which there are, with their parameters.',
  input: z.strictObject({
    name: z.string().optional(),
    parameters: z.record(z.string(), value).default({}),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({
    queries: z
      .array(
        z.object({
          name: z.string(),
          summary: z.string(),
          parameters: z.array(
            z.object({ name: z.string(), type: z.string(), required: z.boolean(), description: z.string() }),
          ),
        }),
      )
      .optional(),
    columns: z.array(z.string()).optional(),
    rows: z.array(z.array(z.unknown())).optional(),
    truncated: z.boolean().optional().describe('Whether there are more rows'),
  }),
  answer: async ({ queries, store }, { name, parameters, limit }, signal) => {
    if (name === undefined) {
      return {
        queries: queries.map(({ name: query, summary, parameters: specs }) => ({
          name: query,
          summary,
          parameters: specs.map(({ name: parameter, type, default: fallback, description }) => ({
            name: parameter,
            type,
            required: fallback === undefined,
            description,
          })),
        })),
      };
    }
    const query = findQuery(queries, name);
    const bound = bindParameters(query, parameters);
    const graph = await store();
    const limits = { maxRows: limit, timeoutMs: TIMEOUT_MS, signal };
    const { columns, rows, truncated } = await graph.read(query.cypher, bound, limits);
    return { columns: [...columns], rows: rows.map((row) => row.map(plainValue)), truncated };
  },
});

function plainValue(value: ResultValue): ResultValue {
  if (typeof value === 'string') return plainText(value);
  return Array.isArray(value) ? (value as readonly ResultValue[]).map(plainValue) : value;
}
