/**
 * Text in columns: sentences go on below themselves instead of being cut.
 */
import { columns } from './columns.ts';
import { singleLine } from './single-line.ts';

/** After a letter of a script that is written without blanks, where no closing mark follows (Unicode Standard Annex #14, simplified). */
const BETWEEN_WIDE =
  /(?<=[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])(?![，。、；：！？）】》”…])/u;

/**
 * Breaks at blanks, and between letters of scripts that have none, so that no line is wider than `width` columns; a word that is
 * wider stands alone on its line, whole, so that it can be copied. What names of a model could do to a terminal is taken out, see
 * `singleLine`.
 *
 * @param text without colours, whose codes would count
 * @returns at least one line
 *
 * @example
 * wrap('Leave a prompt in the mailbox', 12) // ['Leave a', 'prompt in', 'the mailbox']
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  let used = 0;
  for (const word of singleLine(text).split(' ')) {
    for (const [i, part] of word.split(BETWEEN_WIDE).entries()) {
      const wide = columns(part);
      const glue = i === 0 ? 1 : 0;
      if (line === undefined) [line, used] = [part, wide];
      else if (used + glue + wide <= width) {
        line += glue === 1 ? ` ${part}` : part;
        used += glue + wide;
      } else {
        lines.push(line);
        [line, used] = [part, wide];
      }
    }
  }
  return [...lines, line ?? ''];
}

/**
 * A block of lines, each behind `indent` blanks but the first, which comes behind what the caller put there: as many
 * columns.
 *
 * @param note after the text, on its last line where it fits, else on lines of its own
 * @param dim paints the note
 */
export function hanging(
  text: string,
  { indent, width }: { readonly indent: number; readonly width: number },
  note = '',
  dim: (text: string) => string = (plain) => plain,
): string {
  const room = Math.max(20, width - indent);
  const lines = wrap(text, room);
  if (note !== '') {
    const last = lines.at(-1)!;
    if (columns(last) + 2 + columns(note) <= room) lines[lines.length - 1] = `${last}  ${dim(note)}`;
    else lines.push(...wrap(note, room).map(dim));
  }
  return `${lines.join(`\n${' '.repeat(indent)}`)}\n`;
}
