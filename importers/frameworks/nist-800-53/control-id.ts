const SPELLING = /^([A-Za-z]{2})-(\d{1,2})(?:(?:\((\d{1,2})\))|(?:\.(\d{1,2})))?$/;

/**
 * NIST's own spelling of a control's id, from any in use: `AC-02` (CTID), `ac-2.1` (OSCAL), `AC-02(01)`.
 *
 * @example controlId('ac-2.1') === 'AC-2(1)'
 * @returns undefined for what is no such id
 */
export function controlId(text: string): string | undefined {
  const [, family, number, brackets, point] = SPELLING.exec(text.trim()) ?? [];
  if (family === undefined || number === undefined) return undefined;
  const enhancement = brackets ?? point;
  const base = `${family.toUpperCase()}-${Number(number)}`;
  return enhancement === undefined ? base : `${base}(${Number(enhancement)})`;
}

/** Sorts AC-2 before AC-10, and a control before its enhancements. */
export function controlSortKey(id: string): string {
  return id.replace(/\d+/g, (number) => number.padStart(3, '0'));
}
