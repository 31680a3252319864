import type { Asset, ProfileValue } from '#model/system-model';
import type { Elements } from './elements.ts';

/** What the model states of one fact: for each element a bit for each value stated, 0 where it does not say. */
export interface StatedFact {
  readonly values: readonly string[];
  readonly stated: Int32Array;
}

/** The value facts of all elements, read into bits when first asked for. */
export class FactTable {
  readonly #elements: Elements;
  readonly #made = new Map<string, StatedFact>();

  constructor(elements: Elements) {
    this.#elements = elements;
  }

  fact(name: string): StatedFact {
    let fact = this.#made.get(name);
    if (fact === undefined) this.#made.set(name, (fact = this.#read(name)));
    return fact;
  }

  /** What the profile states under a key, as texts; undefined where it does not say. */
  profile(key: string): readonly string[] | undefined {
    const value: ProfileValue | undefined = this.#elements.system.profile[key];
    if (value === undefined) return undefined;
    return (Array.isArray(value) ? value : [value]).map(String);
  }

  #read(name: string): StatedFact {
    const elements = this.#elements;
    const values: string[] = [];
    const bit = (value: string): number => {
      let index = values.indexOf(value);
      if (index === -1) index = values.push(value) - 1;
      return 1 << index;
    };
    const bits = (stated: readonly string[] | undefined): number =>
      (stated ?? []).reduce((all, value) => all | bit(value), 0);
    const stated = new Int32Array(elements.count);
    elements.assets.forEach((asset, i) => (stated[i] = bits(ofAsset(asset, name, elements.system.stage))));
    elements.actors.forEach((actor, i) => {
      const { attacker, deceivable } = actor;
      const value = name === 'attacker' ? attacker : name === 'deceivable' ? deceivable : undefined;
      stated[elements.firstActor + i] = value === undefined ? 0 : bit(String(value));
    });
    return { values, stated };
  }
}

function ofAsset(asset: Asset, name: string, stage: string | undefined): readonly string[] | undefined {
  switch (name) {
    case 'exposure':
      return [asset.exposure];
    case 'stage':
      return stage === undefined ? undefined : [stage];
    case 'effects':
      // An empty list is an answer too: the tool has no effects.
      return asset.effects?.length === 0 ? ['none'] : asset.effects;
    case 'data':
      return asset.data;
    default:
      return stateNone((asset.facts as Readonly<Record<string, readonly string[]>>)[name]);
  }
}

function stateNone(values: readonly string[] | undefined): readonly string[] | undefined {
  return values?.length === 0 ? ['none'] : values;
}
