import {
  REFERENCE_FACTS,
  RELATIONS,
  VALUE_FACTS,
  type Actor,
  type Asset,
  type Evidence,
  type Flow,
  type Goal,
  type ReferenceFact,
  type Relation,
  type Safeguard,
  type SystemModel,
  type ValueFact,
  type VerbLink,
  type Zone,
} from '#model/system-model';
import { chooseGoals } from './goals.ts';
import type { SystemFile } from './structure.ts';

type Section<K extends keyof SystemFile> = NonNullable<SystemFile[K]>;
type FileAsset = Section<'assets'>[string];
type IdsWithVerbs = NonNullable<FileAsset['contributors']>;

export type ModelParts = Omit<SystemModel, 'source' | 'positions' | 'extensions'>;

/**
 * The model that a checked file says: defaults filled in, each list of ids or words sorted and without repetition,
 * elements by id in code-point order. Flows and acceptances stay in the file's order, which their pointers count.
 */
export function normalise(file: SystemFile): ModelParts {
  const assets = byId(file.assets, toAsset);
  return {
    ...defined({ id: file.system, name: file.name, description: file.description }),
    ...defined({ owner: file.owner, stage: file.stage }),
    profile: sortedEntries(file.profile ?? {}),
    zones: toZones(file.zones ?? {}),
    actors: byId(file.actors, toActor),
    assets,
    flows: toFlows(file.flows ?? []),
    safeguards: byId(file.safeguards, toSafeguard),
    evidence: byId(file.evidence, toEvidence),
    goals: chooseGoals(byId(file.goals, toGoal), assets, file['goals-from-value'] ?? false).taken,
    accepted: (file.accepted ?? []).map((each) => defined(each)),
  };
}

function toZones(zones: Section<'zones'>): Zone[] {
  const trustOf = (id: string): number => {
    // Nesting has been checked: it ends, and the outermost zone says its trust.
    const zone = zones[id]!;
    return zone.trust ?? trustOf(zone.in!);
  };
  return byId(zones, (id, zone) => defined({ id, ...named(zone), trust: trustOf(id), in: zone.in }));
}

function toActor(id: string, actor: Section<'actors'>[string]): Actor {
  return defined({
    id,
    ...named(actor),
    zone: actor.zone,
    attacker: actor.attacker ?? 'none',
    access: toLinks(actor.access ?? []),
    supplies: sortedSet(actor.supplies ?? []),
    deceivable: actor.deceivable,
  });
}

function toAsset(id: string, asset: FileAsset): Asset {
  const relations: Partial<Record<Relation | ReferenceFact, readonly VerbLink[]>> = {};
  for (const key of [...RELATIONS, ...REFERENCE_FACTS]) {
    const named = asset[key];
    if (named !== undefined) relations[key] = toLinks(typeof named === 'string' ? [named] : named);
  }
  const facts: Partial<Record<ValueFact, readonly string[]>> = {};
  for (const key of Object.keys(VALUE_FACTS) as ValueFact[]) {
    const stated = asset[key];
    if (stated !== undefined)
      facts[key] = Array.isArray(stated) ? sortedSet(stated.map(String)) : [String(stated)];
  }
  return defined({
    id,
    ...named(asset),
    kind: asset.kind,
    zone: asset.zone,
    exposure: asset.exposure ?? 'internal',
    value: defined(asset.value ?? {}),
    data: sortedSet(asset.data ?? []),
    effects: asset.effects && sortedSet(asset.effects),
    relations,
    facts,
  });
}

/** `FROM->TO#N` cannot be an id of the file, so generated ids never meet written ones. */
function toFlows(flows: Section<'flows'>): Flow[] {
  const counts = new Map<string, number>();
  return flows.map((flow) => {
    const ends = `${flow.from}->${flow.to}`;
    const count = (counts.get(ends) ?? 0) + 1;
    counts.set(ends, count);
    return defined({
      id: flow.id ?? `${ends}#${count}`,
      ...named(flow),
      from: flow.from,
      to: flow.to,
      carries: sortedSet(flow.carries ?? []),
      both: flow.both ?? false,
      authenticated: flow.authenticated,
      encrypted: flow.encrypted,
    });
  });
}

function toSafeguard(id: string, safeguard: Section<'safeguards'>[string]): Safeguard {
  return defined({
    id,
    ...named(safeguard),
    on: sortedSet(safeguard.on ?? []),
    implements: sortedSet(safeguard.implements ?? []),
    status: safeguard.status,
    effectiveness: safeguard.effectiveness,
    evidence: sortedSet(safeguard.evidence ?? []),
  });
}

function toEvidence(id: string, evidence: Section<'evidence'>[string]): Evidence {
  return defined({
    id,
    kind: evidence.kind,
    file: evidence.file,
    sha256: evidence.sha256,
    subject: evidence.subject,
    subjectVersion: evidence['subject-version'],
    collected: evidence.collected,
    expires: evidence.expires,
    measures: (evidence.measures ?? []).map((measure) => defined(measure)),
  });
}

function toGoal(id: string, goal: Section<'goals'>[string]): Goal {
  return defined({
    id,
    ...named(goal),
    on: goal.on,
    loss: goal.loss,
    impact: goal.impact,
    origin: 'goals' as const,
  });
}

function toLinks(links: IdsWithVerbs): VerbLink[] {
  if (Array.isArray(links)) return sortedSet(links).map((id) => ({ id }));
  return Object.entries(links)
    .map(([id, verbs]) => ({ id, verbs: sortedSet(verbs) }))
    .sort(compareIds);
}

function named({ name, description }: { name?: string | undefined; description?: string | undefined }) {
  return { name, description };
}

function byId<T, R extends { readonly id: string }>(
  section: Readonly<Record<string, T>> | undefined,
  read: (id: string, element: T) => R,
): R[] {
  return Object.entries(section ?? {})
    .map(([id, element]) => read(id, element))
    .sort(compareIds);
}

function compareIds(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function sortedSet<T extends string>(words: readonly T[]): T[] {
  return [...new Set(words)].sort();
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out what is undefined: absent means not known, and is written as absent. */
function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
