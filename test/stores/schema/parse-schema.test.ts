import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { packageRoot, packageVersion } from '#packaging/package-root';
import { neo4jIndexes } from '#stores/schema/neo4j-indexes';
import { parseGraphSchema } from '#stores/schema/parse-schema';
import { graphSchema, readSchemaTexts } from '#stores/schema/read-schema';
import { tableStatements } from '#stores/ladybug/tables';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SMALL = `
type A @node {
  key: ID!
  id: String!
  system: String
  words: [String!]
  share: Float!
  b: [B!]! @relationship(type: "TO", direction: OUT, properties: "To")
}
type B @node {
  key: ID!
  count: Int
  known: Boolean!
  a: [A!]! @relationship(type: "TO", direction: IN, properties: "To")
  next: [B!]! @relationship(type: "TO", direction: OUT, properties: "To")
  plain: [A!]! @relationship(type: "PLAIN", direction: OUT)
}
type To @relationshipProperties { index: Int! }
`;

const parse = (text: string) => parseGraphSchema([{ file: 'small.graphql', text }]);

function found(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    expect(error.code).toBe('SCHEMA-001');
    return error.diagnostics.map(({ code, line, column, message }) => `${code} ${line}:${column} ${message}`);
  }
  return [];
}

describe('reading SDL', () => {
  it('gives labels, properties and relationships', () => {
    const { labels, relationships } = parse(SMALL);
    expect(labels).toEqual([
      {
        name: 'A',
        properties: [
          { name: 'key', type: 'ID', list: false, required: true },
          { name: 'id', type: 'String', list: false, required: true },
          { name: 'system', type: 'String', list: false, required: false },
          { name: 'words', type: 'String', list: true, required: false },
          { name: 'share', type: 'Float', list: false, required: true },
        ],
      },
      {
        name: 'B',
        properties: [
          { name: 'key', type: 'ID', list: false, required: true },
          { name: 'count', type: 'Int', list: false, required: false },
          { name: 'known', type: 'Boolean', list: false, required: true },
        ],
      },
    ]);
    expect(relationships).toEqual([
      { type: 'PLAIN', pairs: [{ from: 'B', to: 'A' }], properties: [] },
      {
        type: 'TO',
        pairs: [
          { from: 'A', to: 'B' },
          { from: 'B', to: 'B' },
        ],
        properties: [{ name: 'index', type: 'Int', list: false, required: true }],
      },
    ]);
  });

  it('gives a digest of what it means, not of how it is written', () => {
    const { digest } = parse(SMALL);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(parse(`"A comment." ${SMALL.trim()}`).digest).toBe(digest);
    const [a, b] = SMALL.split(/(?=type B)/) as [string, string];
    expect(
      parseGraphSchema([
        { file: '1', text: b },
        { file: '2', text: a },
      ]).digest,
    ).toBe(digest);
    expect(parse(SMALL.replace('count: Int', 'count: Int!')).digest).not.toBe(digest);
    expect(parse(SMALL.replace('count: Int', 'count: Float')).digest).not.toBe(digest);
  });

  it.each([
    ['type A @node {', ['SCHEMA-002 1:15 Syntax Error: Expected Name, found <EOF>.']],
    ['enum X { A }', ['SCHEMA-003 1:1 only object types may stand here, not EnumTypeDefinition']],
    ['type A @node { key: ID! }\ntype A @node { key: ID! }', ['SCHEMA-004 2:6 type A stands twice']],
    ['type A { key: ID! }', ['SCHEMA-005 1:6 type A carries neither @node nor @relationshipProperties']],
    ['type A @node { key: String! }', ['SCHEMA-006 1:6 label A needs a field "key: ID!"']],
    [
      'type A @node { key: ID! x: [Int!] y: Date z: [[String!]] }',
      [
        'SCHEMA-007 1:25 A.x must be a scalar (ID, String, Int, Float, Boolean), [String!], or carry @relationship',
        'SCHEMA-007 1:35 A.y must be a scalar (ID, String, Int, Float, Boolean), [String!], or carry @relationship',
        'SCHEMA-007 1:43 A.z must be a scalar (ID, String, Int, Float, Boolean), [String!], or carry @relationship',
      ],
    ],
    [
      'type A @node { key: ID! x: A @relationship(type: "X", direction: OUT) y: [C!]! @relationship(type: "X", direction: OUT) }',
      [
        'SCHEMA-008 1:25 A.x must be a list "[Label!]!" of a type with @node',
        'SCHEMA-008 1:71 A.y must be a list "[Label!]!" of a type with @node',
      ],
    ],
    [
      'type A @node { key: ID! x: [A!]! @relationship(type: "X", direction: UP) }',
      ['SCHEMA-009 1:34 A.x needs type: "NAME" and direction: IN or OUT'],
    ],
    [
      'type A @node { key: ID! x: [A!]! @relationship(type: "X", direction: OUT, properties: "P") }',
      ['SCHEMA-010 1:34 A.x names properties "P", which no type defines'],
    ],
    [
      SMALL.replace('direction: IN, properties: "To"', 'direction: IN'),
      ['SCHEMA-011 14:12 B.a gives TO no properties, but A.b gives it properties "To"'],
    ],
  ])('refuses %s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('what follows from the schema', () => {
  it('are tables of the embedded store', () => {
    expect(tableStatements(parse(SMALL))).toEqual([
      'CREATE NODE TABLE `A`(`key` STRING, `id` STRING, `system` STRING, `words` STRING[], `share` DOUBLE, PRIMARY KEY(`key`))',
      'CREATE NODE TABLE `B`(`key` STRING, `count` INT64, `known` BOOL, PRIMARY KEY(`key`))',
      'CREATE REL TABLE `PLAIN`(FROM `B` TO `A`)',
      'CREATE REL TABLE `TO`(FROM `A` TO `B`, FROM `B` TO `B`, `index` INT64)',
    ]);
  });

  it('are constraints and indexes of the server', () => {
    expect(neo4jIndexes(parse(SMALL)).map((index) => index.statement)).toEqual([
      'CREATE CONSTRAINT `a_key` IF NOT EXISTS FOR (n:`A`) REQUIRE n.`key` IS UNIQUE',
      'CREATE INDEX `a_id` IF NOT EXISTS FOR (n:`A`) ON (n.`id`)',
      'CREATE INDEX `a_system` IF NOT EXISTS FOR (n:`A`) ON (n.`system`)',
      'CREATE CONSTRAINT `b_key` IF NOT EXISTS FOR (n:`B`) REQUIRE n.`key` IS UNIQUE',
    ]);
    expect(neo4jIndexes(parse(SMALL), (label) => `Next${label}`)[0]).toEqual({
      name: 'nexta_key',
      label: 'NextA',
      property: 'key',
      unique: true,
      statement: 'CREATE CONSTRAINT `nexta_key` IF NOT EXISTS FOR (n:`NextA`) REQUIRE n.`key` IS UNIQUE',
    });
  });
});

describe('the schema that this package ships', () => {
  it('can walk from an asset to a requirement', () => {
    const { relationships } = graphSchema();
    const joins = (type: string, from: string, to: string): boolean =>
      relationships
        .find((each) => each.type === type)!
        .pairs.some((pair) => pair.from === from && pair.to === to);
    expect([
      joins('EXPOSED_TO', 'Asset', 'AttackStep'),
      joins('USES', 'AttackStep', 'Technique'),
      joins('MITIGATES', 'Control', 'Technique'),
      joins('SATISFIES', 'Control', 'Requirement'),
      joins('PART_OF', 'Requirement', 'Requirement'),
      joins('MAPS_TO', 'Requirement', 'Requirement'),
    ]).toEqual([true, true, true, true, true, true]);
  });

  it('is found in the package, file by file', () => {
    expect(readSchemaTexts().map(({ file }) => file)).toEqual(
      ['analysis', 'frameworks', 'systems'].map((name) =>
        join(packageRoot(), 'graph-schema', `${name}.graphql`),
      ),
    );
    expect(existsSync(join(packageRoot(), 'package.json'))).toBe(true);
    const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(packageVersion()).toBe(manifest.version);
  });
});
