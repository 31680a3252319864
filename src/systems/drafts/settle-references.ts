import { KEPT_UNDEFINED, UNDEFINED_REFERENCES } from '#model/draft-system';
import type {
  DraftElement,
  DraftFlow,
  DraftSystem,
  DraftZone,
  SourcePlace,
  UndefinedReference,
} from '#model/draft-system';
import { SCHEDULE, type VerbLink } from '#model/system-model';
import { NAMED, type Sort } from '../named-ids.ts';
import type { DraftNotes } from './draft-notes.ts';

/**
 * A draft in which every id that is named is there, and of the right sort. What names something else is kept under
 * `x-undefined-references`, with a warning; a flow or goal that would have no end is kept there as a whole, and no longer
 * counts as read. Circles of zones are opened at the zone that closes them.
 */
export function settleReferences(draft: DraftSystem, notes: DraftNotes): DraftSystem {
  const check = new ReferenceCheck(draft, notes);
  // First, since what stands on a flow without an end stands on nothing.
  const flows = draft.flows.filter((flow) => check.hasEnds(flow));
  const zones = openCircles(
    draft.zones.map((zone) => check.single(zone, 'zones', 'in', `zone "${zone.id}"`)),
    notes,
  );
  const settled: DraftSystem = {
    ...draft,
    zones,
    actors: draft.actors.map((actor) => {
      const what = `actor "${actor.id}"`;
      const { access, supplies } = actor;
      return {
        ...check.single(actor, 'actors', 'zone', what),
        ...(access && { access: check.links(access, 'actors', 'access', what, actor.place) }),
        ...(supplies && { supplies: check.all(supplies, 'actors', 'supplies', what, actor.place) }),
      };
    }),
    assets: draft.assets.map((asset) => {
      const what = `asset "${asset.id}"`;
      const relations = Object.entries(asset.relations ?? {}).map(
        ([key, ids]) => [key, check.all(ids, 'assets', key, what, asset.place)] as const,
      );
      return {
        ...check.single(asset, 'assets', 'zone', what),
        ...(asset.relations && {
          relations: Object.fromEntries(relations.filter(([, ids]) => ids.length > 0)),
        }),
        ...(asset.contributors && {
          contributors: check.links(asset.contributors, 'assets', 'contributors', what, asset.place),
        }),
      };
    }),
    flows,
    safeguards: draft.safeguards.map((each) => ({
      ...each,
      on: check.all(each.on, 'safeguards', 'on', `safeguard "${each.id}"`, each.place),
      ...(each.evidence && {
        evidence: check.all(each.evidence, 'safeguards', 'evidence', `safeguard "${each.id}"`, each.place),
      }),
    })),
    evidence: draft.evidence.map((each) =>
      check.single(each, 'evidence', 'subject', `evidence "${each.id}"`),
    ),
    threats: draft.threats.map((threat) => ({
      ...threat,
      on: check.all(threat.on, 'safeguards', 'on', `threat "${threat.id}"`, threat.place),
      safeguards: check.all(
        threat.safeguards,
        'threats',
        'safeguards',
        `threat "${threat.id}"`,
        threat.place,
      ),
    })),
    goals: draft.goals.filter(({ id, on, place }) => check.isThere(on, 'goals', 'on', `goal "${id}"`, place)),
  };
  if (check.undefinedReferences.length === 0) return settled;
  return {
    ...settled,
    extensions: { ...settled.extensions, [UNDEFINED_REFERENCES]: check.undefinedReferences },
  };
}

class ReferenceCheck {
  readonly undefinedReferences: UndefinedReference[];
  readonly #notes: DraftNotes;
  readonly #sorts: Map<string, Sort>;
  readonly #evidence: ReadonlySet<string>;
  readonly #safeguards: ReadonlySet<string>;

