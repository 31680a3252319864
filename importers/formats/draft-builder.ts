/** Gathers the parts of a draft: ids, links that may be told in any order and more than once, evidence. */
import type {
  DraftActor,
  DraftAsset,
  DraftElement,
  DraftFlow,
  DraftSafeguard,
  DraftSystem,
  DraftThreat,
  DraftZone,
  SourcePlace,
} from '#model/draft-system';
import type { Evidence, ReferenceFact, Relation } from '#model/system-model';
import { DraftIds } from './draft-ids.ts';

type Head = Pick<DraftSystem, 'name' | 'description' | 'owner' | 'stage' | 'extensions'>;
type WithoutId<T extends DraftElement> = Omit<T, 'id'>;

export class DraftBuilder {
  readonly ids = new DraftIds();
  readonly #zones: DraftZone[] = [];
  readonly #actors: DraftActor[] = [];
  readonly #assets = new Map<string, WithoutId<DraftAsset>>();
  readonly #relations = new Map<string, Map<Relation | ReferenceFact, Set<string>>>();
  readonly #flows: DraftFlow[] = [];
  readonly #flowsSeen = new Set<string>();
  readonly #joined = new Set<string>();
  readonly #safeguards: DraftSafeguard[] = [];
  readonly #evidence: (Evidence & { readonly place: SourcePlace })[] = [];
  readonly #threats: DraftThreat[] = [];

  /** @param fallback for a name of which no id can be made */
  zone(zone: WithoutId<DraftZone>, fallback = 'zone'): string {
    const id = this.ids.make(zone.name, fallback);
    this.#zones.push({ id, ...zone });
    return id;
  }

  actor(actor: WithoutId<DraftActor>, fallback = 'actor'): string {
    const id = this.ids.make(actor.name, fallback);
    this.#actors.push({ id, ...actor });
    return id;
  }

  asset(asset: WithoutId<DraftAsset>, fallback = 'asset', named = asset.name): string {
    const id = this.ids.make(named, fallback);
    this.#assets.set(id, asset);
    return id;
  }

  /** Adds to an asset what came to light after it was made. */
  amend(id: string, more: (asset: WithoutId<DraftAsset>) => Partial<WithoutId<DraftAsset>>): void {
    const asset = this.#assets.get(id);
    if (asset !== undefined) this.#assets.set(id, { ...asset, ...more(asset) });
  }

  /** What no rule reads of an asset, under an `x-` key. */
  keep(id: string, key: `x-${string}`, value: unknown): void {
    this.amend(id, ({ extensions }) => ({ extensions: { ...extensions, [key]: value } }));
  }

  /** Adds to a list that an asset has under an `x-` key; told twice it counts once. */
  list(id: string, key: `x-${string}`, values: readonly string[]): void {
    this.amend(id, ({ extensions = {} }) => {
      const known = (extensions[key] as readonly string[] | undefined) ?? [];
      return { extensions: { ...extensions, [key]: [...new Set([...known, ...values])] } };
    });
  }

  /** Marks values of an asset as worked out: key as it is written in a model → why. */
  guess(id: string, guessed: Readonly<Record<string, string>>): void {
    this.amend(id, (asset) => ({ guessed: { ...asset.guessed, ...guessed } }));
  }

  ask(id: string, question: string): void {
    this.amend(id, ({ ask = [] }) => (ask.includes(question) ? {} : { ask: [...ask, question] }));
  }

  hasAsset(id: string): boolean {
    return this.#assets.has(id);
  }

  /** Told twice it counts once. @returns whether it is a link at all: nothing is linked to itself */
  relate(from: string, relation: Relation | ReferenceFact, to: string): boolean {
    if (from === to) return false;
    const relations = this.#relations.get(from) ?? new Map<Relation | ReferenceFact, Set<string>>();
    this.#relations.set(from, relations);
    relations.set(relation, (relations.get(relation) ?? new Set<string>()).add(to));
    return true;
  }

  related(from: string, relation: Relation): readonly string[] {
    return [...(this.#relations.get(from)?.get(relation) ?? [])];
  }

  /** Everything that a relation or flow leads to. */
  targets(): ReadonlySet<string> {
    const related = [...this.#relations.values()].flatMap((told) =>
      [...told.values()].flatMap((ids) => [...ids]),
    );
    return new Set([...related, ...this.#flows.map(({ to }) => to)]);
  }

  /** Two flows that say the same are one. @returns whether it is a flow at all: nothing flows to where it is */
  flow(flow: DraftFlow): boolean {
    if (flow.from === flow.to) return false;
    const key = JSON.stringify({ ...flow, place: undefined, name: undefined, guessed: undefined });
    if (!this.#flowsSeen.has(key)) this.#flows.push(flow);
    this.#flowsSeen.add(key);
    this.#joined.add(`${flow.from} ${flow.to}`);
    return true;
  }

  /** Whether a flow leads from one to the other. */
  joins(from: string, to: string): boolean {
    return this.#joined.has(`${from} ${to}`);
  }

  safeguard(safeguard: WithoutId<DraftSafeguard>): string {
    const id = this.ids.make(safeguard.name, 'safeguard');
    this.#safeguards.push({ id, ...safeguard });
    return id;
  }

  /** @param named what its id is made of */
  evidence(named: string, evidence: Omit<Evidence, 'id'> & { readonly place: SourcePlace }): string {
    const id = this.ids.make(named, 'evidence');
    this.#evidence.push({ id, ...evidence });
    return id;
  }

  threat(threat: WithoutId<DraftThreat>): string {
    const id = this.ids.make(threat.name, 'threat');
    this.#threats.push({ id, ...threat });
    return id;
  }

  build(id: string, head: Head): DraftSystem {
    return {
      id,
      ...head,
      zones: this.#zones,
      actors: this.#actors,
      assets: [...this.#assets].map(([id, asset]) => this.#withRelations(id, asset)),
      flows: this.#flows,
      safeguards: this.#safeguards,
      evidence: this.#evidence,
      threats: this.#threats,
      goals: [],
    };
  }

  #withRelations(id: string, asset: WithoutId<DraftAsset>): DraftAsset {
    const told = this.#relations.get(id);
    if (told === undefined) return { id, ...asset };
    return { id, ...asset, relations: Object.fromEntries([...told].map(([key, ids]) => [key, [...ids]])) };
  }
}
