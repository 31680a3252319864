/**
 * What a graph may hold: labels, relationship types and their properties, as read from `graph-schema/*.graphql`.
 */

export type PropertyType = 'ID' | 'String' | 'Int' | 'Float' | 'Boolean';

export interface SchemaProperty {
  readonly name: string;
  /** Of the value; `String` where `list`, of each element. */
  readonly type: PropertyType;
  readonly list: boolean;
  readonly required: boolean;
}

export interface SchemaLabel {
  readonly name: string;
  /** As written; `key` is always among them, and unique within the label. */
  readonly properties: readonly SchemaProperty[];
}

export interface SchemaRelationship {
  readonly type: string;
  /** Which labels it joins, in code-point order. */
  readonly pairs: readonly { readonly from: string; readonly to: string }[];
  readonly properties: readonly SchemaProperty[];
}

export interface GraphSchema {
  /** In code-point order. */
  readonly labels: readonly SchemaLabel[];
  /** In code-point order. */
  readonly relationships: readonly SchemaRelationship[];
  /** SHA-256 over the above, 64 lower-case hex digits; descriptions and order do not change it. */
  readonly digest: string;
}

/** One file of SDL. */
export interface SchemaText {
  readonly file: string;
  readonly text: string;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
