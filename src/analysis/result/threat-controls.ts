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
    return acting.length > 0 ? this.#list(rule, acting) : this.#absentOf(rule);
  }

  #list(rule: number, acting: readonly number[]): ThreatControl[] {
    const { likelihoods, acting: of } = this.#derivation;
    return this.#absentOf(rule).flatMap((absent): readonly ThreatControl[] => {
      const { id, name, inherited, framework } = absent;
      const here = acting.filter((each) => of.safeguards[each]!.implements.includes(id));
      // The same record for all threats: a large system has a million of them.
      if (here.length === 0) return [absent];
      return here.map((each) => {
        const { id: safeguard, status: state } = of.safeguards[each]!;
        return {
          id,
          ...(name === undefined ? {} : { name }),
          state,
          safeguard,
          effectiveness: likelihoods.effectiveness(rule, each),
          inherited,
          ...(framework === undefined ? {} : { framework }),
        };
      });
    });
  }

  /** The controls of a rule where no safeguard acts. */
  #absentOf(rule: number): readonly ThreatControl[] {
    const made = this.#absent.get(rule);
    if (made !== undefined) return made;
    const { controls, catalogue, likelihoods, input } = this.#derivation;
    const absent = controls[rule]!.map(({ id, inherited }): ThreatControl => {
      const name = catalogue.name(id);
      const framework = input.knowledge.controls.get(id)?.framework ?? catalogue.libraryOf(id);
      return {
        id,
        ...(name === undefined ? {} : { name }),
        state: 'absent',
        effectiveness: likelihoods.ofControl(id),
        inherited,
        ...(framework === undefined ? {} : { framework }),
      };
    });
    this.#absent.set(rule, absent);
    return absent;
  }
}
