import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { findQuery, loadNamedQueries } from '#stores/queries/load-queries';
import { parseQuery } from '#stores/queries/parse-query';
import { bindParameters } from '#stores/queries/query-parameters';
import { graphSchema } from '#stores/schema/read-schema';

const schema = graphSchema();

const GOOD = `// Assets of a system.
//
// Parameters:
//   system: string = "" — only this system
//   kinds: strings = ["agent", "llm"] — only these kinds
//   atLeast: number — smallest likelihood
// Columns:
//   asset: string — id of the asset
//   threats: integer — how many
MATCH (a:Asset)-[:EXPOSED_TO]->(s:AttackStep)
WHERE a.system = $system AND a.kind IN $kinds AND s.likelihood >= $atLeast
RETURN a.id AS asset, count(*) AS threats
ORDER BY asset;
`;

const parse = (text: string) => parseQuery({ file: 'q.cypher', topic: 'threats', name: 'q', text }, schema);
const found = (text: string): string[] =>
  parse(text).diagnostics.map(
    ({ code, line, column, message }) => `${code} ${line}${column ? `:${column}` : ''} ${message}`,
  );

describe('reading a query', () => {
  it('gives what its header says', () => {
    const { query, diagnostics } = parse(GOOD);
    expect(diagnostics).toEqual([]);
    expect(query).toEqual({
      name: 'q',
      topic: 'threats',
      file: 'q.cypher',
      summary: 'Assets of a system.',
      parameters: [
        { name: 'system', type: 'string', default: '', description: 'only this system' },
        { name: 'kinds', type: 'strings', default: ['agent', 'llm'], description: 'only these kinds' },
        { name: 'atLeast', type: 'number', description: 'smallest likelihood' },
      ],
      columns: [
        { name: 'asset', type: 'string', description: 'id of the asset' },
        { name: 'threats', type: 'integer', description: 'how many' },
      ],
      cypher: GOOD.slice(GOOD.indexOf('MATCH'), GOOD.indexOf(';')),
    });
  });

  it.each([
    [
      'has no summary',
      GOOD.replace('Assets of a system.', ''),
      ['QUERY-001 1 the header does not say what the query answers'],
    ],
    [
      'has a line of no form',
      GOOD.replace('asset: string —', 'asset string -'),
      [
        'QUERY-001 8 not of the form "  name: string|integer|number|boolean|strings — description"',
        'QUERY-003 1 the header declares the columns threats, the query returns asset, threats',
      ],
    ],
    [
      'has a default of another type',
      GOOD.replace('= ""', '= 5'),
      ['QUERY-001 4 the default 5 is no string in JSON'],
    ],
    [
      'has a default that is no JSON',
      GOOD.replace('= ""', "= ''"),
      ["QUERY-001 4 the default '' is no string in JSON"],
    ],
    [
      'uses a parameter that is not declared',
      GOOD.replace('$kinds', '$kind'),
      [
        'QUERY-002 1 the header declares the parameters atLeast, kinds, system, the query uses atLeast, kind, system',
      ],
    ],
    [
      'returns columns in another order',
      GOOD.replace('RETURN a.id AS asset, count(*) AS threats', 'RETURN count(*) AS threats, a.id AS asset'),
      ['QUERY-003 1 the header declares the columns asset, threats, the query returns threats, asset'],
    ],
    [
      'has no order',
      GOOD.replace('ORDER BY asset', ''),
      ['QUERY-004 1 the query has no ORDER BY, so its rows come in any order'],
    ],
    [
      'writes',
      GOOD.replace('RETURN', 'SET a.id = 1 RETURN'),
      ['CYPHER-002 12:1 "SET" is not allowed: a query may only read'],
    ],
    [
      'has a node without label',
      GOOD.replace('(s:AttackStep)', '(s)'),
      ['CYPHER-003 10:32 the node pattern (s) carries no label'],
    ],
    [
      'has an unnamed node without label',
      GOOD.replace('(s:AttackStep)', '()'),
      expect.arrayContaining(['CYPHER-003 10:32 the node pattern () carries no label']),
    ],
    ['has an unknown label', GOOD.replace('Asset)', 'Aset)'), ['CYPHER-004 10:7 unknown label "Aset"']],
    [
      'has a column named like a node',
      GOOD.replace('(s:', '(threats:').replace('s.likelihood', 'threats.likelihood'),
      ['CYPHER-006 undefined the column "threats" has the name of a node'],
    ],
    [
      'has parameters inside and outside of a subquery',
      GOOD.replace('a.kind IN $kinds', 'EXISTS { MATCH (a)-[:FLOWS_TO]->(b:Asset) WHERE b.kind IN $kinds }'),
      [
        'CYPHER-007 11:88 the parameter $kinds stands in one expression with a parameter at another depth of subqueries',
      ],
    ],
    [
      'has an unknown type',
      GOOD.replace('EXPOSED_TO', 'EXPOSES'),
      ['CYPHER-005 undefined unknown relationship type "EXPOSES"'],
    ],
  ])('refuses one that %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
    expect(parse(text).query).toBeUndefined();
  });

  it('takes a label from another place of the same part, not of another', () => {
    const columns = '// X.\n// Columns:\n//   id: string — id\n';
    const subquery =
      'MATCH (a:Asset) WHERE EXISTS { MATCH (a)-[:FLOWS_TO]->(b:Asset) } RETURN a.id AS id ORDER BY id';
    expect(found(columns + subquery)).toEqual([]);
    const union =
      'MATCH (a:Asset) RETURN a.id AS id ORDER BY id UNION MATCH (a) RETURN a.id AS id ORDER BY id';
    expect(found(columns + union)).toEqual(['CYPHER-003 4:59 the node pattern (a) carries no label']);
  });
});

