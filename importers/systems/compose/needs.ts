/** What services need of each other beside what their variables say. */
import { WHOLE } from '#model/draft-system';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Workloads } from '../../formats/workloads.ts';
import { namesOf } from './layers.ts';
import type { Service } from './service.ts';

const NEEDS = [
  ['depends_on', 'it starts after it, and so presumably calls it'],
  ['links', 'it is linked to it'],
  ['external_links', 'it is linked to it'],
] as const;

/** What a service starts after it needs, and so presumably calls, unless a variable said so already. */
export function readNeeds(
  { layers, workload: { id, what } }: Service,
  draft: DraftBuilder,
  workloads: Workloads,
): void {
  for (const layer of layers) {
    for (const [key, why] of NEEDS) {
      const done = key === 'depends_on' ? finishedBefore(layer) : new Set<string>();
      for (const name of namesOf(layer, key).map((each) => each.split(':')[0] ?? each)) {
        const other = workloads.names.get(name.toLowerCase());
        const pointer = `${layer.pointer}/${key}`;
        if (other === undefined) {
          layer.account.warn(pointer, `the service "${name}" that ${what} needs is nowhere here`, {
            code: 'COMPOSE-004',
          });
          layer.account.notRead(pointer, `service "${name}"`, 'it is nowhere here');
          continue;
        }
        if (!draft.relate(id, 'depends-on', other)) continue;
        layer.account.read(pointer, `${what} needs service "${name}"`, `${id} depends-on ${other}`);
        if (done.has(name)) continue;
        // Flows go both ways here, so that one of the other way says the same.
        if (draft.joins(id, other) || draft.joins(other, id)) continue;
        draft.flow({
          guessed: { [WHOLE]: `${what} needs ${name}: ${why}` },
          from: id,
          to: other,
          both: true,
          place: layer.account.place(pointer),
        });
        layer.account.guessed(pointer, `${what} needs service "${name}"`, `flow ${id} → ${other}`, why);
      }
    }
  }
}

/** What has ended by the time that the service starts, so that there is nothing to call. */
function finishedBefore(layer: TreeNode): ReadonlySet<string> {
  const needs = layer.any('depends_on');
  if (needs?.isObject !== true) return new Set();
  return new Set(
    needs
      .entries()
      .filter(
        ([, need]) => need.isObject && need.any('condition')?.value === 'service_completed_successfully',
      )
      .map(([name]) => name),
  );
}
