import { loadPaths, loadStructure, loadThreats } from '../data/load.ts';
import type { StructureAnswer, Threat } from '../data/answers.ts';
import type { Loaded } from '../data/use-answer.ts';
import { useLoaded } from '../data/use-answer.ts';
import { diagramOf } from '../diagram/diagram.ts';
import type { Diagram } from '../diagram/diagram.ts';

/** What every view says of a system: its elements with their names, and its threats. */
export interface SystemData {
  readonly structure: StructureAnswer;
  readonly threats: readonly Threat[];
  readonly diagram: Diagram;
  /** What an asset or actor is called. */
  readonly nameOf: (id: string) => string;
  readonly threatOf: (id: string) => Threat | undefined;
}

export interface PathsData extends SystemData {
  readonly answer: Awaited<ReturnType<typeof loadPaths>>;
  readonly goalName: (id: string) => string;
}

async function loadSystem(system: string): Promise<SystemData> {
  const [structure, threats] = await Promise.all([loadStructure(system), loadThreats(system)]);
  const names = new Map([...structure.actors, ...structure.assets].map(({ id, name }) => [id, name]));
  const byId = new Map(threats.map((threat) => [threat.id, threat]));
  return {
    structure,
    threats,
    diagram: diagramOf(structure, threats),
    nameOf: (id) => names.get(id) ?? id,
    threatOf: (id) => byId.get(id),
  };
}

export function useSystem(system: string): Loaded<SystemData> {
  return useLoaded(system, () => loadSystem(system));
}

export function usePaths(system: string): Loaded<PathsData> {
  return useLoaded(system, async () => {
    const [data, answer] = await Promise.all([loadSystem(system), loadPaths(system)]);
    const goals = new Map(data.structure.goals.map(({ id, name }) => [id, name]));
    return { ...data, answer, goalName: (id) => goals.get(id) ?? id };
  });
}
