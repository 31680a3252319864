import { afterAll, describe, expect, it } from 'vitest';
import { leaseNeo4j } from './lease.ts';

const neo4j = await leaseNeo4j();
afterAll(() => neo4j?.release());

describe.skipIf(neo4j === undefined)('the Neo4j that tests run on', () => {
  it('is 5.26 or later', async () => {
    const [component] = await neo4j!.run(
      'CALL dbms.components() YIELD versions RETURN versions[0] AS version',
    );
    expect(component).toEqual({
      version: expect.stringMatching(/^(5\.(2[6-9]|[3-9]\d)|20\d\d)\./) as string,
    });
  });

  it('is for this run of the tests alone', async () => {
    await neo4j!.run('CREATE (:Leftover)');
    await neo4j!.clear();
    expect(await neo4j!.run('MATCH (n) RETURN labels(n) AS labels')).toEqual([
      { labels: ['ThreatloomTests'] },
    ]);
  });
});
