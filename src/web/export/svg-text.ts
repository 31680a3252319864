/**
 * Writing SVG as text: names of a model are data in it, never markup.
 */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 has no way to write, unpaired surrogates included. */
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

export function escapeXml(text: string): string {
  return text.replaceAll(UNWRITABLE, '\uFFFD').replaceAll(/[&<>"]/g, (character) => ESCAPES[character]!);
}

/** Between isolates, so that a name's direction stays its own. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

export function rectangle(
  { x, y, width, height }: Rectangle,
  more: Readonly<Record<string, string | number>>,
): string {
  return `<rect${attributes({ x, y, width, height, ...more })}/>`;
}

export function textAt(
  x: number,
  y: number,
  text: string,
  more: Readonly<Record<string, string | number>>,
): string {
  return `<text${attributes({ x, y, ...more })}>${escapeXml(isolated(text))}</text>`;
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans SC", sans-serif';

export function svgDocument(
  { width, height, title, background }: { width: number; height: number; title: string; background: string },
  body: string,
): string {
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const head = attributes({
    xmlns: 'http://www.w3.org/2000/svg',
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    'font-family': FONT,
  });
  const sheet = rectangle({ x: 0, y: 0, ...size }, { fill: background });
  return `<svg${head}><title>${escapeXml(title)}</title>${sheet}${body}</svg>\n`;
}
