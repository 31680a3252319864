import type { AnalysisKnowledge } from '#model/analysis-knowledge';

/**
 * In which case studies one technique directly follows another. A technique also stands for its parent and its
 * sub-techniques, since case studies name now the one, now the other.
 */
export class Transitions {
  readonly #knowledge: AnalysisKnowledge;
  /** Pair of parent techniques → case studies with the exact techniques. */
  readonly #seen = new Map<string, { from: string; to: string; study: string }[]>();

  constructor(knowledge: AnalysisKnowledge) {
    this.#knowledge = knowledge;
    for (const study of [...knowledge.caseStudies.keys()].sort()) {
      const techniques = knowledge.caseStudies.get(study)!.map(({ technique }) => technique);
      techniques.slice(1).forEach((to, i) => {
        const from = techniques[i]!;
        const key = this.#key(from, to);
        const list = this.#seen.get(key);
        if (list) list.push({ from, to, study });
        else this.#seen.set(key, [{ from, to, study }]);
      });
    }
  }

  /** Ids of case studies, sorted. */
  between(from: string, to: string): string[] {
    const fits = (a: string, b: string): boolean => a === b || this.#parent(a) === b || a === this.#parent(b);
    const seen = this.#seen.get(this.#key(from, to)) ?? [];
    return [
      ...new Set(seen.filter((each) => fits(each.from, from) && fits(each.to, to)).map(({ study }) => study)),
    ];
  }

  #key(from: string, to: string): string {
    return `${this.#parent(from) ?? from} ${this.#parent(to) ?? to}`;
  }

  #parent(technique: string): string | undefined {
    return this.#knowledge.techniques.get(technique)?.parent;
  }
}
