import type { Elements } from './elements.ts';

/** Something that the model does not say and that a rule took as the possible case. */
export interface Assumption {
  /** Element whose fact it is; the number of elements stands for the profile. */
  readonly element: number;
  readonly fact: string;
  /** The answers under which the rule goes on holding. */
  readonly values: readonly string[];
}

/** Numbers assumptions without keeping one object for each: a template (fact and values) times an element. */
export class Assumptions {
  readonly #elements: Elements;
  readonly #templates: { fact: string; values: readonly string[] }[] = [];
  readonly #byKey = new Map<string, number>();

  constructor(elements: Elements) {
    this.#elements = elements;
  }

  /** The element number under which facts of the profile are assumed. */
  get profile(): number {
    return this.#elements.count;
  }

  template(fact: string, values: readonly string[]): number {
    const sorted = [...values].sort();
    const key = `${fact} ${sorted.join('|')}`;
    let template = this.#byKey.get(key);
    if (template === undefined) {
      template = this.#templates.push({ fact, values: sorted }) - 1;
      this.#byKey.set(key, template);
    }
    return template;
  }

  code(template: number, element: number): number {
    return template * (this.#elements.count + 1) + element;
  }

  decode(code: number): Assumption {
    const width = this.#elements.count + 1;
    return { element: code % width, ...this.#templates[Math.floor(code / width)]! };
  }
}
