import type { AttackLibrary, Rule } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemModel } from '#model/system-model';
import { FactCodes } from './fact-codes.ts';
import { IntList } from './int-list.ts';
import { compilePattern, matchPattern } from './pattern.ts';
import { SystemIndex } from './system-index.ts';

/** More than this many steps is a rule that pairs too much, not a large system. */
const MAX_STEPS = 30_000_000;

/**
 * All steps of a system: every rule with every binding that fulfils its `at` and `where`. The steps of rule r are those
 * from `ruleStart[r]` to `ruleStart[r + 1] - 1`. Lists are in compressed rows, as in `AttackGraph`.
 */
export interface GroundSteps {
  readonly index: SystemIndex;
  readonly codes: FactCodes;
  /** By library and id. */
  readonly rules: readonly Rule[];
  readonly ruleStart: Int32Array;
  readonly stepCount: number;
  readonly ruleOf: Int32Array;
  /** Elements by step and variable of its rule, in the order of `at`. */
  readonly bindingStart: Int32Array;
  readonly bindings: Int32Array;
  readonly needsStart: Int32Array;
  readonly needs: Int32Array;
  readonly givesStart: Int32Array;
  readonly gives: Int32Array;
  readonly assumedStart: Int32Array;
  readonly assumed: Int32Array;
  readonly factCount: number;
  /** Fact → its code in `codes`; and back, −1 where no step has the fact. */
  readonly factCode: Int32Array;
  readonly factOf: Int32Array;
}

/**
 * Grounds the rules of all libraries over a system. The result does not depend on the order in which model or libraries
 * list things. Time and memory are linear in the matches.
 *
 * @throws ThreatloomError ANA-001 when a rule matches too much to be meant
 */
export function ground(
  system: SystemModel,
  libraries: readonly AttackLibrary[],
  maxSteps = MAX_STEPS,
): GroundSteps {
  const index = new SystemIndex(system, libraries);
  const rules = libraries
    .flatMap((library) => library.rules)
    .sort((a, b) => compareText(a.library, b.library) || compareText(a.id, b.id));
  const codes = new FactCodes(index.elements, rules);
  const factOf = new Int32Array(codes.size).fill(-1);
  const factCode = new IntList();
  const ruleStart = new Int32Array(rules.length + 1);
  const ruleOf = new IntList();
  const bindings = new Rowed();
  const needs = new Rowed();
  const gives = new Rowed();
  const assumed = new Rowed();

  const number = (code: number): number => {
    let fact = factOf[code]!;
    if (fact === -1) {
      fact = factCode.length;
      factOf[code] = fact;
      factCode.push(code);
    }
    return fact;
  };
  rules.forEach((rule, r) => {
    const pattern = compilePattern(rule.at, rule.where, index);
    const encode = (fact: (typeof rule.needs)[number]): { base: number; slot: number } => {
      const { base, variable } = codes.encode(fact);
      return { base, slot: variable === undefined ? -1 : pattern.variables.indexOf(variable) };
    };
    const needCodes = rule.needs.map(encode);
    const giveCodes = rule.gives.map(encode);
    matchPattern(pattern, index, (elements, assumptions) => {
      ruleOf.push(r);
      for (const element of elements) bindings.push(element);
      for (const { base, slot } of needCodes) needs.push(number(slot < 0 ? base : base + elements[slot]!));
      for (const { base, slot } of giveCodes) gives.push(number(slot < 0 ? base : base + elements[slot]!));
      for (const code of assumptions) assumed.push(code);
      for (const rows of [bindings, needs, gives, assumed]) rows.end();
      if (ruleOf.length > maxSteps) throw tooMany(rule, maxSteps);
    });
    ruleStart[r + 1] = ruleOf.length;
  });
  return {
    index,
    codes,
    rules,
    ruleStart,
    stepCount: ruleOf.length,
    ruleOf: ruleOf.values(),
    bindingStart: bindings.starts(),
    bindings: bindings.items(),
    needsStart: needs.starts(),
    needs: needs.items(),
    givesStart: gives.starts(),
    gives: gives.items(),
    assumedStart: assumed.starts(),
    assumed: assumed.items(),
    factCount: factCode.length,
    factCode: factCode.values(),
    factOf,
  };
}

/** Rows of integers that are filled one after another. */
class Rowed {
  readonly #items = new IntList(1024);
  readonly #starts = new IntList(1024);

  constructor() {
    this.#starts.push(0);
  }

  push(value: number): void {
    this.#items.push(value);
  }

  end(): void {
    this.#starts.push(this.#items.length);
  }

  starts(): Int32Array {
    return this.#starts.values();
  }

  items(): Int32Array {
    return this.#items.values();
  }
}

function tooMany(rule: Rule, maxSteps: number): ThreatloomError {
  return new ThreatloomError('ANA-001', `more than ${maxSteps} steps at rule ${rule.id}`, {
    ...rule.position,
    hint: 'tie its variables more closely, or pass the fact on through a zone',
  });
}