  constructor(draft: DraftSystem, notes: DraftNotes) {
    this.#notes = notes;
    this.undefinedReferences = [...(draft.undefinedReferences ?? [])];
    this.#sorts = new Map<string, Sort>([
      ...draft.zones.map(({ id }) => [id, 'zone'] as const),
      ...draft.actors.map(({ id }) => [id, 'actor'] as const),
      ...draft.assets.map(({ id }) => [id, 'asset'] as const),
      ...draft.flows.flatMap(({ id }) => (id === undefined ? [] : [[id, 'flow'] as const])),
    ]);
    this.#evidence = new Set(draft.evidence.map(({ id }) => id));
    this.#safeguards = new Set(draft.safeguards.map(({ id }) => id));
  }

  /** What is wrong at both ends is said once. */
  hasEnds(flow: DraftFlow): boolean {
    const { id, name, from, to, place } = flow;
    const what = `flow ${JSON.stringify(name ?? id ?? '')} from "${from}" to "${to}"`;
    const faults = (['from', 'to'] as const).flatMap((key) => {
      const why = this.#faultOf(flow[key], 'flows', key);
      return why === undefined ? [] : [{ key, why }];
    });
    if (faults.length === 0) return true;
    for (const { key } of faults) this.undefinedReferences.push({ in: what, key, id: flow[key] });
    this.#keepAside(place, what, [...new Set(faults.map(({ why }) => why))].join(', and '));
    this.#notes.flowIsEndless(place);
    if (id !== undefined) this.#sorts.delete(id);
    return false;
  }

  isThere(id: string, section: string, key: string, what: string, place: SourcePlace): boolean {
    const why = this.#faultOf(id, section, key);
    if (why === undefined) return true;
    this.undefinedReferences.push({ in: what, key, id });
    this.#keepAside(place, what, why);
    return false;
  }

  /** Why the id cannot stand there; undefined where it can. */
  #faultOf(id: string, section: string, key: string): string | undefined {
    if (key === 'triggered-by' && id === SCHEDULE) return undefined;
    if (key === 'evidence' && this.#evidence.has(id)) return undefined;
    if (key === 'safeguards' && this.#safeguards.has(id)) return undefined;
    const sort = this.#sorts.get(id);
    const wanted = NAMED[section]?.[key] ?? [];
    if (sort === undefined) return `nothing has the id "${id}"`;
    if (wanted.includes(sort)) return undefined;
    return `"${id}" cannot stand under "${key}": it is of the wrong sort (${sort})`;
  }

  #keepAside(place: SourcePlace, what: string, why: string): void {
    this.#notes.keepAside('IMPORT-004', place, what, why, KEPT_UNDEFINED);
  }

  all(
    ids: readonly string[],
    section: string,
    key: string,
    what: string,
    place: SourcePlace,
  ): readonly string[] {
    return [...new Set(ids)].filter((id) => this.isThere(id, section, key, what, place));
  }

  links(
    links: readonly VerbLink[],
    section: string,
    key: string,
    what: string,
    place: SourcePlace,
  ): readonly VerbLink[] {
    return links.filter(({ id }) => this.isThere(id, section, key, what, place));
  }

  /** Takes the key away where it names nothing. */
  single<K extends string, T extends Pick<DraftElement, 'place'> & Readonly<Partial<Record<K, string>>>>(
    element: T,
    section: string,
    key: K,
    what: string,
  ): T {
    const id = element[key];
    if (id === undefined || this.isThere(id, section, key, what, element.place)) return element;
    return Object.fromEntries(Object.entries(element).filter(([other]) => other !== key)) as T;
  }
}

/** Linear in the zones. */
function openCircles(zones: readonly DraftZone[], notes: DraftNotes): readonly DraftZone[] {
  const parents = new Map(zones.map((zone) => [zone.id, zone.in]));
  const done = new Set<string>();
  const opened = new Set<string>();
  for (const { id: start } of zones) {
    const trail = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at)) {
      trail.add(at);
      const parent: string | undefined = parents.get(at);
      if (parent !== undefined && trail.has(parent)) {
        opened.add(at);
        break;
      }
      at = parent;
    }
    for (const id of trail) done.add(id);
  }
  return zones.map((zone) => {
    if (!opened.has(zone.id) || zone.in === undefined) return zone;
    const { in: outer, ...rest } = zone;
    const what = `zone "${zone.id}" in "${outer}"`;
    notes.keepAside('IMPORT-005', zone.place, what, 'zones are nested in a circle', 'it is kept as x-in');
    return { ...rest, extensions: { ...zone.extensions, 'x-in': outer } };
  });
}
