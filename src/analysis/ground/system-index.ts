import type { AttackLibrary, View } from '#model/attack-library';
import type { SystemModel } from '#model/system-model';
import { Assumptions } from './assumptions.ts';
import { Kinds, union } from './domain.ts';
import type { Domain } from './domain.ts';
import { Elements } from './elements.ts';
import { FactTable } from './fact-table.ts';
import { Links } from './links.ts';
import type { EvaluatedView, MatchContext } from './match-context.ts';
import { evaluateView } from './view.ts';

/** A system made ready for matching patterns: elements, links, facts, kinds and views. */
export class SystemIndex implements MatchContext {
  readonly elements: Elements;
  readonly links: Links;
  readonly facts: FactTable;
  readonly kinds: Kinds;
  readonly assumptions: Assumptions;
  readonly #views: ReadonlyMap<string, View>;
  readonly #evaluated = new Map<string, EvaluatedView>();
  readonly #domains = new Map<string, Domain>();

  constructor(system: SystemModel, libraries: readonly AttackLibrary[]) {
    this.elements = new Elements(system);
    this.links = new Links(this.elements);
    this.facts = new FactTable(this.elements);
    this.kinds = new Kinds(
      this.elements,
      libraries.flatMap(({ kinds }) => kinds),
    );
    this.assumptions = new Assumptions(this.elements);
    this.#views = new Map(libraries.flatMap(({ views }) => views).map((view) => [view.id, view]));
  }

  domain(names: readonly string[]): Domain {
    const key = [...names].sort().join(' ');
    let domain = this.#domains.get(key);
    if (domain === undefined) {
      domain = union(names.map((name) => this.view(name)?.domain ?? this.kinds.domain(name)));
      this.#domains.set(key, domain);
    }
    return domain;
  }

  // A view uses only earlier ones, so this ends.
  view(name: string): EvaluatedView | undefined {
    const view = this.#views.get(name);
    if (view === undefined) return undefined;
    let evaluated = this.#evaluated.get(name);
    if (evaluated === undefined) this.#evaluated.set(name, (evaluated = evaluateView(view, this)));
    return evaluated;
  }
}
