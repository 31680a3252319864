import type { LibraryKind } from '#model/attack-library';
import { kindAncestors } from '#model/kind-ancestors';
import type { Elements } from './elements.ts';

/** Which elements a variable may stand for. */
export interface Domain {
  /** For each element 0 (no), 1 (yes) or 2 (yes, if the assumptions hold). */
  readonly state: Uint8Array;
  /** Those not at 0, ascending. */
  readonly members: Int32Array;
  /** Element at 2 → codes of what was assumed. */
  readonly assumed: ReadonlyMap<number, readonly number[]>;
}

const NOTHING_ASSUMED: ReadonlyMap<number, readonly number[]> = new Map();

export function domainOf(state: Uint8Array, assumed = NOTHING_ASSUMED): Domain {
  let size = 0;
  for (const each of state) if (each !== 0) size += 1;
  const members = new Int32Array(size);
  let next = 0;
  for (let element = 0; next < size; element += 1) {
    if (state[element] === 0) continue;
    members[next] = element;
    next += 1;
  }
  return { state, members, assumed };
}

/** A domain of all that are in one of several; what is surely in one of them is not assumed. */
export function union(domains: readonly Domain[]): Domain {
  const [only] = domains;
  if (only !== undefined && domains.length === 1) return only;
  const state = new Uint8Array(only?.state.length ?? 0);
  const assumed = new Map<number, readonly number[]>();
  for (const domain of domains) {
    for (const element of domain.members) {
      if (domain.state[element] === 1) {
        state[element] = 1;
        assumed.delete(element);
      } else if (state[element] !== 1) {
        const codes = domain.assumed.get(element)!;
        const before = assumed.get(element);
        if (before === undefined || codes.length < before.length) assumed.set(element, codes);
        state[element] = 2;
      }
    }
  }
  return domainOf(state, assumed);
}

/** The elements of each kind, class and sort. */
export class Kinds {
  readonly #elements: Elements;
  readonly #ancestors: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #made = new Map<string, Domain>();

  constructor(elements: Elements, kinds: readonly LibraryKind[]) {
    this.#elements = elements;
    this.#ancestors = kindAncestors(kinds);
  }

  /** Whether a kind is another: itself, one it `is`, its class, or `asset`. */
  is(kind: string, name: string): boolean {
    const ancestors = this.#ancestors.get(kind);
    return ancestors === undefined ? name === kind || name === 'asset' : ancestors.has(name);
  }

  domain(name: string): Domain {
    let domain = this.#made.get(name);
    if (domain === undefined) this.#made.set(name, (domain = domainOf(this.#states(name))));
    return domain;
  }

  #states(name: string): Uint8Array {
    const elements = this.#elements;
    const state = new Uint8Array(elements.count);
    if (name === 'zone') return state.fill(1, elements.firstZone);
    if (name === 'actor') return state.fill(1, elements.firstActor, elements.firstZone);
    if (name === 'attacker' || name === 'person') {
      elements.actors.forEach(({ attacker, deceivable }, i) => {
        const person = (attacker === 'none' || attacker === 'insider') && deceivable !== false;
        const member = name === 'attacker' ? attacker !== 'none' : person;
        state[elements.firstActor + i] = member ? 1 : 0;
      });
      return state;
    }
    elements.assets.forEach(({ kind }, i) => (state[i] = this.is(kind, name) ? 1 : 0));
    return state;
  }
}
