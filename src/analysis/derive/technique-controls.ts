import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { AttackLibrary, LibraryControl, Rule } from '#model/attack-library';
import { compareText } from '#model/diagnostics';

/** A control that answers a rule's technique. */
export interface RuleControl {
  readonly id: string;
  /** Whether it mitigates the technique's parent and not the technique itself. */
  readonly inherited: boolean;
}

/** Which controls act on the steps of a rule, and what libraries say about controls. */
export class ControlCatalogue {
  readonly #knowledge: AnalysisKnowledge;
  readonly #byTechnique = new Map<string, string[]>();
  readonly #library: ReadonlyMap<string, { control: LibraryControl; library: string }>;

  constructor(knowledge: AnalysisKnowledge, libraries: readonly AttackLibrary[]) {
    this.#knowledge = knowledge;
    const controls = libraries.flatMap((library) => library.controls);
    this.#library = new Map(
      libraries.flatMap((library) =>
        library.controls.map((control) => [control.id, { control, library: library.id }]),
      ),
    );
    for (const [technique, ids] of knowledge.mitigations) this.#byTechnique.set(technique, [...ids]);
    for (const { id, mitigates } of controls) {
      for (const technique of mitigates) {
        const ids = this.#byTechnique.get(technique);
        if (ids) ids.push(id);
        else this.#byTechnique.set(technique, [id]);
      }
    }
  }

  /** Sorted by id: what mitigates the technique or its parent, with what the rule adds and without what it drops. */
  ofRule(rule: Rule): readonly RuleControl[] {
    const inherited = new Map<string, boolean>();
    const { technique } = rule;
    if (technique !== undefined) {
      const parent = this.#knowledge.techniques.get(technique)?.parent;
      if (parent !== undefined) for (const id of this.#byTechnique.get(parent) ?? []) inherited.set(id, true);
      for (const id of this.#byTechnique.get(technique) ?? []) inherited.set(id, false);
    }
    for (const id of rule.controls.add) inherited.set(id, false);
    for (const id of rule.controls.drop) inherited.delete(id);
    return [...inherited]
      .map(([id, fromParent]) => ({ id, inherited: fromParent }))
      .sort((a, b) => compareText(a.id, b.id));
  }

  library(id: string): LibraryControl | undefined {
    return this.#library.get(id)?.control;
  }

  /** The library that brings a control; undefined for those of frameworks. */
  libraryOf(id: string): string | undefined {
    return this.#library.get(id)?.library;
  }

  name(id: string): string | undefined {
    return this.library(id)?.name ?? this.#knowledge.controls.get(id)?.name;
  }
}
