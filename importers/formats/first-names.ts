import type { SystemFile } from '#model/system-importer';

/** Which files an error of several is about: the first three say enough. */
export function firstNames(input: readonly SystemFile[]): string {
  return input
    .slice(0, 3)
    .map(({ path }) => path)
    .join(', ');
}
