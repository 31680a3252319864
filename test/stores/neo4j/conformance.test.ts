import { afterAll, describe } from 'vitest';
import { openNeo4jStore } from '#stores/neo4j/neo4j-store';
import { graphSchema } from '#stores/schema/read-schema';
import { describeStore } from '../../conformance/describe-store.ts';
import { leaseNeo4j } from '../../neo4j/lease.ts';

const neo4j = await leaseNeo4j();
afterAll(() => neo4j?.release());

describe.skipIf(neo4j === undefined)('Neo4j', { timeout: 120_000 }, () => {
  describeStore('the server store', async () => {
    const { uri, env, clear } = neo4j!;
    await clear();
    return {
      open: () => Promise.resolve(openNeo4jStore({ uri, env, schema: graphSchema() })),
      dispose: clear,
    };
  });
});
