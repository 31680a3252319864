import type { DraftAsset } from '#model/draft-system';

export interface Bracket {
  readonly open: string;
  /** Any of these ends the text. */
  readonly close: readonly string[];
  /** Name of the shape, as Mermaid 11 calls it. */
  readonly shape: string;
}

/** Longest first, so that `[(` is not taken for `[`. */
export const BRACKETS: readonly Bracket[] = [
  { open: '(((', close: [')))'], shape: 'dbl-circ' },
  { open: '((', close: ['))'], shape: 'circle' },
  { open: '([', close: ['])'], shape: 'stadium' },
  { open: '(-', close: ['-)'], shape: 'ellipse' },
  { open: '[[', close: [']]'], shape: 'fr-rect' },
  { open: '[(', close: [')]'], shape: 'cyl' },
  { open: '[/', close: ['/]', '\\]'], shape: 'lean-r' },
  { open: '[\\', close: ['\\]', '/]'], shape: 'lean-l' },
  { open: '{{', close: ['}}'], shape: 'hex' },
  { open: '[', close: [']'], shape: 'rect' },
  { open: '(', close: [')'], shape: 'rounded' },
  { open: '{', close: ['}'], shape: 'diam' },
  { open: '>', close: [']'], shape: 'odd' },
];

/** Shapes that say "something is kept here", by the names that `@{ shape: … }` takes. */
const STORES = new Set([
  'cyl',
  'cylinder',
  'database',
  'db',
  'das',
  'h-cyl',
  'horizontal-cylinder',
  'lin-cyl',
  'lined-cylinder',
  'disk',
  'datastore',
  'data-store',
  'bow-rect',
  'bow-tie-rectangle',
  'stored-data',
  'win-pane',
  'internal-storage',
  'window-pane',
]);

export function fallbackOf(shape: string | undefined): DraftAsset['fallback'] {
  return shape !== undefined && STORES.has(shape) ? 'store' : 'process';
}
