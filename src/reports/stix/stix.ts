/**
 * Frameworks, and a system with what was found about it, as one STIX 2.1 bundle.
 */
import { StixBundle } from './bundle.ts';
import { FrameworkObjects } from './framework-objects.ts';
import type { StixSource } from './source.ts';
import { addSystem } from './system-objects.ts';

/**
 * The same source gives the same bytes, in whatever order it comes. O(n log n) over all objects.
 *
 * @example stixBundle({ frameworks: [atlas], links: [] }) // '{"type": "bundle", "id": "bundle--…", "objects": [\n…'
 */
export function stixBundle({ frameworks, links, system }: StixSource): string {
  const bundle = new StixBundle();
  const objects = frameworks.map((records) => new FrameworkObjects(bundle, records));
  for (const framework of objects) framework.addAll();
  if (system !== undefined) {
    objects.push(...system.frameworks.map((records) => new FrameworkObjects(bundle, records)));
    addSystem(bundle, system, objects);
  }
  const byId = new Map(objects.map((framework) => [framework.id, framework]));
  for (const { type, source, target } of links) {
    const from = byId.get(source.framework)?.written(source);
    const to = byId.get(target.framework)?.written(target);
    if (from !== undefined && to !== undefined) bundle.relate({ type, source: from, target: to });
  }
  return bundle.text();
}
