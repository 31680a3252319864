import stringWidth from 'string-width';

/** Only ASCII that shows: as many columns as characters, which is nearly all text and quick to tell. */
const NARROW = /^[\x20-\x7e]*$/;

/**
 * Columns that a text takes in a terminal: letters of East Asian scripts and emoji take two, combining marks none
 * (Unicode Standard Annex #11).
 *
 * @example
 * columns('风险 high') // 9
 */
export function columns(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

/** `String.padEnd` by columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
