import type { LossEntry, SystemFile } from '#model/system-importer';

/** A line for each file that was given with others and is none of theirs. */
export function besides(
  input: readonly SystemFile[],
  read: readonly SystemFile[],
  why: string,
): readonly LossEntry[] {
  return input.filter((file) => !read.includes(file)).map(({ path }) => setAside(path, why));
}

/** That nothing of a file was read. */
export function setAside(path: string, why: string): LossEntry {
  return { place: { file: path }, what: wholeFile(path), outcome: 'not-read', why };
}

/** Whether it says that nothing of a file was read. */
export function isBeside({ place, what, outcome }: LossEntry): boolean {
  return outcome === 'not-read' && what === wholeFile(place.file);
}

function wholeFile(path: string): string {
  return `file "${path}"`;
}
