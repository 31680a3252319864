/**
 * A system and what its analysis found: assets are `infrastructure`, actors and the system itself `identity`,
 * safeguards `course-of-action`, threats relationships `attack-pattern targets infrastructure`.
 */
import type { Threat } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import type { TechniqueRecord } from '#model/framework-records';
import { listUnder } from '#model/list-under';
import { addAttackFlow } from './attack-flow.ts';
import { EPOCH, type StixBundle } from './bundle.ts';
import type { FrameworkObjects } from './framework-objects.ts';
import { ownId } from './ids.ts';
import type { StixSystem } from './source.ts';

/** @param frameworks those of the bundle, in order of precedence */
export function addSystem(
  bundle: StixBundle,
  system: StixSystem,
  frameworks: readonly FrameworkObjects[],
): void {
  new SystemObjects(bundle, system, frameworks).addAll();
}

class SystemObjects {
  readonly #bundle: StixBundle;
  readonly #system: StixSystem;
  readonly #frameworks: readonly FrameworkObjects[];
  readonly #modified: string;
  /** Assets and actors by their ids in the model. */
  readonly #elements = new Map<string, { readonly ref: string; readonly name: string }>();
  /** What belongs to the system, for its grouping. */
  readonly #own: string[] = [];

  constructor(bundle: StixBundle, system: StixSystem, frameworks: readonly FrameworkObjects[]) {
    this.#bundle = bundle;
    this.#system = system;
    this.#frameworks = frameworks;
    // An object cannot have changed before it was made.
    const judged = `${system.result.asOf}T00:00:00.000Z`;
    this.#modified = judged < EPOCH ? EPOCH : judged;
  }

