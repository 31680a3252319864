import type { SystemChanges } from '#model/answers/what-if';
import type { Safeguard, SystemModel } from '#model/system-model';
import { checkChanges } from './check-changes.ts';

/**
 * The model as it would be. Pure; what is removed takes with it all that refers to it: links, flows, goals, places of
 * safeguards, subjects of evidence. `set` is not applied here: it speaks of the file, see `readChangedSystem`.
 *
 * @param controlIds known controls
 * @throws ThreatloomError ASK-010 with all faults where a change cannot be made
 */
export function applyChanges(
  model: SystemModel,
  changes: SystemChanges,
  controlIds: ReadonlySet<string>,
): SystemModel {
  checkChanges(model, changes, controlIds);
  const smaller = withoutElements(model, new Set(changes.removeAssets), new Set(changes.removeFlows));
  const removed = new Set(changes.removeSafeguards);
  const inPlace = new Set(changes.inPlace);
  const kept = smaller.safeguards
    .filter(({ id }) => !removed.has(id))
    .map((each): Safeguard => (inPlace.has(each.id) ? { ...each, status: 'in-place' } : each));
  const added = changes.addSafeguards.map((each): Safeguard => ({
    ...each,
    implements: sortedSet(each.implements),
    on: sortedSet(each.on),
    status: 'in-place',
    evidence: [],
  }));
  return { ...smaller, safeguards: [...kept, ...added].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function withoutElements(
  model: SystemModel,
  assets: ReadonlySet<string>,
  flows: ReadonlySet<string>,
): SystemModel {
  if (assets.size === 0 && flows.size === 0) return model;
  const stays = ({ id }: { readonly id: string }): boolean => !assets.has(id);
  const left = model.flows.filter(
    ({ id, from, to }) => !flows.has(id) && !assets.has(from) && !assets.has(to),
  );
  const gone = new Set(model.flows.filter((flow) => !left.includes(flow)).map(({ id }) => id));
  const lost = (id: string): boolean => assets.has(id) || gone.has(id);
  return {
    ...model,
    assets: model.assets.filter(stays).map((asset) => ({
      ...asset,
      relations: Object.fromEntries(
        Object.entries(asset.relations).map(([key, links]) => [key, links.filter(stays)]),
      ),
    })),
    actors: model.actors.map((actor) => ({
      ...actor,
      access: actor.access.filter(stays),
      supplies: actor.supplies.filter((id) => !assets.has(id)),
    })),
    flows: left,
    safeguards: model.safeguards
      .map((each) => ({ ...each, on: each.on.filter((id) => !lost(id)) }))
      .filter(({ on }) => on.length > 0),
    evidence: model.evidence.filter(({ subject }) => subject === undefined || !lost(subject)),
    goals: model.goals.filter(({ on }) => !lost(on)),
    accepted: model.accepted.filter(({ on }) => on === undefined || !lost(on)),
  };
}

function sortedSet(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}
