import { FONT, svgDocument } from './svg-text.ts';

/** What a style sheet says of an SVG element and a file of its own must say itself. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'letter-spacing',
] as const;

/** Of the page only: names for readers and tests, focus, and what a pointer does. */
const PAGE_ONLY = /^(class|style|tabindex|role|data-.*|aria-.*)$/;

/**
 * A drawing of the page as an SVG file that looks the same anywhere.
 *
 * @param drawing the part to keep, in coordinates from 0,0 to `width`,`height`
 */
export function elementPicture(
  drawing: SVGGElement,
  { width, height, title, background }: { width: number; height: number; title: string; background: string },
): string {
  const copy = drawing.cloneNode(true) as SVGGElement;
  copy.removeAttribute('transform');
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  const hidden: Element[] = [];
  for (const [index, original] of originals.entries()) {
    const target = copies[index]!;
    const styles = getComputedStyle(original);
    if (styles.display === 'none' || target.classList.contains('hit')) hidden.push(target);
    for (const { name } of [...target.attributes]) if (PAGE_ONLY.test(name)) target.removeAttribute(name);
    for (const name of STYLES) {
      const value = styles.getPropertyValue(name);
      if (value !== '' && !(value === 'none' && name !== 'fill' && name !== 'stroke')) {
        target.setAttribute(name, value);
      }
    }
  }
  for (const element of hidden) element.remove();
  copy.setAttribute('font-family', FONT);
  const body = new XMLSerializer().serializeToString(copy);
  return svgDocument({ width, height, title, background }, body);
}