  addAll(): void {
    const { model, result } = this.#system;
    const whole = this.#add('identity', [], model, { identity_class: 'system' });
    for (const asset of model.assets) {
      const ref = this.#add('infrastructure', [asset.id], asset, { labels: [`kind:${asset.kind}`] });
      this.#elements.set(asset.id, { ref, name: asset.name ?? asset.id });
      this.#relate('related-to', ref, whole);
    }
    for (const actor of model.actors) {
      const ref = this.#add('identity', [actor.id], actor, {
        identity_class: 'class',
        labels: [`attacker:${actor.attacker}`],
      });
      this.#elements.set(actor.id, { ref, name: actor.name ?? actor.id });
    }
    for (const { from, to } of model.flows) {
      const [source, target] = [this.#elements.get(from)?.ref, this.#elements.get(to)?.ref];
      if (source === undefined || target === undefined) continue;
      const machines = [source, target].every((ref) => ref.startsWith('infrastructure--'));
      this.#relate(machines ? 'communicates-with' : 'related-to', source, target);
    }
    this.#addThreats(result.threats);
    this.#addSafeguards();
    for (const path of result.paths) {
      const flow = addAttackFlow(this.#bundle, path, {
        system: model.id,
        modified: this.#modified,
        technique: (id) => this.#technique(id),
        tactic: (id) => first(this.#frameworks, (framework) => framework.tactic(id)),
        element: (id) => this.#elements.get(id),
      });
      this.#own.push(flow);
    }
    this.#bundle.addOwn(
      {
        type: 'grouping',
        id: ownId('grouping', model.id),
        name: `${model.name ?? model.id}: model, threats and attack paths`,
        description: 'Derived from a model of the system; nothing in it was observed.',
        context: 'unspecified',
        object_refs: [...new Set(this.#own)].sort(compareText),
      },
      this.#modified,
    );
  }

  /** Of the threats that one technique is to one element, the one with the most residual risk speaks. */
  #addThreats(threats: readonly Threat[]): void {
    const byEnds = new Map<string, Threat[]>();
    for (const threat of threats) {
      const ends = JSON.stringify([threat.technique, threat.asset]);
      listUnder(byEnds, ends).push(threat);
    }
    for (const same of byEnds.values()) {
      const [worst] = same.sort(
        (a, b) => b.residual.likelihood - a.residual.likelihood || compareText(a.id, b.id),
      );
      const source = this.#technique(worst!.technique).ref;
      const target = this.#elements.get(worst!.asset)?.ref;
      if (source === undefined || target === undefined) continue;
      this.#relate('targets', source, target, {
        description: `${worst!.goal}. Likelihood ${worst!.likelihood} without safeguards, ${worst!.residual.likelihood} as the system is.`,
        labels: [
          `status:${worst!.status}`,
          `risk:${worst!.risk}`,
          `residual-risk:${worst!.residual.risk}`,
          worst!.reachable ? 'reachable' : 'not-reachable',
        ],
        external_references: same.map(({ id, rule, library }) => ({
          source_name: 'threatloom',
          description: `rule ${rule} of ${library}`,
          external_id: id,
        })),
      });
      for (const { id, inherited } of same.flatMap(({ controls }) => controls)) {
        // What answers the parent technique is said of the parent.
        const technique = inherited ? this.#known(worst!.technique)?.parent : worst!.technique;
        if (technique !== undefined) this.#addMitigation(id, technique);
      }
    }
  }

  #addMitigation(id: string, technique: string): void {
    if (this.#frameworks.some((framework) => framework.mitigates(id, technique))) return;
    const [source, target] = [this.#control(id), this.#technique(technique).ref];
    if (source === undefined || target === undefined) return;
    this.#bundle.relate({ type: 'mitigates', source, target });
  }

  #addSafeguards(): void {
    const { model, result } = this.#system;
    for (const safeguard of model.safeguards) {
      const ref = this.#add('course-of-action', [safeguard.id], safeguard, {
        labels: [`status:${safeguard.status}`],
      });
      for (const on of safeguard.on) {
        const element = this.#elements.get(on);
        if (element !== undefined) this.#relate('related-to', ref, element.ref);
      }
      for (const id of safeguard.implements) {
        const control = this.#control(id);
        if (control !== undefined) this.#relate('related-to', ref, control);
      }
      for (const { technique, controls } of result.threats) {
        if (!controls.some((control) => control.safeguard === safeguard.id)) continue;
        const target = this.#technique(technique).ref;
        if (target !== undefined) this.#relate('mitigates', ref, target);
      }
    }
  }

  /** An object of the system, named by the ids below it; without any, the system itself. */
  #add(
    type: string,
    ids: readonly string[],
    { id, name, description }: { readonly id: string; readonly name?: string; readonly description?: string },
    properties: object,
  ): string {
    const ref = this.#bundle.addOwn(
      {
        type,
        id: ownId(type, this.#system.model.id, ...ids),
        name: name ?? id,
        ...(description === undefined ? {} : { description }),
        ...properties,
        external_references: [
          { source_name: 'threatloom', external_id: [this.#system.model.id, ...ids].join('/') },
        ],
      },
      this.#modified,
    );
    this.#own.push(ref);
    return ref;
  }

  #relate(type: string, source: string, target: string, properties: object = {}): void {
    this.#own.push(this.#bundle.relate({ type, source, target, modified: this.#modified, ...properties }));
  }

  #technique(id: string): { readonly ref?: string; readonly name: string } {
    const ref = first(this.#frameworks, (framework) => framework.technique(id));
    return { ...(ref === undefined ? {} : { ref }), name: this.#known(id)?.name ?? id };
  }

  #known(id: string): TechniqueRecord | undefined {
    return first(this.#frameworks, (framework) => framework.known(id));
  }

  #control(id: string): string | undefined {
    const ofFramework = first(this.#frameworks, (framework) => framework.control(id));
    if (ofFramework !== undefined) return ofFramework;
    for (const { id: library, controls } of this.#system.libraries) {
      const control = controls.find((each) => each.id === id);
      if (control === undefined) continue;
      return this.#bundle.addOwn(
        {
          type: 'course-of-action',
          id: ownId('course-of-action', library, id),
          name: control.name,
          description: control.description,
          external_references: [{ source_name: `threatloom-library-${library}`, external_id: id }],
        },
        this.#modified,
      );
    }
    return undefined;
  }
}

/** What the first of a list gives that gives anything. */
function first<T, R>(list: readonly T[], of: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const found = of(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
