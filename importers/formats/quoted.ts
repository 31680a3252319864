/** Longest name that is repeated in a message. */
const MAX_LENGTH = 80;

/** A name as messages show it: quoted, on one line, cut where it is long. */
export function quoted(name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line}"`;
}
