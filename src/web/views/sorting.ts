import type { Sorting } from '../parts/data-table.tsx';

/** As in an address: `risk`, or `-risk` for the highest first. */
export function formatSorting({ key, down }: Sorting): string {
  return down ? `-${key}` : key;
}

export function parseSorting(text: string): Sorting | undefined {
  if (text === '') return undefined;
  return text.startsWith('-') ? { key: text.slice(1), down: true } : { key: text, down: false };
}
