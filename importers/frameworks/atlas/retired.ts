import type { TechniqueRecord } from '#model/framework-records';

interface Retired {
  readonly id: string;
  /** Its last name. */
  readonly name: string;
  /** The technique that took its place. */
  readonly successor: string;
}

/**
 * Techniques that ATLAS took out in 2026.07 for others of the same meaning. Its own files keep no trace of them, but
 * other frameworks still cite them.
 */
const RETIRED: readonly Retired[] = [
  { id: 'AML.T0019', name: 'Publish Poisoned Datasets', successor: 'AML.T0115.000' },
  { id: 'AML.T0058', name: 'Publish Poisoned Models', successor: 'AML.T0115.001' },
  { id: 'AML.T0104', name: 'Publish Poisoned AI Agent Tool', successor: 'AML.T0115.002' },
];

/**
 * The retired techniques, as withdrawn, of an edition that has their successors and no longer has them.
 *
 * @param techniques of the edition, by id
 */
export function retiredTechniques(
  techniques: ReadonlyMap<string, TechniqueRecord>,
): readonly TechniqueRecord[] {
  return RETIRED.flatMap(({ id, name, successor }): TechniqueRecord[] => {
    const heir = techniques.get(successor);
    if (heir === undefined || techniques.has(id)) return [];
    return [{ id, name, tactics: heir.tactics, platforms: [], status: 'withdrawn', succeededBy: successor }];
  });
}
