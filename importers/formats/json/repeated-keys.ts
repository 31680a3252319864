import { TextLines } from '#model/text-lines';
import { escapePointer } from '../fields.ts';
import type { RepeatedKey } from '../tree-document.ts';
import { endOfString } from './json-places.ts';

interface Open {
  readonly pointer: string;
  /** Key → where it stood last; absent in lists. */
  readonly keys: Map<string, number> | undefined;
  /** Key or index of the entry that is read. */
  step: string | number;
}

/**
 * Entries of objects that a later one of the same key puts out of force, in order of the text. RFC 8259 leaves open what they
 * mean; all readers known take the last.
 *
 * The text has to be JSON. O(n), no recursion.
 */
export function repeatedKeys(text: string): readonly RepeatedKey[] {
  const lines = new TextLines(text);
  const found: { pointer: string; at: number }[] = [];
  const open: Open[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at++) {
    const within = open.at(-1);
    switch (text.charAt(at)) {
      case '{':
      case '[': {
        const isObject = text.charAt(at) === '{';
        const pointer = within === undefined ? '' : `${within.pointer}/${escapePointer(String(within.step))}`;
        open.push({ pointer, keys: isObject ? new Map() : undefined, step: 0 });
        isKey = isObject;
        break;
      }
      case '}':
      case ']':
        open.pop();
        isKey = false;
        break;
      case ',':
        isKey = within?.keys !== undefined;
        if (typeof within?.step === 'number') within.step += 1;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (isKey && within?.keys !== undefined) {
          const key = JSON.parse(text.slice(at, end)) as string;
          const before = within.keys.get(key);
          if (before !== undefined)
            found.push({ pointer: `${within.pointer}/${escapePointer(key)}`, at: before });
          within.keys.set(key, at);
          within.step = key;
          isKey = false;
        }
        at = end - 1;
        break;
      }
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ pointer, at }) => ({ pointer, ...lines.placeOf(at) }));
}
