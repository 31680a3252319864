import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { readQuery } from '#stores/cypher-guard/read-query';

function refusal(text: string): ThreatloomError {
  try {
    readQuery(text);
  } catch (error) {
    if (error instanceof ThreatloomError) return error;
    throw error;
  }
  throw new Error(`passed: ${text}`);
}

describe('what a read-only query may be', () => {
  it.each([
    'MATCH (a:Asset) RETURN a.id AS id',
    "MATCH (a:Asset {id: $id})-[:EXPOSED_TO]->(s:AttackStep)-[u:USES]->(t:Technique) WHERE s.likelihood >= 0.5 AND NOT t.status = 'withdrawn' RETURN DISTINCT a.id AS asset, count(*) AS n ORDER BY n DESC, asset SKIP 1 LIMIT 10;",
    'OPTIONAL MATCH (t:Technique)<-[:MITIGATES]-(c:Control), (c)-[:SATISFIES]->(r:Requirement) RETURN t.id, collect(DISTINCT c.id)',
    'UNWIND $ids AS id MATCH (a:Asset {id: id}) WITH a, count(*) AS n WHERE n > 1 RETURN a.id AS id UNION ALL MATCH (x:Actor) RETURN x.id AS id',
    'MATCH (a:Asset|Actor) WHERE EXISTS { MATCH (a)-[:EXPOSED_TO]->(s:AttackStep) WHERE s.risk = "high" } RETURN a.id AS id, COUNT { MATCH (a)-[:FLOWS_TO]->(b:Asset) } AS n',
    "RETURN CASE WHEN 1 < 2 THEN 'a' ELSE 'b' END AS x, CASE $v WHEN 1 THEN [1, 2][0] END AS y, {a: [1, 2][0..1], `b c`: null} AS z",
    'MATCH (a:Asset)-[:FLOWS_TO*1..3]-(b:Asset)-->(c:Zone)<--(d:Asset) RETURN a.id STARTS WITH b.id AS p, a.name IS NOT NULL AS q, any(x IN [1] WHERE x > 0) AS r',
    'match (n:Technique) return n.`order` as `the order` order by `the order` asc',
    'MATCH p = (a:Asset)-[:FLOWS_TO]->(b:Asset) RETURN length(p) AS n, [x IN nodes(p) WHERE x.id <> a.id | x.id] AS ids',
    'RETURN -1 + -0.5 * 2 ^ 3 % 4 AS n',
    'MATCH (n:Asset {create: 1})-[:SET]->(:Delete) RETURN n.drop AS a, {load: 1} AS b',
  ])('passes %s', (text) => {
    expect(readQuery(text).columns.length).toBeGreaterThan(0);
  });

  it('says what a query mentions', () => {
    const query = readQuery(
      '// a comment: CREATE (n)\nMATCH (a:Asset|Actor)-[:EXPOSED_TO]->(:AttackStep {system: $system}) /* SET */\nRETURN a.id AS asset, count(*) ORDER BY asset LIMIT $n ;',
    );
    expect(query).toEqual({
      cypher:
        '                        \nMATCH (a:Asset|Actor)-[:EXPOSED_TO]->(:AttackStep {system: $system})          \nRETURN a.id AS asset, count(*) ORDER BY asset LIMIT $n',
      columns: [
        { name: 'asset', aliased: true },
        { name: 'count(*)', aliased: false },
      ],
      parameters: ['n', 'system'],
      parametersApart: [],
      nodes: [
        { variable: 'a', labels: ['Asset', 'Actor'], part: 0, line: 2, column: 7 },
        { labels: ['AttackStep'], part: 0, line: 2, column: 38 },
      ],
      relationshipTypes: ['EXPOSED_TO'],
      ordered: true,
    });
  });

  it('sees that one part of a union is not ordered', () => {
    expect(readQuery('RETURN 1 AS a ORDER BY a UNION RETURN 2 AS a').ordered).toBe(false);
  });
});

