/** What is drawn on several pages, and said of on each of them. */
import type { DraftAsset, DraftElement } from '#model/draft-system';

type Said = Partial<Omit<DraftElement, 'id' | 'place'>> &
  Partial<Pick<DraftAsset, 'zone' | 'data' | 'facts' | 'hints'>> & {
    readonly in?: string;
    readonly encrypted?: boolean;
    readonly authenticated?: boolean;
  };

/**
 * An element with what a later page says of it: what it did not have is taken, lists and texts are joined, and of facts
 * that differ the first stays.
 *
 * @example folded({ description: 'Sells' }, { description: 'Bills', zone: 'vpc' }) // { description: 'Sells; Bills', zone: 'vpc' }
 */
export function folded<T extends Said>(known: T, other: Said): T {
  const { description, extensions, data, facts, hints, ask } = other;
  const texts = [known.description, description].filter((text) => text !== undefined);
  // That it is a guess is said where it was first drawn.
  const more = Object.fromEntries(Object.entries(other).filter(([key]) => key !== 'guessed'));
  return {
    ...more,
    ...known,
    ...(texts.length > 0 && { description: [...new Set(texts)].join('; ') }),
    ...(extensions && { extensions: foldedExtensions(known.extensions ?? {}, extensions) }),
    ...(data && { data: union(known.data, data) }),
    ...(facts && { facts: { ...facts, ...known.facts } }),
    ...(hints && { hints: foldedHints(known.hints ?? {}, hints) }),
    ...(ask && { ask: union(known.ask, ask) }),
  };
}

function foldedHints(
  known: NonNullable<DraftAsset['hints']>,
  other: NonNullable<DraftAsset['hints']>,
): NonNullable<DraftAsset['hints']> {
  const lists = (['types', 'technologies', 'tags', 'names'] as const).flatMap((key) => {
    const all = union(known[key], other[key] ?? []);
    return all.length === 0 ? [] : [[key, all] as const];
  });
  return { ...other, ...known, ...Object.fromEntries(lists) };
}

/** Two that say different things under one key are both kept. */
function foldedExtensions(
  known: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(other)) {
    const before = all[key];
    if (before === undefined) all[key] = value;
    else if (isMap(before) && isMap(value)) all[key] = foldedExtensions(before, value);
    else if (JSON.stringify(before) !== JSON.stringify(value)) all[key] = [before, value].flat();
  }
  return all;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function union<T>(known: readonly T[] | undefined, other: readonly T[]): readonly T[] {
  return [...new Set([...(known ?? []), ...other])];
}
