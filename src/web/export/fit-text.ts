/**
 * Cutting names to a length, without cutting a character in two.
 */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A character that a reader sees has fewer parts than this, or is made to do harm. */
const PARTS = 16;

/** At most `limit` characters as a reader counts them, the last of them `…` where something is left out. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A long name costs no more than a short one.
  const beginning = text.slice(0, limit * PARTS);
  let end = 0;
  let count = 0;
  for (const { index } of segmenter.segment(beginning)) {
    if (count === limit - 1) end = index;
    if (count === limit) return `${text.slice(0, end)}…`;
    count += 1;
  }
  if (beginning.length === text.length) return text;
  return `${count < limit ? beginning : text.slice(0, end)}…`;
}

/**
 * Up to `count` lines of at most `width`, broken between words where that is possible.
 *
 * @param measure width of a text, in the unit of `width`
 */
export function wrap(
  text: string,
  width: number,
  count: number,
  measure: (text: string) => number,
): readonly string[] {
  const words = clip(text.replaceAll(/\s+/g, ' ').trim(), 160).split(/(?<=[\s\-/_.])/);
  const lines: string[] = [];
  let line = '';
  while (words.length > 0 && lines.length < count - 1) {
    const next = line + words[0]!;
    if (measure(next.trimEnd()) <= width) {
      line = next;
      words.shift();
    } else if (line === '') {
      break;
    } else {
      lines.push(line.trimEnd());
      line = '';
    }
  }
  const rest = line + words.join('');
  if (rest.trim() !== '') lines.push(fit(rest.trim(), width, measure));
  return lines;
}

function fit(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...segmenter.segment(text)].map(({ segment }) => segment);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`;
}

/** Without a canvas: wide scripts count double. Near enough for tables, whose columns leave room. */
export function roughWidth(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += (character.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56;
  return units * size;
}