describe('parameters inside and outside of a subquery', () => {
  it.each([
    [
      'MATCH (n:Asset) WHERE n.system = $a AND EXISTS { MATCH (n)-->(m:Asset) WHERE m.kind = $b } RETURN 1 AS x',
      'b 1:87',
    ],
    [
      'MATCH (n:Asset) WHERE EXISTS { MATCH (n)-->(m:Asset {kind: $b}) } OR n.system = $a RETURN 1 AS x',
      'a 1:81',
    ],
    ['MATCH (n:Asset) RETURN COUNT { MATCH (n)-->(m:Asset) WHERE m.kind = $b } > $a AS x', 'a 1:76'],
    [
      'MATCH (n:Asset) WHERE EXISTS { MATCH (n)-->(m:Asset) WHERE m.kind = $b AND EXISTS { MATCH (m)-->(o:Asset {kind: $c}) } } RETURN 1 AS x',
      'c 1:113',
    ],
  ])('are told of in %s', (text, place) => {
    expect(
      readQuery(text).parametersApart.map(({ name, line, column }) => `${name} ${line}:${column}`),
    ).toEqual([place]);
  });

  it.each([
    'MATCH (n:Asset {system: $a}) WHERE EXISTS { MATCH (n)-->(m:Asset {kind: $b}) WHERE m.name = $c } RETURN 1 AS x',
    'MATCH (n:Asset) WHERE n.system = $a WITH n WHERE EXISTS { MATCH (n)-->(m:Asset) WHERE m.kind = $b } RETURN 1 AS x',
    'MATCH (n:Asset) RETURN n.system = $a AS x, COUNT { MATCH (n)-->(m:Asset) WHERE m.kind = $b } AS y ORDER BY x LIMIT $c',
  ])('stand apart in %s', (text) => {
    expect(readQuery(text).parametersApart).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each([
    ['CREATE (n:Asset)', 1, 1, '"CREATE" is not allowed: a query may only read'],
    ['MATCH (n:Asset)\n  SET n.id = 1 RETURN n.id', 2, 3, '"SET" is not allowed: a query may only read'],
    ['MATCH (n:Asset) DETACH DELETE n', 1, 17, '"DETACH" is not allowed: a query may only read'],
    ['MATCH (set:Asset) SET set.id = 1 RETURN 1', 1, 8, '"set" is not allowed: a query may only read'],
    ['LOAD FROM "/etc/passwd" RETURN *', 1, 1, '"LOAD" is not allowed: a query may only read'],
    ["COPY (MATCH (n:Asset) RETURN n.id) TO 'x.csv'", 1, 1, '"COPY" is not allowed: a query may only read'],
    ["ATTACH 'x' AS y", 1, 1, '"ATTACH" is not allowed: a query may only read'],
    ['CALL db.labels() YIELD label RETURN label', 1, 1, '"CALL" is not allowed: a query may only read'],
    [
      'MATCH (n:Asset) CALL { RETURN 1 AS x } RETURN x',
      1,
      17,
      '"CALL" is not allowed: a query may only read',
    ],
    ['USE other MATCH (n:Asset) RETURN n.id', 1, 1, '"USE" is not allowed: a query may only read'],
    ['EXPLAIN MATCH (n:Asset) RETURN n.id', 1, 1, '"EXPLAIN" is not allowed: a query may only read'],
    ['RETURN 1 AS a; MATCH (n:Asset) DELETE n', 1, 16, 'expected the end of the query, found "MATCH"'],
    ['RETURN 1 AS a;;', 1, 15, '";" is not allowed: one statement at a time'],
    ['MATCH (n:Asset); RETURN 1', 1, 16, '";" is not allowed: one statement at a time'],
    [
      'RETURN apoc.load.json("x") AS x',
      1,
      8,
      '"apoc…" is not allowed: functions of plugins and procedures may do more than read',
    ],
    ["RETURN nextval('s') AS x", 1, 8, 'the function "nextval" is not allowed'],
    ["RETURN `nextval`('s') AS x", 1, 8, 'the function "nextval" is not allowed'],
    ['RETURN *', 1, 8, '"RETURN *" is not allowed'],
    [
      'MATCH (n:A:B) RETURN 1',
      1,
      11,
      'several labels on one node mean "and" on one store, "or" on the other',
    ],
    [
      'MATCH (n:Asset)',
      1,
      16,
      'expected MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, RETURN, ORDER BY, SKIP, LIMIT, UNION, found end of the query',
    ],
    [
      '',
      1,
      1,
      'expected MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, RETURN, ORDER BY, SKIP, LIMIT, UNION, found end of the query',
    ],
    ['RETURN EXISTS { CREATE (n:Asset) } AS x', 1, 17, '"CREATE" is not allowed: a query may only read'],
    ["RETURN 'it''s' AS x", 1, 12, 'expected the end of the query, found "\'s\'"'],
    [
      "RETURN 'open",
      1,
      8,
      'the string does not end, or holds an escape other than \\\\ \\\' \\" \\n \\r \\t',
    ],
    [
      "RETURN '\\u0027' AS x",
      1,
      8,
      'the string does not end, or holds an escape other than \\\\ \\\' \\" \\n \\r \\t',
    ],
    [
      "RETURN '\\\\u0027' AS x",
      1,
      8,
      'the string does not end, or holds an escape other than \\\\ \\\' \\" \\n \\r \\t',
    ],
    ['RETURN 1 /* open', 1, 10, 'the comment does not end'],
    [
      'RETURN `a``b` AS x',
      1,
      8,
      'the name in backticks does not end, or holds a backtick, a backslash or a control character',
    ],
    ['RETURN\u00a01 AS x', 1, 7, 'the character U+00A0 cannot stand here'],
    ['RETURN 1 AS \u017fet', 1, 13, 'the character U+017F cannot stand here'],
  ])('refuses %s', (text, line, column, message) => {
    const error = refusal(text);
    expect([error.line, error.column, error.message]).toEqual([line, column, message]);
    expect(error.exitCode).toBe(2);
  });

  it('ends a line comment at a carriage return, as the stricter reading', () => {
    expect(refusal('RETURN 1 AS x // \rCREATE (n:Asset)').message).toContain('"CREATE"');
  });

  it('stops at a depth where no stack runs out', () => {
    expect(refusal(`RETURN ${'('.repeat(5000)}1${')'.repeat(5000)} AS x`).message).toBe(
      'the query is nested deeper than 100 levels',
    );
    expect(refusal(`RETURN ${' '.repeat(100_000)}1`).message).toBe(
      'the query is longer than 100000 characters',
    );
  });
});

const WRITING = [
  'CREATE (n:Asset)',
  'MERGE (n:Asset {key: 1})',
  'SET a.id = 1',
  'REMOVE a.id',
  'DELETE a',
  'DETACH DELETE a',
  'DROP TABLE Asset',
  'ALTER TABLE Asset ADD x STRING',
  "COPY Asset FROM 'x.csv'",
  "COPY (MATCH (x:Asset) RETURN x.id) TO 'x.csv'",
  "LOAD FROM 'x.csv' RETURN *",
  "LOAD CSV FROM 'x' AS line",
  "ATTACH 'x.db' AS y (dbtype duckdb)",
  'INSTALL httpfs',
  "EXPORT DATABASE 'x'",
  "IMPORT DATABASE 'x'",
  'CALL show_tables() RETURN *',
  'CALL { CREATE (n:Asset) }',
  'FOREACH (x IN [1] | CREATE (n:Asset))',
  'BEGIN TRANSACTION',
  'CHECKPOINT',
];

const READING = [
  'MATCH (a:Asset) WHERE a.id = $x WITH a ORDER BY a.id LIMIT 3 RETURN a.id AS id',
  'UNWIND [1, 2] AS a RETURN a AS id ORDER BY id UNION RETURN 3 AS id',
  'MATCH (a:Asset)-[r:FLOWS_TO]->(b:Asset) WHERE EXISTS { MATCH (a)-[:FLOWS_TO]->(b) } RETURN count(*) AS n',
];

const inAnyCase = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) => Array.from(text, (c, i) => (upper[i] ? c.toUpperCase() : c.toLowerCase())).join(''));

