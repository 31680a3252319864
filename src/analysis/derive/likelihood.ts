import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { LibraryDefaults, Rule } from '#model/attack-library';
import type { Evidence, Safeguard } from '#model/system-model';
import type { GroundSteps } from '../ground/ground.ts';
import type { ActingSafeguards } from './acting-safeguards.ts';
import { measuredOf } from './evidence.ts';
import type { Measured } from './evidence.ts';
import type { ControlCatalogue, RuleControl } from './technique-controls.ts';

/**
 * How likely a step succeeds, and why.
 *
 * - without safeguards: `base` × `attacker`;
 * - as the system is: the same, with `measured` in place of `base` where fresh evidence says so, times (1 − effectiveness) for each
 *   working safeguard that was not part of the measurement.
 */
export interface StepLikelihood {
  /** By the technique's maturity, or the rule's own number; 1 for system rules. */
  readonly base: number;
  /** By the kind of attacker where the step starts from one; else 1. */
  readonly attacker: number;
  readonly measured: Measured | undefined;
  /** Safeguard (its place in `ActingSafeguards`) → effectiveness, working ones only. */
  readonly reducedBy: readonly { readonly safeguard: number; readonly effectiveness: number }[];
  readonly bare: number;
  readonly current: number;
}

/** What the likelihood of every step is worked out from. */
export class Likelihoods {
  readonly #ground: GroundSteps;
  readonly #acting: ActingSafeguards;
  readonly #controls: readonly (readonly RuleControl[])[];
  readonly #catalogue: ControlCatalogue;
  readonly #defaults: LibraryDefaults;
  readonly #base: readonly number[];
  readonly #measured: readonly (readonly Measured[])[];

  constructor(
    ground: GroundSteps,
    acting: ActingSafeguards,
    controls: readonly (readonly RuleControl[])[],
    catalogue: ControlCatalogue,
    defaults: LibraryDefaults,
    knowledge: AnalysisKnowledge,
    fresh: readonly Evidence[],
  ) {
    this.#ground = ground;
    this.#acting = acting;
    this.#controls = controls;
    this.#catalogue = catalogue;
    this.#defaults = defaults;
    this.#base = ground.rules.map((rule) => baseOf(rule, defaults, knowledge));
    this.#measured = ground.rules.map((rule) => measuredOf(rule, fresh, knowledge));
  }

  /** Of all steps: without safeguards and evidence, and as the system is. */
  all(): { readonly bare: Float64Array; readonly current: Float64Array } {
    const bare = new Float64Array(this.#ground.stepCount);
    const current = new Float64Array(this.#ground.stepCount);
    const { start } = this.#acting;
    for (let step = 0; step < bare.length; step += 1) {
      const rule = this.#ground.ruleOf[step]!;
      if (this.#measured[rule]!.length === 0 && start[step] === start[step + 1]) {
        bare[step] = current[step] = this.#base[rule]! * this.#attackerOf(step, rule);
      } else {
        const one = this.of(step);
        bare[step] = one.bare;
        current[step] = one.current;
      }
    }
    return { bare, current };
  }

  /** Of a rule's steps, before anything that belongs to one step. */
  baseOf(rule: number): number {
    return this.#base[rule]!;
  }

  of(step: number): StepLikelihood {
    const rule = this.#ground.ruleOf[step]!;
    const base = this.#base[rule]!;
    const attacker = this.#attackerOf(step, rule);
    const working = this.#working(step);
    const measured = this.#measurementOf(step, rule, base, working);
    const reducedBy = working
      .filter(({ safeguard }) => measured?.evidence.id === undefined || !this.#names(safeguard, measured))
      .map(({ safeguard }) => ({ safeguard, effectiveness: this.effectiveness(rule, safeguard) }));
    const left = reducedBy.reduce((product, { effectiveness }) => product * (1 - effectiveness), 1);
    return {
      base,
      attacker,
      measured,
      reducedBy,
      bare: base * attacker,
      current: (measured?.likelihood ?? base) * attacker * left,
    };
  }

  /** Of a safeguard on the steps of a rule: as stated, else the highest of the controls that act, else the default. */
  effectiveness(rule: number, safeguard: number): number {
    const { effectiveness, implements: ids } = this.#acting.safeguards[safeguard]!;
    if (effectiveness !== undefined) return effectiveness;
    const acting = this.#controls[rule]!.filter(({ id }) => ids.includes(id));
    return Math.max(...acting.map(({ id }) => this.ofControl(id)));
  }

  /** Of a control that nobody has put in place yet. */
  ofControl(id: string): number {
    return this.#catalogue.library(id)?.effectiveness ?? this.#defaults.effectiveness;
  }

  #working(step: number): { safeguard: number }[] {
    const { safeguards, start, items } = this.#acting;
    return [...items.subarray(start[step], start[step + 1])]
      .filter((each) => isWorking(safeguards[each]!))
      .map((safeguard) => ({ safeguard }));
  }

  #measurementOf(
    step: number,
    rule: number,
    base: number,
    working: readonly { safeguard: number }[],
  ): Measured | undefined {
    const on = this.#ground.index.elements.ids[threatElement(this.#ground, step)]!;
    return this.#measured[rule]!.find((measured) => {
      if (measured.evidence.subject !== undefined) return measured.evidence.subject === on;
      // Without a subject it speaks for the safeguard that names it, which can help but not harm.
      return measured.likelihood <= base && working.some(({ safeguard }) => this.#names(safeguard, measured));
    });
  }

  #names(safeguard: number, measured: Measured): boolean {
    return this.#acting.safeguards[safeguard]!.evidence.includes(measured.evidence.id);
  }

  /** A start is as likely as an attacker of this kind; of several that it binds, the least likely. */
  #attackerOf(step: number, rule: number): number {
    if (this.#ground.rules[rule]!.needs.length > 0) return 1;
    const { elements } = this.#ground.index;
    let factor = 1;
    for (let i = this.#ground.bindingStart[step]!; i < this.#ground.bindingStart[step + 1]!; i += 1) {
      const attacker = elements.actorAt(this.#ground.bindings[i]!)?.attacker ?? 'none';
      if (attacker !== 'none') factor = Math.min(factor, this.#defaults.attacker[attacker]);
    }
    return factor;
  }
}

export function isWorking({ status }: Safeguard): boolean {
  return status === 'in-place' || status === 'verified';
}

/** The place of a rule's `on` among its variables. */
export function threatSlot({ at, on }: Rule): number {
  return [...at.keys()].indexOf(on);
}

/** The element at which a step's threat is: what its rule's `on` is bound to. */
export function threatElement(ground: GroundSteps, step: number): number {
  return ground.bindings[ground.bindingStart[step]! + threatSlot(ground.rules[ground.ruleOf[step]!]!)]!;
}

/** ATT&CK states no maturity: its techniques are there because they were seen in incidents. */
function baseOf(rule: Rule, defaults: LibraryDefaults, knowledge: AnalysisKnowledge): number {
  if (rule.likelihood !== undefined) return rule.likelihood;
  if (rule.technique === undefined) return 1;
  const technique = knowledge.techniques.get(rule.technique);
  const maturity = technique?.maturity ?? knowledge.techniques.get(technique?.parent ?? '')?.maturity;
  return defaults.likelihood[maturity ?? 'realized'];
}
