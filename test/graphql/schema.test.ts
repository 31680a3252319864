import { isInputObjectType, isObjectType } from 'graphql/type/index.js';
import { describe, expect, it } from 'vitest';
import { apiSchemaFile, apiSchemaText, readApiSchema } from '#graphql/schema/api-schema';
import { graphSchema } from '#stores/schema/read-schema';

describe('the schema of the API', () => {
  const schema = readApiSchema();
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const fieldsOf = (name: string): string[] => {
    const type = schema.getType(name);
    return isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
  };

  it('is what the generator makes of graph-schema/', async () => {
    await expect(await apiSchemaText()).toMatchFileSnapshot(apiSchemaFile());
  });

  it('only reads', () => {
    expect([schema.getMutationType(), schema.getSubscriptionType()]).toEqual([undefined, undefined]);
    const names = types.flatMap((type) => [type.name, ...fieldsOf(type.name)]);
    expect(names.filter((name) => /aggregat|groupBy|mutation|subscri|create|delete/i.test(name))).toEqual([]);
  });

  it('has a list and a connection for every label, and the computed answers', () => {
    const fields = Object.values(schema.getQueryType()!.getFields());
    const lists = fields.filter(({ args }) => args.some(({ name }) => name === 'limit'));
    expect(lists.map(({ type }) => String(type)).sort()).toEqual(
      graphSchema().labels.map(({ name }) => `[${name}!]!`),
    );
    const connections = fields.filter(({ args }) => args.some(({ name }) => name === 'first'));
    expect(connections.map(({ name }) => name)).toEqual(lists.map(({ name }) => `${name}Connection`));
    expect(
      fields.filter((field) => ![...lists, ...connections].includes(field)).map(({ name }) => name),
    ).toEqual(['analysedSystems', 'analysis', 'whatIf']);
  });

  it('has these operators', () => {
    const operators = ['ID', 'String', 'Int', 'Float', 'Boolean'].map((type) => [
      type,
      fieldsOf(`${type}ScalarFilters`).join(' '),
    ]);
    expect(Object.fromEntries([...operators, ['list', fieldsOf('StringListFilters').join(' ')]])).toEqual({
      ID: 'eq in contains endsWith startsWith',
      String: 'eq in contains endsWith startsWith',
      Int: 'eq gt gte in lt lte',
      Float: 'eq gt gte in lt lte',
      Boolean: 'eq',
      list: 'eq includes',
    });
    expect(fieldsOf('AssetRelationshipFilters')).toEqual(['all', 'none', 'single', 'some']);
    expect(fieldsOf('AssetFlowsToConnectionFilters')).toEqual(['all', 'none', 'single', 'some']);
    expect(fieldsOf('AssetFlowsToConnectionWhere')).toEqual(['AND', 'OR', 'NOT', 'node', 'edge']);
  });

  it('sorts by no list of a node', () => {
    const lists = graphSchema().labels.flatMap(({ name, properties }) =>
      properties.filter(({ list }) => list).map((property) => [`${name}Sort`, property.name] as const),
    );
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.filter(([type, name]) => fieldsOf(type).includes(name))).toEqual([]);
  });
});