const blank = fc.constantFrom(' ', '\n', '\t', '/* x */', ' // x\n', '\r\n');

describe('in general', () => {
  it('refuses a writing clause wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WRITING).chain(inAnyCase),
        fc.constantFrom(...READING),
        fc.nat(),
        blank,
        blank,
        (writing, reading, at, before, after) => {
          const words = reading.split(' ');
          const place = at % (words.length + 1);
          const text = [...words.slice(0, place), before, writing, after, ...words.slice(place)].join(' ');
          expect(refusal(text).code).toMatch(/^CYPHER-00[12]$/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('lets the same words pass as content of strings, comments and names in backticks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WRITING).chain(inAnyCase), fc.nat(6), (writing, way) => {
        const inString = writing.replaceAll("'", "\\'");
        const inName = writing.replaceAll('`', '');
        const text = [
          `MATCH (a:Asset) WHERE a.name = '${inString}' RETURN a.id AS id`,
          `MATCH (a:Asset) WHERE a.name = "${writing}" RETURN a.id AS id`,
          `MATCH (a:Asset) // ${writing}\nRETURN a.id AS id`,
          `MATCH (a:Asset) /* ${writing} */ RETURN a.id AS id`,
          `MATCH (\`${inName}\`:Asset) RETURN \`${inName}\`.id AS id`,
          `MATCH (a:Asset) RETURN a.\`${inName}\` AS id`,
          `MATCH (a:\`${inName}\`) RETURN a.id AS id`,
        ][way]!;
        expect(readQuery(text).columns).toEqual([{ name: 'id', aliased: true }]);
      }),
    );
  });

  it('passes no text in which a writing word stands as code', () => {
    const pieces = fc.constantFrom(
      ...`MATCH OPTIONAL WHERE WITH RETURN UNWIND UNION AS ORDER BY LIMIT CREATE SET DELETE MERGE REMOVE CALL LOAD COPY ( ) [ ] { } : , . ; - > < = 'x' " ' \` // /* */ a n:Asset 1 $p \\ EXISTS COUNT`.split(
        ' ',
      ),
      '\n',
      '\r',
    );
    const text = fc
      .array(pieces, { maxLength: 25 })
      .map((words) => `MATCH (n:Asset) ${words.join(' ')} RETURN 1 AS x`);
    fc.assert(
      fc.property(text, (candidate) => {
        let cypher;
        try {
          cypher = readQuery(candidate).cypher;
        } catch (error) {
          expect(error).toBeInstanceOf(ThreatloomError);
          return;
        }
        const bare = cypher.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, ' ').replace(/[.:]\s*\w+|\w+\s*:/g, ' ');
        expect(bare).not.toMatch(/\b(create|set|delete|merge|remove|call|load|copy)\b|;/i);
      }),
      { numRuns: 5000 },
    );
  });

  it('throws nothing but its own errors, with a position', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        try {
          readQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ThreatloomError);
          expect((error as ThreatloomError).line).toBeGreaterThan(0);
          expect((error as ThreatloomError).column).toBeGreaterThan(0);
        }
      }),
    );
  });
});
