/** Everything in a draft that names another element, in one place. */
import type { DraftAsset, DraftSystem } from '#model/draft-system';
import { SCHEDULE, type VerbLink } from '#model/system-model';

export interface Renaming {
  /** Of zones, actors, assets and flows. */
  readonly element: (id: string) => string;
  readonly safeguard: (id: string) => string;
  readonly evidence: (id: string) => string;
}

/** The same draft with other names where elements refer to each other; what has the name keeps it. */
export function renamed(draft: DraftSystem, { element, safeguard, evidence }: Renaming): DraftSystem {
  const one = <K extends string>(of: Readonly<Partial<Record<K, string>>>, key: K) => {
    const id = of[key];
    return (id === undefined ? {} : { [key]: element(id) }) as Partial<Record<K, string>>;
  };
  return {
    ...draft,
    zones: draft.zones.map((zone) => ({ ...zone, ...one(zone, 'in') })),
    actors: draft.actors.map((actor) => ({
      ...actor,
      ...one(actor, 'zone'),
      ...(actor.access && { access: renamedLinks(actor.access, element) }),
      ...(actor.supplies && { supplies: actor.supplies.map(element) }),
    })),
    assets: draft.assets.map((asset) => ({
      ...asset,
      ...one(asset, 'zone'),
      ...(asset.relations && { relations: renamedRelations(asset.relations, element) }),
      ...(asset.contributors && { contributors: renamedLinks(asset.contributors, element) }),
    })),
    flows: draft.flows.map((flow) => ({ ...flow, from: element(flow.from), to: element(flow.to) })),
    safeguards: draft.safeguards.map((each) => ({
      ...each,
      on: each.on.map(element),
      ...(each.evidence && { evidence: each.evidence.map(evidence) }),
    })),
    evidence: draft.evidence.map((each) => ({ ...each, ...one(each, 'subject') })),
    threats: draft.threats.map((threat) => ({
      ...threat,
      on: threat.on.map(element),
      safeguards: threat.safeguards.map(safeguard),
    })),
    goals: draft.goals.map((goal) => ({ ...goal, on: element(goal.on) })),
  };
}

function renamedLinks(links: readonly VerbLink[], element: (id: string) => string): readonly VerbLink[] {
  return links.map((link) => ({ ...link, id: element(link.id) }));
}

type Relations = NonNullable<DraftAsset['relations']>;

function renamedRelations(relations: Relations, element: (id: string) => string): Relations {
  return Object.fromEntries(
    Object.entries(relations).map(([key, ids]) => [
      key,
      ids.map((id) => (key === 'triggered-by' && id === SCHEDULE ? id : element(id))),
    ]),
  );
}
