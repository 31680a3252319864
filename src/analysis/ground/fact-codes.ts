import { CAPABILITIES } from '#model/attack-library';
import type { Capability, FactPattern, Rule } from '#model/attack-library';
import type { Elements } from './elements.ts';

/** A fact of one system: `control bot`, `has crafted-prompt`, `has adversarial-sample for model`. */
export type Fact =
  | { readonly kind: 'capability'; readonly capability: Capability; readonly element: number }
  | { readonly kind: 'resource'; readonly resource: string; readonly element?: number };

/** Numbers every fact that could be: capabilities times elements, then resources times elements and none. */
export class FactCodes {
  readonly #count: number;
  readonly #resources: readonly string[];
  readonly #resource: ReadonlyMap<string, number>;

  constructor(elements: Elements, rules: readonly Rule[]) {
    this.#count = elements.count;
    const names = new Set<string>();
    for (const { needs, gives } of rules) {
      for (const fact of [...needs, ...gives]) if (fact.kind === 'resource') names.add(fact.resource);
    }
    this.#resources = [...names].sort();
    this.#resource = new Map(this.#resources.map((name, i) => [name, i]));
  }

  get size(): number {
    return CAPABILITIES.length * this.#count + this.#resources.length * (this.#count + 1);
  }

  /** How a pattern becomes a code once its variable is bound: `base`, plus the element where there is a variable. */
  encode(pattern: FactPattern): { readonly base: number; readonly variable: string | undefined } {
    if (pattern.kind === 'capability') {
      return { base: CAPABILITIES.indexOf(pattern.capability) * this.#count, variable: pattern.variable };
    }
    const base =
      CAPABILITIES.length * this.#count + this.#resource.get(pattern.resource)! * (this.#count + 1);
    // The last place of a resource's row is the resource for nothing in particular.
    return pattern.variable === undefined
      ? { base: base + this.#count, variable: undefined }
      : { base, variable: pattern.variable };
  }

  /** Code of a capability of an element. */
  capability(capability: Capability, element: number): number {
    return CAPABILITIES.indexOf(capability) * this.#count + element;
  }

  decode(code: number): Fact {
    const capabilities = CAPABILITIES.length * this.#count;
    if (code < capabilities) {
      const capability = CAPABILITIES[Math.floor(code / this.#count)]!;
      return { kind: 'capability', capability, element: code % this.#count };
    }
    const width = this.#count + 1;
    const resource = this.#resources[Math.floor((code - capabilities) / width)]!;
    const element = (code - capabilities) % width;
    return { kind: 'resource', resource, ...(element === this.#count ? {} : { element }) };
  }
}
