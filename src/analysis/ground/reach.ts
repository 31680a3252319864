import type { Actor, Asset } from '#model/system-model';
import type { Elements } from './elements.ts';
import { LinkBuilder } from './link.ts';
import type { Link } from './link.ts';

/**
 * Who reaches what without help: actor → asset. The table of system-model.md, "Who reaches what":
 *
 * | exposure   | reached by                                                                          |
 * | ---------- | ----------------------------------------------------------------------------------- |
 * | `public`   | every actor                                                                         |
 * | `partner`  | actors with `attacker: partner` or `supplier`                                       |
 * | `internal` | actors whose zone is the asset's or nested in it, except a provider's staff         |
 * | `isolated` | nobody                                                                              |
 *
 * Beside these: a flow between them in the direction of the asset, and `supplies`. A provider's staff (who `supplies` anything,
 * or has `attacker: supplier`) reach by zone only what they supply: a vendor's zone holds what others of its customers
 * have there as well.
 *
 * @param counts which actors the link is wanted for
 */
export function reachLink(elements: Elements, flows: Link, counts: (actor: Actor) => boolean): Link {
  const builder = new LinkBuilder();
  const all = elements.actors.flatMap((actor, i) => (counts(actor) ? [elements.firstActor + i] : []));
  const byZone = actorsByReachableZone(elements, all);
  const partners = all.filter((actor) => isPartner(elements.actorAt(actor)!));
  elements.assets.forEach((asset, element) => {
    for (const actor of exposedTo(asset, elements.zoneOf[element]!, { all, partners, byZone })) {
      builder.add(actor, element);
    }
  });
  for (const actor of all) {
    for (const id of elements.actorAt(actor)!.supplies) builder.add(actor, elements.asset(id));
    const { start, items } = flows.forward;
    for (let i = start[actor]!; i < start[actor + 1]!; i += 1) {
      if (items[i]! < elements.firstActor) builder.add(actor, items[i]!);
    }
  }
  return builder.build(elements.count);
}

function exposedTo(
  asset: Asset,
  zone: number,
  actors: { all: readonly number[]; partners: readonly number[]; byZone: ReadonlyMap<number, number[]> },
): readonly number[] {
  switch (asset.exposure) {
    case 'public':
      return actors.all;
    case 'partner':
      return actors.partners;
    case 'internal':
      return actors.byZone.get(zone) ?? [];
    case 'isolated':
      return [];
  }
}

/** Zone → actors that stand in it or in a zone nested in it. */
function actorsByReachableZone(elements: Elements, actors: readonly number[]): Map<number, number[]> {
  const byZone = new Map<number, number[]>();
  for (const element of actors) {
    if (isProvidersStaff(elements.actorAt(element)!)) continue;
    for (const zone of elements.enclosing(element)) {
      const list = byZone.get(zone);
      if (list) list.push(element);
      else byZone.set(zone, [element]);
    }
  }
  return byZone;
}

function isPartner({ attacker }: Actor): boolean {
  return attacker === 'partner' || attacker === 'supplier';
}

function isProvidersStaff({ attacker, supplies }: Actor): boolean {
  return attacker === 'supplier' || supplies.length > 0;
}
