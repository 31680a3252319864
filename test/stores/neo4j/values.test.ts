import neo4j from 'neo4j-driver';
import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { parametersFor, propertyWriter, resultValue } from '#stores/neo4j/values';

const int = neo4j.int;

describe('values for Neo4j', () => {
  it('makes integers of whole parameters only', () => {
    expect(parametersFor({ n: 3, half: 0.5, text: '3', list: ['3'], none: null, yes: true }, int)).toEqual({
      n: int(3),
      half: 0.5,
      text: '3',
      list: ['3'],
      none: null,
      yes: true,
    });
  });

  it('writes properties by their type in the schema and leaves null out', () => {
    const write = propertyWriter(
      [
        { name: 'order', type: 'Int', list: false, required: true },
        { name: 'likelihood', type: 'Float', list: false, required: false },
      ],
      int,
    );
    expect(write({ order: 1, likelihood: 1, name: null })).toEqual({ order: int(1), likelihood: 1 });
  });

  it('gives results as plain values', () => {
    expect(resultValue({ a: [1, 'x', null, { b: true }], c: undefined })).toEqual({
      a: [1, 'x', null, { b: true }],
      c: null,
    });
    expect(resultValue(new neo4j.types.Date(2026, 11, 1))).toBe('2026-11-01');
  });

  it.each([
    ['a node', new neo4j.types.Node(1, ['A'], {})],
    ['a relationship in a map', { r: new neo4j.types.Relationship(1, 2, 3, 'R', {}) }],
    [
      'a path in a list',
      [new neo4j.types.Path(new neo4j.types.Node(1, [], {}), new neo4j.types.Node(1, [], {}), [])],
    ],
  ])('refuses %s', (_, value) => {
    expect(() => resultValue(value)).toThrow(ThreatloomError);
    expect(() => resultValue(value)).toThrow('the query returns a node, a relationship or a path');
  });
});
