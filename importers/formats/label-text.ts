/** Labels of several lines: what a thing is called, and what more is said of it. */
import { htmlText } from './html-text.ts';
import { withoutCredentials } from './redact.ts';

export interface LabelText {
  readonly name: string;
  /** What its points, ports and addresses say, and lines that a name is too long with: `JWT; port 8000`. */
  readonly remark?: string;
  /** Of the remark, the lines that may go on with the name, and so may say what it is. */
  readonly below?: string;
  /** It is said to be a person: `[Person]`. */
  readonly person?: true;
}

const BREAK = /<br\s*\/?>|<\/?(?:div|p|ul|ol|h[1-6])\b[^<>]{0,1000}>|\r?\n/i;
/** `- search`, `• search`, and items of lists in HTML. */
const POINT = /^(?:[-–—*]\s+|[•·▪●◦►▸✓✔]\s*)(?=\S)/;
const PORT = /^\(?(?:ports?\s*:?\s*|:)\d{2,5}(?:\s*[/,–-]\s*\d{2,5})*\)?$/i;
const ADDRESS = /^\(?(?:https?:\/\/\S+|(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}\S*)\)?$/i;
/** Longest name, in characters, that several lines make where the first of them has words enough, and where it has one. */
const MAX_NAME = 31;
const MAX_OF_ONE_WORD = 48;
/** What a thing is, as the C4 model writes it under the name: `[Person]`, `[Container: Spring Boot]`. */
const TYPE = /^\[([^[\]:]{1,60})(:[^[\]]{1,200})?\]$/;
const NAMED_TYPE =
  /^(?:(?:external|existing|internal) )?(?:person|(?:software )?system|container|component|(?:deployment|infrastructure) node)\b/i;
const PERSON = /^(?:external |internal )?person$/i;
/** A name with such a type behind it on one line. */
const TYPED = /^([^[\]]{1,200}?) ?(\[[^[\]]{1,262}\])$/;
/** What no name ends with: `RAG module /`, `Internet, except`. */
const GOES_ON = /[/&+,:–—-]$|(?:^|\s)(?:and|or|of|for|to|from|with|by|in|on|at|the|except)$/i;

/**
 * A label, as HTML or not, by its lines. The first line is the name, and the ones after it go on with it while it is
 * short, but for ports, addresses, and all from the first point of a list or a line across.
 *
 * A type as the C4 model writes it ends the name, and what follows is its description.
 *
 * @example labelText('RAG<br>engine<br>Port 8000<br>- search') // { name: 'RAG engine', remark: 'Port 8000; search' }
 * @example labelText('Query Lambda<br>answers with Bedrock') // { name: 'Query Lambda', remark: …, below: 'answers with Bedrock' }
 */
export function labelText(label: string): LabelText {
  const [first = '', ...more] = label
    .replaceAll(/<(?:li|hr)\b[^<>]{0,1000}>/gi, '<br>• ')
    .split(BREAK)
    .map(htmlText)
    .filter((line) => line !== '')
    .flatMap((line, at) => (at === 0 ? withoutType(line) : [line]));
  const typed = more.findIndex((line) => typeIn(line) !== undefined);
  if (typed >= 0) return typedLabel([first, ...more.slice(0, typed)].join(' '), more.slice(typed));
  const point = more.findIndex((line) => POINT.test(line));
  const isAside = (line: string, at: number): boolean =>
    (point >= 0 && at >= point) || PORT.test(line) || ADDRESS.test(line);
  const names = more.filter((line, at) => !isAside(line, at));
  const joined = [first, ...names].join(' ');
  const isLong =
    names.length > 0 &&
    !GOES_ON.test(first) &&
    joined.length > (/\p{L}[^\s_]*[\s_]+\S/u.test(first.slice(0, 200)) ? MAX_NAME : MAX_OF_ONE_WORD);
  const remarks = isLong ? more : more.filter(isAside);
  const remark = remarks
    .map((line) => withoutCredentials(line.replace(POINT, '').replace(/^\(([^()]*)\)$/, '$1')))
    .reduce((said, line) => (said === '' ? line : `${said}${said.endsWith(',') ? ' ' : '; '}${line}`), '');
  return {
    name: isLong ? first : joined,
    ...(remark !== '' && { remark }),
    ...(isLong && { below: names.join(' ') }),
  };
}

/** @param lines from the type on */
function typedLabel(name: string, lines: readonly string[]): LabelText {
  const remark = lines.map((line) => withoutCredentials(line)).join(' ');
  const isPerson = PERSON.test(typeIn(lines[0]!)!);
  return { name, remark, below: remark, ...(isPerson && { person: true }) };
}

function typeIn(line: string): string | undefined {
  const [, type, technology] = TYPE.exec(line) ?? [];
  return type !== undefined && (technology !== undefined || NAMED_TYPE.test(type)) ? type : undefined;
}

function withoutType(line: string): readonly string[] {
  const [, name, type] = TYPED.exec(line) ?? [];
  return name !== undefined && type !== undefined && typeIn(type) !== undefined ? [name, type] : [line];
}
