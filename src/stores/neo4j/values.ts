/**
 * Values on their way to and from a Neo4j server.
 */
import type { Integer } from 'neo4j-driver';
import { ThreatloomError } from '#model/errors';
import type { PropertyValue } from '#model/graph';
import type { QueryParameter, ResultValue } from '../port.ts';
import type { SchemaProperty } from '../schema/graph-schema.ts';

type ToInteger = (value: number) => Integer;

/** Whole numbers as integers: `LIMIT $n` takes no other, and elsewhere Cypher compares both kinds by value. */
export function parametersFor(
  parameters: Readonly<Record<string, QueryParameter>>,
  integer: ToInteger,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' && Number.isSafeInteger(value) ? integer(value) : value,
    ]),
  );
}

/**
 * Properties as the schema types them: `Int` as integers, `Float` as floating-point even where whole; null is absent.
 *
 * @returns a function for nodes or edges of one kind
 */
export function propertyWriter(
  schema: readonly SchemaProperty[],
  integer: ToInteger,
): (properties: Readonly<Record<string, PropertyValue>>) => Record<string, unknown> {
  const integers = new Set(
    schema.filter((property) => property.type === 'Int').map((property) => property.name),
  );
  return (properties) => {
    const written: Record<string, unknown> = {};
    for (const name in properties) {
      const value = properties[name];
      if (value === null || value === undefined) continue;
      written[name] = typeof value === 'number' && integers.has(name) ? integer(value) : value;
    }
    return written;
  };
}

/** @throws ThreatloomError STORE-009 for nodes, relationships and paths, whose inner ids mean nothing outside */
export function resultValue(value: unknown): ResultValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object') throw new TypeError(`the driver gave a ${typeof value}`);
  if (Array.isArray(value)) return value.map(resultValue);
  const made = (value.constructor as { name: string } | undefined)?.name ?? 'Object';
  if (made === 'Object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resultValue(each)]));
  }
  if (/^(Node|Relationship|UnboundRelationship|Path|PathSegment)$/.test(made)) {
    throw new ThreatloomError('STORE-009', 'the query returns a node, a relationship or a path', {
      hint: 'return values, e.g. n.id AS id',
    });
  }
  // Dates, times, durations and points have a standard text form.
  return (value as { toString(): string }).toString();
}
