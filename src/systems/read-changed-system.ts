import { ThreatloomError } from '#model/errors';
import { Findings, type Path } from './findings.ts';
import { readSystemValue, type ReadResult, type SystemText, type Vocabulary } from './read-system-model.ts';
import { readSource } from './source-document.ts';

/** What to say at a place of the file; without a value, nothing. */
export interface Setting {
  /** JSON pointer, e.g. `/assets/bot/approval`; of an entry or key that is there, or a new key of a mapping that is. */
  readonly pointer: string;
  readonly value: unknown;
}

/**
 * Reads a system model as if its file said something else in places. The changed file is checked like any other, but its diagnostics
 * have pointers and no lines.
 *
 * @param text of a file that reads without errors
 * @throws ThreatloomError ASK-011 where a pointer leads nowhere, or two settings are about the same place
 */
export function readChangedSystem(
  { file, text }: SystemText,
  settings: readonly Setting[],
  vocabulary: Vocabulary = {},
): ReadResult {
  const document = structuredClone(readSource(file, text, new Findings(file))?.value);
  const sorted = [...settings].sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
  sorted.forEach(({ pointer }, i) => {
    const clash = sorted.find(
      (other, j) => j !== i && (other.pointer === pointer || other.pointer.startsWith(`${pointer}/`)),
    );
    if (clash === undefined) return;
    throw new ThreatloomError('ASK-011', `${pointer} and ${clash.pointer} cannot both be set`, { pointer });
  });
  // Last items first: what is left out of a list moves those after it.
  for (const { pointer, value } of sorted.reverse()) setAt(document, pointer, value);
  return readSystemValue({ file, value: document }, vocabulary);
}

function setAt(document: unknown, pointer: string, value: unknown): void {
  const path = stepsOf(pointer);
  const key = path.pop()!;
  let holder: unknown = document;
  for (const step of path) {
    holder = isContainer(holder) && Object.hasOwn(holder, step) ? holder[String(step)] : undefined;
  }
  if (Array.isArray(holder)) {
    const place = /^(0|[1-9]\d*)$/.test(String(key)) ? Number(key) : NaN;
    if (place < holder.length) {
      if (value === undefined) holder.splice(place, 1);
      else holder[place] = value;
      return;
    }
  } else if (isContainer(holder)) {
    // A key such as __proto__ becomes an entry, and no more than that.
    if (value === undefined) Reflect.deleteProperty(holder, key);
    else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  throw new ThreatloomError('ASK-011', `there is no ${pointer} in the model`, {
    pointer,
    hint: 'write a JSON pointer such as /assets/bot/approval',
  });
}

function stepsOf(pointer: string): Path[number][] {
  if (!pointer.startsWith('/') || pointer.length < 2) {
    throw new ThreatloomError('ASK-011', `"${pointer}" is no JSON pointer`, {
      hint: 'write one such as /assets/bot/approval',
    });
  }
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
