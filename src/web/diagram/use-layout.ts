import type { Loaded } from '../data/use-answer.ts';
import { useLoaded } from '../data/use-answer.ts';
import type { Diagram } from './diagram.ts';
import type { Layout } from './elk-graph.ts';

/** Beyond so many elements a drawing shows nothing any more, and a table does. */
export const MOST_DRAWN = 200;

/** The layout engine is loaded with the first diagram that is drawn. */
export function useLayout(system: string, diagram: Diagram): Loaded<Layout> {
  const drawn = diagram.nodes.length <= MOST_DRAWN;
  return useLoaded(drawn ? system : undefined, async () => {
    const { layOut } = await import('./layout.ts');
    return layOut(diagram);
  });
}
