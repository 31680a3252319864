/** Places for the cells of a diagram: zones as boxes around what is in them, each next to the others. */
import { listUnder } from '#model/list-under';
import type { SystemModel } from '#model/system-model';

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const NODE = { width: 160, height: 80 };
const GAP = 60;
/** Room for the name of a zone above what is in it. */
const HEAD = 40;
const IN_A_ROW = 3;

/** Id of a zone, actor or asset → where it is drawn. O(elements). */
export function layoutOf({ zones, actors, assets }: SystemModel): ReadonlyMap<string, Placed> {
  const nodes = group([...actors, ...assets], ({ zone }) => zone);
  const inner = group(zones, (zone) => zone.in);
  const places = new Map<string, Placed>();
  const fill = (zone: string | undefined, x: number, y: number): { width: number; height: number } => {
    const ids = (nodes.get(zone) ?? []).map(({ id }) => id);
    ids.forEach((id, index) => {
      const column = index % IN_A_ROW;
      const row = Math.floor(index / IN_A_ROW);
      places.set(id, {
        x: x + GAP + column * (NODE.width + GAP),
        y: y + HEAD + GAP + row * (NODE.height + GAP),
        ...NODE,
      });
    });
    const rows = Math.ceil(ids.length / IN_A_ROW);
    let width = GAP + Math.min(ids.length, IN_A_ROW) * (NODE.width + GAP);
    let height = HEAD + GAP + rows * (NODE.height + GAP);
    let right = x + GAP;
    const below = y + height;
    for (const { id } of inner.get(zone) ?? []) {
      const size = fill(id, right, below);
      places.set(id, { x: right, y: below, ...size });
      right += size.width + GAP;
      width = Math.max(width, right - x);
      height = Math.max(height, below - y + size.height + GAP);
    }
    return { width: Math.max(width, NODE.width), height: Math.max(height, NODE.height) };
  };
  fill(undefined, 0, 0);
  return places;
}

function group<T>(
  elements: readonly T[],
  keyOf: (element: T) => string | undefined,
): Map<string | undefined, T[]> {
  const groups = new Map<string | undefined, T[]>();
  for (const element of elements) {
    const key = keyOf(element);
    listUnder(groups, key).push(element);
  }
  return groups;
}