describe('the queries that this package ships', () => {
  const queries = loadNamedQueries(schema);

  it('are these', () => {
    expect(queries.map(({ topic, name }) => `${topic}/${name}`)).toEqual([
      'compliance/asset-to-iso-chain',
      'threats/attack-next-to-atlas',
      'paths/attack-paths-to-goal',
      'case-studies/case-studies-like-system',
      'controls/controls-ranked-by-steps',
      'threats/coverage-gaps-by-asset',
      'frameworks/frameworks-loaded',
      'compliance/owasp-without-control',
      'controls/protected-by-control',
      'threats/techniques-reaching-asset',
    ]);
  });

  it('are found by name', () => {
    expect(findQuery(queries, 'frameworks-loaded').topic).toBe('frameworks');
    expect(() => findQuery(queries, 'framework-loaded')).toThrow(
      expect.objectContaining({ code: 'QUERY-007', hint: 'did you mean "frameworks-loaded"?' }) as Error,
    );
  });
});

describe('a folder of queries', () => {
  it('is told all that is wrong in all files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'threatloom-queries-'));
    try {
      for (const topic of ['a', 'b']) mkdirSync(join(folder, topic));
      writeFileSync(join(folder, 'a', 'same.cypher'), GOOD);
      writeFileSync(join(folder, 'b', 'same.cypher'), GOOD);
      writeFileSync(join(folder, 'b', 'wrong.cypher'), 'MATCH (a:Asset) DELETE a');
      writeFileSync(join(folder, 'b', 'notes.md'), 'no query');
      let error: unknown;
      try {
        loadNamedQueries(schema, folder);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(ThreatloomError);
      expect((error as ThreatloomError).diagnostics.map((each) => each.message)).toEqual([
        'the name "same" is taken by a/same.cypher',
        'the header does not say what the query answers',
        '"DELETE" is not allowed: a query may only read',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('binding parameters', () => {
  const query = parse(GOOD).query!;
  const failing = (given: Record<string, unknown>): string[] => {
    try {
      bindParameters(query, given);
    } catch (error) {
      if (error instanceof ThreatloomError) return error.diagnostics.map((each) => each.message);
      throw error;
    }
    return [];
  };

  it('fills in defaults and reads text', () => {
    expect(bindParameters(query, { atLeast: 0.5 })).toEqual({
      system: '',
      kinds: ['agent', 'llm'],
      atLeast: 0.5,
    });
    expect(bindParameters(query, { atLeast: '0.25', kinds: 'a, b', system: '5' })).toEqual({
      system: '5',
      kinds: ['a', 'b'],
      atLeast: 0.25,
    });
    expect(bindParameters(query, { atLeast: 1, kinds: '' })['kinds']).toEqual([]);
  });

  it('tells all that is wrong', () => {
    expect(failing({ sytem: 'x', kinds: [1] })).toEqual([
      'query q has no parameter "sytem"',
      'parameter "kinds" must be of type strings, not [1]',
      'query q needs the parameter "atLeast"',
    ]);
    expect(failing({ atLeast: 'much' })).toEqual(['parameter "atLeast" must be of type number, not "much"']);
    expect(failing({ atLeast: '' })).toEqual(['parameter "atLeast" must be of type number, not ""']);
  });

  it('reads booleans and integers', () => {
    const { parameters } = parse(
      '// X.\n// Parameters:\n//   yes: boolean — x\n//   n: integer — x\n// Columns:\n//   a: boolean — x\nRETURN $yes AND $n = 1 AS a ORDER BY a',
    ).query!;
    expect(bindParameters({ name: 'x', parameters }, { yes: 'true', n: '7' })).toEqual({ yes: true, n: 7 });
    expect(() => bindParameters({ name: 'x', parameters }, { yes: 'yes', n: '7.5' })).toThrow(
      'parameter "yes" must be of type boolean, not "yes"',
    );
  });
});
