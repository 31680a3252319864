import { nearestWord } from '#model/diagnostics';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemChanges } from '#model/answers/what-if';
import type { SystemModel } from '#model/system-model';

/**
 * Whether each change can be made, whatever the others are.
 *
 * @throws ThreatloomError ASK-010 with all that cannot
 */
export function checkChanges(
  model: SystemModel,
  changes: SystemChanges,
  controlIds: ReadonlySet<string>,
): void {
  const faults: Diagnostic[] = [];
  const fault = (message: string, hint?: string): void => {
    faults.push({ code: 'ASK-010', severity: 'error', message, ...(hint === undefined ? {} : { hint }) });
  };
  const known = (what: string, id: string, ids: readonly string[]): void => {
    if (ids.includes(id)) return;
    const near = nearestWord(id, ids);
    const list = ids.length === 0 ? 'the model has none' : `there are ${ids.slice(0, 20).join(', ')}`;
    fault(`there is no ${what} "${id}"`, near === undefined ? list : `did you mean "${near}"?`);
  };
  const safeguards = model.safeguards.map(({ id }) => id);
  const assets = model.assets.map(({ id }) => id);
  for (const id of changes.removeAssets) known('asset', id, assets);
  for (const id of changes.removeFlows) {
    known(
      'flow',
      id,
      model.flows.map((flow) => flow.id),
    );
  }
  for (const id of changes.removeSafeguards) known('safeguard', id, safeguards);
  for (const id of changes.inPlace) {
    known('safeguard', id, safeguards);
    const status = model.safeguards.find((each) => each.id === id)?.status;
    if (status !== undefined && status !== 'planned') {
      fault(
        `safeguard ${id} is ${status} already`,
        'only planned ones can be tried as if they were in place',
      );
    }
    if (changes.removeSafeguards.includes(id)) fault(`safeguard ${id} is to be removed and put in place`);
  }
  const places = [...assets, ...model.actors, ...model.zones, ...model.flows].map((each) =>
    typeof each === 'string' ? each : each.id,
  );
  const standing = places.filter(
    (id) => !changes.removeAssets.includes(id) && !changes.removeFlows.includes(id),
  );
  const seen = new Set<string>();
  for (const { id, on, implements: controls } of changes.addSafeguards) {
    const twice = seen.has(id) || (safeguards.includes(id) && !changes.removeSafeguards.includes(id));
    if (twice) fault(`there is a safeguard "${id}" already`, 'give the one to be tried an id of its own');
    seen.add(id);
    for (const place of on) known('asset, actor, zone or flow', place, standing);
    for (const control of controls) known('control', control, [...controlIds]);
  }
  if (faults.length === 0) return;
  const [only] = faults;
  throw faults.length === 1
    ? new ThreatloomError('ASK-010', only!.message, { ...(only!.hint !== undefined && { hint: only!.hint }) })
    : new ThreatloomError('ASK-010', `${faults.length} changes cannot be made`, { diagnostics: faults });
}
