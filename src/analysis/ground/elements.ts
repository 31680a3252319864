import type { Actor, Asset, SystemModel, Zone } from '#model/system-model';
import { compareText } from '#model/diagnostics';

/**
 * All elements of a system, numbered: assets first, then actors, then zones, each sorted by id, so that the numbers do
 * not depend on the order in which the model lists them.
 */
export class Elements {
  readonly system: SystemModel;
  readonly assets: readonly Asset[];
  readonly actors: readonly Actor[];
  readonly zones: readonly Zone[];
  /** Element → id. */
  readonly ids: readonly string[];
  readonly #assets: ReadonlyMap<string, number>;
  readonly #actors: ReadonlyMap<string, number>;
  readonly #zones: ReadonlyMap<string, number>;
  /** Element → element of the zone in which it stands directly (for a zone: the enclosing one), −1 without. */
  readonly zoneOf: Int32Array;

  constructor(system: SystemModel) {
    this.system = system;
    this.assets = sorted(system.assets);
    this.actors = sorted(system.actors);
    this.zones = sorted(system.zones);
    this.ids = [...this.assets, ...this.actors, ...this.zones].map(({ id }) => id);
    this.#assets = numbered(this.assets, 0);
    this.#actors = numbered(this.actors, this.firstActor);
    this.#zones = numbered(this.zones, this.firstZone);
    const zoneIds = [...this.assets, ...this.actors].map(({ zone }) => zone);
    zoneIds.push(...this.zones.map((zone) => zone.in));
    this.zoneOf = Int32Array.from(zoneIds, (id) => (id === undefined ? -1 : this.zone(id)));
  }

  get count(): number {
    return this.ids.length;
  }

  get firstActor(): number {
    return this.assets.length;
  }

  get firstZone(): number {
    return this.assets.length + this.actors.length;
  }

  /** Name of an element as people call it: its `name`, else its id. */
  nameOf(element: number): string {
    const item = this.assetAt(element) ?? this.actorAt(element) ?? this.zones[element - this.firstZone];
    return item?.name ?? this.ids[element]!;
  }

  /** Number of an asset, −1 where there is none of this id. */
  asset(id: string): number {
    return this.#assets.get(id) ?? -1;
  }

  actor(id: string): number {
    return this.#actors.get(id) ?? -1;
  }

  zone(id: string): number {
    return this.#zones.get(id) ?? -1;
  }

  /** An asset or an actor: what a flow may join and a goal may be on. */
  participant(id: string): number {
    return this.#assets.get(id) ?? this.#actors.get(id) ?? -1;
  }

  assetAt(element: number): Asset | undefined {
    return this.assets[element];
  }

  actorAt(element: number): Actor | undefined {
    return this.actors[element - this.firstActor];
  }

  isZone(element: number): boolean {
    return element >= this.firstZone;
  }

  /** The zone in which an element stands and all that enclose it, from the inside out. */
  enclosing(element: number): number[] {
    const zones: number[] = [];
    let zone = this.zoneOf[element]!;
    while (zone !== -1 && !zones.includes(zone)) {
      zones.push(zone);
      zone = this.zoneOf[zone]!;
    }
    return zones;
  }
}

function sorted<T extends { readonly id: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => compareText(a.id, b.id));
}

function numbered(items: readonly { readonly id: string }[], first: number): Map<string, number> {
  return new Map(items.map(({ id }, i) => [id, first + i]));
}
