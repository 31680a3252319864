/**
 * How values travel into LadybugDB's `COPY` and back out of it, without loss.
 *
 * Its CSV reader cannot tell `''` from null, and its lists cannot hold quotes. So every column travels as text with control characters as marks, which `checkBatch` keeps out of values, and the
 * engine turns it into the column's type itself.
 */
import type { PropertyValue } from '#model/graph';
import type { SchemaProperty } from '../schema/graph-schema.ts';
import { columnType, quoted } from './tables.ts';

/** Stands for null. */
const NULL = '\u0018';
/** Between the elements of a list. `checkBatch` keeps empty elements out: the engine drops them at the end of a list. */
const BETWEEN = '\u001f';
/** Between the fields of a record, and between records, on the way out. */
export const FIELD = '\u001c';
export const RECORD = '\u001e';

/** One field of CSV. */
export function csvField(value: PropertyValue | undefined): string {
  if (value === null || value === undefined) return NULL;
  if (typeof value === 'string') return csvText(value);
  if (typeof value === 'object') return csvText(value.join(BETWEEN));
  return String(value);
}

export function csvText(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Engine expression that turns a text column of CSV, named by position, into a value. */
export function readingExpression(property: SchemaProperty, source: string): string {
  const text = `nullif(${source}, '${NULL}')`;
  if (property.list) {
    // Never `list_transform`: beside a CASE the engine applies it to the wrong rows and short texts come out empty.
    const elements = `string_split(${source}, '${BETWEEN}')`;
    return `CASE ${source} WHEN '${NULL}' THEN NULL WHEN '' THEN cast([] AS STRING[]) ELSE ${elements} END`;
  }
  const type = columnType(property);
  return type === 'STRING' ? text : `cast(${text} AS ${type})`;
}

/**
 * Engine expression that turns a property into text. Not for floats: the engine prints six decimals, so they travel as
 * numbers (`floatExpression`).
 */
export function writingExpression(property: SchemaProperty, owner: string): string {
  const value = `${owner}.${quoted(property.name)}`;
  if (property.list) {
    const text = `list_to_string('${BETWEEN}', ${value})`;
    return `CASE WHEN ${value} IS NULL THEN '${NULL}' WHEN size(${value}) = 0 THEN '' ELSE ${text} END`;
  }
  return columnType(property) === 'STRING'
    ? `coalesce(${value}, '${NULL}')`
    : `coalesce(cast(${value} AS STRING), '${NULL}')`;
}

/** Null comes back as NaN, which `checkBatch` keeps out of values. */
export function floatExpression(property: SchemaProperty, owner: string): string {
  return `coalesce(${owner}.${quoted(property.name)}, cast('NaN' AS DOUBLE))`;
}

/** The value that `writingExpression` wrote. */
export function valueOf(property: SchemaProperty, text: string): PropertyValue {
  if (text === NULL) return null;
  if (property.list) return text === '' ? [] : text.split(BETWEEN);
  switch (property.type) {
    case 'ID':
    case 'String':
      return text;
    case 'Int':
    case 'Float':
      return Number(text);
    case 'Boolean':
      return text === 'True';
  }
}
