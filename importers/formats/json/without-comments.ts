/**
 * JSON as editors allow it in their settings, with comments and a comma after the last entry, as JSON of the same length:
 * what is left out becomes white space, so places stay what they are. Text in quotes is left alone. O(n).
 */
export function withoutComments(text: string): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    let end = at + 1;
    if (text[at] === '"') {
      while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
      end += 1;
      result += text.slice(at, end);
    } else if (two === '//' || two === '/*') {
      const close = text.indexOf(two === '//' ? '\n' : '*/', at + 2);
      end = close < 0 ? text.length : close + (two === '//' ? 0 : 2);
      result += text.slice(at, end).replaceAll(/[^\n]/g, ' ');
    } else result += text[at]!;
    at = end;
  }
  return withoutLastCommas(result);
}

function withoutLastCommas(text: string): string {
  let result = '';
  let from = 0;
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') {
      comma = -1;
      at += 1;
      while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
    } else if (character === ',') comma = at;
    else if ((character === '}' || character === ']') && comma >= 0) {
      result += `${text.slice(from, comma)} `;
      from = comma + 1;
      comma = -1;
    } else if (character.trim() !== '') comma = -1;
  }
  return result + text.slice(from);
}
