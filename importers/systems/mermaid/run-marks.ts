import type { DrawnNode } from '../../formats/drawing/drawing.ts';

/** Nodes by which LangGraph draws where a run of a graph starts and ends (`draw_mermaid`); the program has no such steps. */
const START = '__start__';
const END = '__end__';

/** Both are the same one outside: who starts a run gets what it ends with. */
export function isRunMark(id: string): boolean {
  return id === START || id === END;
}

/** @returns id of the node that stands for both */
export function runMarkOf(id: string, ids: { has(id: string): boolean }): string {
  return id === END && ids.has(START) ? START : id;
}

export const RUNNER: Pick<DrawnNode, 'name' | 'person' | 'guessed'> = {
  name: 'Graph user',
  person: true,
  guessed: 'LangGraph marks so where a run starts and ends: who starts it is outside of it',
};
