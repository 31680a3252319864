import type { ThreatControl } from '#model/analysis-result';
import type { Derivation } from '../derive/derive.ts';
import type { ThreatGroups } from './threat-groups.ts';

/** Lists the controls of threats; threats of a rule on which no safeguard acts share one list. */
export class ThreatControls {
  readonly #derivation: Derivation;
  readonly #absent = new Map<number, readonly ThreatControl[]>();

  constructor(derivation: Derivation) {
    this.#derivation = derivation;
  }

  /** Safeguards (places in `acting.safeguards`) that act on some step of a threat, ascending. */
  acting(threat: number, groups: ThreatGroups): number[] {
    const { start, items } = this.#derivation.acting;
    const found = new Set<number>();
    for (let i = groups.start[threat]!; i < groups.start[threat + 1]!; i += 1) {
      const step = groups.steps[i]!;
      for (let j = start[step]!; j < start[step + 1]!; j += 1) found.add(items[j]!);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** By control, then safeguard. */
  of(rule: number, acting: readonly number[]): readonly ThreatControl[] {
    if (acting.length > 0) return this.#list(rule, acting);
    let absent = this.#absent.get(rule);
    if (absent === undefined) this.#absent.set(rule, (absent = this.#list(rule, [])));
    return absent;
  }

  #list(rule: number, acting: readonly number[]): ThreatControl[] {
    const { controls, catalogue, likelihoods, input } = this.#derivation;
    const { safeguards } = this.#derivation.acting;
    return controls[rule]!.flatMap(({ id, inherited }): ThreatControl[] => {
      const name = catalogue.name(id);
      const framework = input.knowledge.controls.get(id)?.framework ?? catalogue.libraryOf(id);
      const head = { id, ...(name === undefined ? {} : { name }) };
      const tail = { inherited, ...(framework === undefined ? {} : { framework }) };
      const here = acting.filter((each) => safeguards[each]!.implements.includes(id));
      if (here.length === 0) {
        return [{ ...head, state: 'absent', effectiveness: likelihoods.ofControl(id), ...tail }];
      }
      return here.map((each) => {
        const { id: safeguard, status: state } = safeguards[each]!;
        return { ...head, state, safeguard, effectiveness: likelihoods.effectiveness(rule, each), ...tail };
      });
    });
  }
}
