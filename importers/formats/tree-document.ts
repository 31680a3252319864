/** A parsed text that still knows where each of its values stands; JSON and YAML readers both give this. */
export interface TreeDocument {
  readonly file: string;
  readonly value: unknown;
  /** Line and column, 1-based, of what a JSON pointer names, or of its nearest parent that is there. */
  locate(pointer: string): { readonly line: number; readonly column: number };
  /** Entries that a later one of the same key puts out of force; absent where the format allows none. */
  repeated?(): readonly RepeatedKey[];
}

/** Where the entry stands that does not count. */
export interface RepeatedKey {
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
}

/** RFC 6901: `/a~1b/0` → `a/b`, `0`. */
export function pointerSteps(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
