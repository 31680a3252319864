/** Labels of several lines: what a thing is called, and what more is said of it. */
import { htmlText } from './html-text.ts';
import { withoutCredentials } from './redact.ts';

export interface LabelText {
  readonly name: string;
  /** What its points, ports and addresses say: `JWT; port 8000`. */
  readonly remark?: string;
}

const BREAK = /<br\s*\/?>|<\/?(?:div|p|ul|ol|h[1-6])\b[^<>]{0,1000}>|\r?\n/i;
/** `- search`, `• search`, and items of lists in HTML. */
const POINT = /^(?:[-–—*]\s+|[•·▪●◦►▸✓✔]\s*)(?=\S)/;
const PORT = /^\(?(?:ports?\s*:?\s*|:)\d{2,5}(?:\s*[/,–-]\s*\d{2,5})*\)?$/i;
const ADDRESS = /^\(?(?:https?:\/\/\S+|(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}\S*)\)?$/i;

/**
 * A label, as HTML or not, by its lines. The first line is the name, and the ones after it go on with it, but for ports,
 * addresses, and all from the first point of a list.
 *
 * @example labelText('RAG<br>engine<br>Port 8000<br>- search<br>- rank') // { name: 'RAG engine', remark: 'Port 8000; search; rank' }
 */
export function labelText(label: string): LabelText {
  const [first = '', ...more] = label
    .replaceAll(/<li\b[^<>]{0,1000}>/gi, '<br>• ')
    .split(BREAK)
    .map(htmlText)
    .filter((line) => line !== '');
  const names = [first];
  const remarks: string[] = [];
  let isList = false;
  for (const line of more) {
    isList ||= POINT.test(line);
    if (isList || PORT.test(line)) remarks.push(line.replace(POINT, ''));
    else if (ADDRESS.test(line)) remarks.push(withoutCredentials(line));
    else names.push(line);
  }
  return { name: names.join(' '), ...(remarks.length > 0 && { remark: remarks.join('; ') }) };
}
