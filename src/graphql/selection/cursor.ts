/**
 * Cursors of connections: the place in the whole list, as the Relay reference implementation and `@neo4j/graphql` write it.
 */
const PREFIX = 'arrayconnection:';

/** @example cursorOf(0) // 'YXJyYXljb25uZWN0aW9uOjA=' */
export function cursorOf(place: number): string {
  return Buffer.from(`${PREFIX}${place}`).toString('base64');
}

/** The place of a cursor, from 0; undefined where the text is none. */
export function placeOf(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64').toString();
  const digits = /^arrayconnection:(0|[1-9]\d{0,8})$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
