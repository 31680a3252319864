import { TOLD_FROM_THE_OTHER_END } from '#model/system-model';
import type { Relation, ReferenceFact, VerbLink } from '#model/system-model';
import type { Elements } from './elements.ts';
import { flowLink } from './flow-link.ts';
import { LinkBuilder, reversed } from './link.ts';
import type { Link } from './link.ts';
import { reachLink } from './reach.ts';

type Key = Relation | ReferenceFact;

/** For a key that tells one link from one of two ends, the keys that tell it from the other. */
const FROM_THE_OTHER_END = new Map<string, readonly Key[]>([
  ...Object.entries(TOLD_FROM_THE_OTHER_END),
  ...Object.entries(TOLD_FROM_THE_OTHER_END).flatMap(([key, others]) =>
    others.map((other): [string, Key[]] => [other, [key as Key]]),
  ),
]);

/** The binary relations of a system, made when first asked for. */
export class Links {
  readonly #elements: Elements;
  readonly #made = new Map<string, Link>();

  constructor(elements: Elements) {
    this.#elements = elements;
  }

  /** @param verbs keeps links that allow one of these; only for `accesses` and `contributes-to` */
  relation(name: string, verbs?: readonly string[]): Link {
    return this.#once(`${name} with ${[...(verbs ?? [])].sort().join()}`, () => this.#make(name, verbs));
  }

  flow(carrying?: readonly string[]): Link {
    const key = carrying === undefined ? 'flows' : `flows ${[...carrying].sort().join()}`;
    return this.#once(key, () => flowLink(this.#elements, carrying));
  }

  /** `can-reach` of attackers alone: with all others it has a pair for everybody and each public asset. */
  attackersReach(): Link {
    return this.#once('attackers can-reach', () =>
      reachLink(this.#elements, this.flow(), ({ attacker }) => attacker !== 'none'),
    );
  }

  #once(key: string, make: () => Link): Link {
    let link = this.#made.get(key);
    if (link === undefined) this.#made.set(key, (link = make()));
    return link;
  }

  #make(name: string, verbs: readonly string[] | undefined): Link {
    const elements = this.#elements;
    const builder = new LinkBuilder();
    switch (name) {
      case 'can-reach':
        return reachLink(elements, this.flow(), () => true);
      case 'in':
        for (let element = 0; element < elements.firstZone; element += 1) {
          builder.add(element, elements.zoneOf[element]!);
        }
        break;
      case 'within':
        for (let zone = elements.firstZone; zone < elements.count; zone += 1) {
          for (const outer of elements.enclosing(zone)) builder.add(zone, outer);
        }
        break;
      case 'accesses':
        elements.actors.forEach(({ access }, i) => {
          for (const link of access) {
            if (allows(link, verbs)) builder.add(elements.firstActor + i, elements.asset(link.id));
          }
        });
        break;
      case 'supplies':
        elements.actors.forEach(({ supplies }, i) => {
          for (const id of supplies) builder.add(elements.firstActor + i, elements.asset(id));
        });
        break;
      case 'contributes-to':
        return reversed(this.#key('contributors', verbs));
      default: {
        const key = name as Key;
        const others = FROM_THE_OTHER_END.get(key);
        if (others === undefined) return this.#key(key);
        builder.addLink(this.#key(key));
        for (const other of others) builder.addLink(reversed(this.#key(other)));
      }
    }
    return builder.build(elements.count);
  }

  /** As the assets list it. */
  #key(key: Key, verbs?: readonly string[]): Link {
    const elements = this.#elements;
    const builder = new LinkBuilder();
    elements.assets.forEach(({ relations }, element) => {
      for (const link of relations[key] ?? []) {
        if (allows(link, verbs)) builder.add(element, elements.participant(link.id));
      }
    });
    return builder.build(elements.count);
  }
}

/** A link without verbs means all that the target's kind allows. */
function allows(link: VerbLink, verbs: readonly string[] | undefined): boolean {
  return verbs === undefined || link.verbs === undefined || link.verbs.some((verb) => verbs.includes(verb));
}
