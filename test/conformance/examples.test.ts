/** The examples in both stores, brought there by the commands that users run: the same questions, the same answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphStore, QueryResult } from '#stores/port';
import { graphSchema } from '#stores/schema/read-schema';
import { openStore } from '#workspace/store';
import { exampleFolder, threatloom } from '../cli/captured-io.ts';
import { leaseNeo4j } from '../neo4j/lease.ts';
import type { Question } from './example-questions.ts';
import { exampleQuestions } from './example-questions.ts';

const EXAMPLES = ['support-chatbot', 'fraud-detection', 'trading-model'];
const FILES = EXAMPLES.map((name) => `examples/${name}.system.yaml`);
const LIMITS = { maxRows: 100_000, timeoutMs: 60_000 };

const neo4j = await leaseNeo4j();
const place = exampleFolder();
let embedded: GraphStore;
let questions: Question[];
const answers = new Map<string, QueryResult>();

beforeAll(async () => {
  const { exitCode, stderr } = await threatloom(place.folder, ['build', ...FILES, '--quiet']);
  expect([exitCode, stderr]).toEqual([0, '']);
  embedded = await openStore(undefined, place.folder, {});
  questions = await exampleQuestions(embedded);
  for (const { title, cypher, parameters } of questions) {
    answers.set(title, await embedded.read(cypher, parameters, LIMITS));
  }
}, 300_000);
afterAll(async () => {
  await embedded.close();
  await neo4j?.release();
  place.remove();
});

describe('the examples in the embedded store', () => {
  it('are asked about every system, asset, goal and control', () => {
    const titles = questions.map(({ title }) => title);
    for (const system of EXAMPLES) expect(titles).toContain(`coverage-gaps-by-asset system=${system}`);
    expect(titles).toContain('techniques-reaching-asset asset=bot system=support-chatbot');
    expect(titles).toContain('attack-paths-to-goal goal=free-money system=support-chatbot');
    expect(titles).toContain('protected-by-control control=AML.M0020');
    expect(titles.length).toBeGreaterThan(200);
  });

  it.each(EXAMPLES)('answer every query that asks about %s', (system) => {
    const empty = [...answers]
      .filter(([title, { rows }]) => title.endsWith(` system=${system}`) && rows.length === 0)
      .map(([title]) => title)
      .filter((title) => !/ (asset|goal|control)=/.test(title));
    expect(empty).toEqual([]);
  });

  it('are in all answers without a limit', () => {
    for (const [title, { truncated }] of answers) expect([title, truncated]).toEqual([title, false]);
  });

  it('give nothing for what is not there', () => {
    for (const [title, { rows }] of answers) {
      if (/=(nobody|nothing|no-such-control)\b/.test(title)) expect([title, rows]).toEqual([title, []]);
    }
  });
});

describe.skipIf(neo4j === undefined)('the examples in Neo4j', { timeout: 300_000 }, () => {
  let server: GraphStore;

  beforeAll(async () => {
    await neo4j!.clear();
    const io = { env: neo4j!.env };
    const args = ['push', ...FILES, '--quiet', '--store', neo4j!.uri];
    const { exitCode, stderr } = await threatloom(place.folder, args, io);
    expect([exitCode, stderr]).toEqual([0, '']);
    server = await openStore(neo4j!.uri, place.folder, neo4j!.env);
  }, 300_000);
  afterAll(() => server.close());

  it('are the same build', async () => {
    const summary = await server.summary();
    expect(summary).toEqual(await embedded.summary());
    expect(summary!.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(summary!.nodes['System']).toBe(3);
  });

  const { labels, relationships } = graphSchema();
  const same = async (cypher: string): Promise<unknown> => {
    const answer = await server.read(cypher, {}, LIMITS);
    expect(answer).toEqual(await embedded.read(cypher, {}, LIMITS));
    return answer.rows;
  };

  it.each(labels.map(({ name }) => name))('have as many nodes %s', async (label) => {
    await same(`MATCH (n:${label}) RETURN count(*) AS n`);
  });

  it.each(relationships.map(({ type, pairs }) => [type, pairs] as const))(
    'have as many relationships %s',
    async (type, pairs) => {
      for (const { from, to } of pairs) {
        await same(`MATCH (a:${from})-[r:${type}]->(b:${to}) RETURN count(*) AS n`);
      }
    },
  );

  it('give the same rows in the same order to every question', async () => {
    for (const { title, cypher, parameters } of questions) {
      const answer = await server.read(cypher, parameters, LIMITS);
      expect({ title, ...answer }).toEqual({ title, ...answers.get(title)! });
    }
  });

  it.each(['table', 'json', 'csv'])('print the same %s', async (format) => {
    const args = ['query', 'attack-paths-to-goal', '-p', 'system=support-chatbot', '--format', format];
    const local = await threatloom(place.folder, args);
    const remote = await threatloom(place.folder, [...args, '--store', neo4j!.uri], { env: neo4j!.env });
    expect(remote).toEqual(local);
    expect(local.exitCode).toBe(0);
  });
});
