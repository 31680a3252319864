import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { Rule } from '#model/attack-library';

/** What an attacker does outside the system before the attack, in whatever framework. */
const PREPARATION = new Set(['Reconnaissance', 'Resource Development']);

/** The tactics of rules, in the order of their framework's matrix. */
export class TacticOrder {
  readonly #knowledge: AnalysisKnowledge;

  constructor(knowledge: AnalysisKnowledge) {
    this.#knowledge = knowledge;
  }

  /** The rule's own tactic, else those of its technique, in matrix order. */
  tacticsOf(rule: Rule): readonly string[] {
    if (rule.tactic !== undefined) return [rule.tactic];
    const tactics = this.#knowledge.techniques.get(rule.technique ?? '')?.tactics ?? [];
    return [...tactics].sort((a, b) => this.order(a) - this.order(b));
  }

  order(tactic: string): number {
    return this.#knowledge.tactics.get(tactic)?.order ?? 0;
  }

  /** Place of a rule among the steps that could come next: system steps at once, then by first tactic. */
  rank(rule: Rule): number {
    const [first] = this.tacticsOf(rule);
    return rule.technique === undefined || first === undefined ? -1 : this.order(first);
  }

  isPreparation(rule: Rule): boolean {
    const tactics = this.tacticsOf(rule);
    return (
      tactics.length > 0 &&
      tactics.every((id) => PREPARATION.has(this.#knowledge.tactics.get(id)?.name ?? ''))
    );
  }

  /** Whether a rule's technique serves nothing but harm. */
  isImpact(rule: Rule): boolean {
    const tactics = this.tacticsOf(rule);
    return tactics.length > 0 && tactics.every((id) => this.#knowledge.tactics.get(id)?.name === 'Impact');
  }

  /** Which of a rule's tactics a step serves: the first that does not lie before those of its enablers, else the last. */
  serving(rule: Rule, enablers: readonly string[]): string {
    const tactics = this.tacticsOf(rule);
    const after = Math.max(-1, ...enablers.map((tactic) => this.order(tactic)));
    return tactics.find((tactic) => this.order(tactic) >= after) ?? tactics.at(-1) ?? '';
  }
}
