import { CARRIED_KEY, carriedSafeguard, isNameless } from '#importers/formats/carried';
import { DraftIds, readableId } from '#importers/formats/draft-ids';
import type { ForeignIds } from '#importers/formats/foreign-ids';
import { strideOf } from '#importers/formats/stride';
import type { TreeNode } from '#importers/formats/tree-node';
import type { DraftSafeguard, DraftThreat } from '#model/draft-system';
import type { SafeguardStatus } from '#model/system-model';
import type { OtmElements } from './elements.ts';

export interface OtmThreats {
  readonly threats: readonly DraftThreat[];
  readonly safeguards: readonly DraftSafeguard[];
}

/** Only what is said to be done is; recommended and required are not, and a rejected one never will be. */
const IMPLEMENTED = /^implemented$/i;
const REJECTED = /^(rejected|not[- _]?applicable|n\/?a)$/i;

interface Instance {
  readonly on: string[];
  readonly node: TreeNode;
  readonly state: string;
  readonly mitigations: Set<string>;
}

/**
 * OTM defines threats and mitigations once and says at components and flows in which state they are there. Of each
 * definition this makes one threat or safeguard for each state, on all that is in it.
 */
export function readThreats(root: TreeNode, { bearers }: OtmElements, ids: ForeignIds): OtmThreats {
  const definitions = definitionsOf(root, 'threats');
  const mitigations = new Mitigations(root, ids);
  const instances = new Map<string, Map<string, Instance>>();
  for (const [bearer, node] of bearers) {
    for (const threat of node.objects('threats')) {
      const definition = threat.text('threat') ?? '';
      const state = threat.text('state') ?? '';
      const byState = instances.get(definition) ?? new Map<string, Instance>();
      instances.set(definition, byState);
      const instance = byState.get(state) ?? { on: [], node: threat, state, mitigations: new Set<string>() };
      byState.set(state, instance);
      if (!instance.on.includes(bearer)) instance.on.push(bearer);
      for (const safeguard of mitigations.against(threat, [bearer])) instance.mitigations.add(safeguard);
      if (!definitions.has(definition)) reportUnknown(threat, 'threat', definition);
    }
  }
  const threatIds = new DraftIds();
  const threats: DraftThreat[] = [];
  for (const id of new Set([...definitions.keys(), ...instances.keys()])) {
    const definition = definitions.get(id);
    const states = [...(instances.get(id)?.values() ?? [])];
    // Some tools name the mitigations where they define the threat.
    const bearing = states.flatMap(({ on }) => on);
    const own = definition === undefined ? [] : mitigations.against(definition, [...new Set(bearing)]);
    for (const instance of states) for (const safeguard of own) instance.mitigations.add(safeguard);
    if (states.length === 0 && definition !== undefined) {
      threats.push({ ...toThreat(definition, id, undefined, threatIds), safeguards: own });
    }
    for (const instance of states)
      threats.push(toThreat(definition ?? instance.node, id, instance, threatIds));
  }
  return { threats, safeguards: mitigations.safeguards() };
}

function definitionsOf(root: TreeNode, key: string): Map<string, TreeNode> {
  const found = new Map<string, TreeNode>();
  for (const node of root.objects(key)) {
    const id = node.text('id') ?? '';
    if (found.has(id)) {
      node.account.warn(node.pointer, `the id "${id}" comes twice under "${key}"`, {
        code: 'OTM-004',
        hint: 'the first is taken',
      });
      node.account.notRead(node.pointer, `${key.slice(0, -1)} "${id}"`, 'its id comes twice');
    } else {
      found.set(id, node);
    }
  }
  return found;
}

function reportUnknown(node: TreeNode, key: string, id: string): void {
  node.account.warn(`${node.pointer}/${key}`, `nothing under "${key}s" has the id "${id}"`, {
    code: 'OTM-003',
  });
}

function toThreat(
  node: TreeNode,
  foreign: string,
  instance: Instance | undefined,
  ids: DraftIds,
): DraftThreat {
  const name = node.text('name');
  const description = node.text('description');
  const categories = node.texts('categories');
  const { stride, others } = strideOf(categories);
  const risk = node.at('risk');
  const rated = Object.fromEntries(
    (['likelihood', 'impact'] as const).flatMap((key) => {
      // A number by the format; some tools write words.
      const said = risk?.text(key);
      if (said === undefined) return [];
      return [[key, Number.isFinite(Number(said)) ? Number(said) : said]];
    }),
  );
  const references = node.texts('cwes');
  const tags = node.texts('tags');
  const id = ids.make(readableId(foreign, name), 'threat');
  node.account.kept(
    node.pointer,
    `threat "${name ?? foreign}"`,
    `x-threats: ${id}`,
    'threats are derived anew',
  );
  if (instance !== undefined && instance.node !== node) {
    node.account.kept(
      instance.node.pointer,
      `threat "${foreign}" in state "${instance.state}"`,
      `x-threats: ${id}`,
      'threats are derived anew',
    );
  }
  const extensions = {
    ...(Object.keys(rated).length > 0 && { 'x-risk': rated }),
    ...(others.length > 0 && { 'x-categories': others }),
    ...(tags.length > 0 && { 'x-tags': tags }),
  };
  return {
    id,
    place: node.place,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    on: instance?.on ?? [],
    ...(instance !== undefined && instance.state !== '' && { status: instance.state }),
    ...(stride.length > 0 && { stride }),
    safeguards: [...(instance?.mitigations ?? [])],
    ...(references.length > 0 && { references }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

interface MadeSafeguard {
  readonly id: string;
  readonly definition: string;
  readonly status: SafeguardStatus;
  /** Of the definition, or of the first use where there is none. */
  readonly node: TreeNode;
  readonly on: string[];
}

/** Mitigations as safeguards: one for each definition and status. */
class Mitigations {
  readonly #definitions: ReadonlyMap<string, TreeNode>;
  readonly #foreign: ForeignIds;
  readonly #ids = new DraftIds();
  readonly #made = new Map<string, MadeSafeguard>();
  /** Definition → what it is rejected for. */
  readonly #rejected = new Map<string, Set<string>>();

  constructor(root: TreeNode, foreign: ForeignIds) {
    this.#definitions = definitionsOf(root, 'mitigations');
    this.#foreign = foreign;
  }

  /**
   * Safeguards of the mitigations that a threat names: with their state, or only their ids, as some tools write it; then
   * the definition says the state.
   *
   * @returns their ids, and what names no mitigation as it is written
   */
  against(threat: TreeNode, bearers: readonly string[]): readonly string[] {
    return threat.items('mitigations').flatMap((item) => {
      if (item.isObject) return this.#apply(item, item.text('mitigation') ?? '', item, bearers) ?? [];
      const id = item.asText() ?? '';
      const definition = this.#definitions.get(id);
      return definition === undefined ? [id] : (this.#apply(item, id, definition, bearers) ?? []);
    });
  }

  /** @returns id of the safeguard, undefined where the mitigation is rejected */
  #apply(use: TreeNode, definition: string, said: TreeNode, bearers: readonly string[]): string | undefined {
    const state = said.text('state') ?? said.text('status') ?? '';
    const what = `mitigation "${definition}" in state "${state}"`;
    if (!this.#definitions.has(definition)) reportUnknown(use, 'mitigation', definition);
    if (REJECTED.test(state)) {
      use.account.notRead(use.pointer, what, 'it will not be done');
      const rejected = this.#rejected.get(definition) ?? new Set();
      this.#rejected.set(definition, rejected);
      for (const bearer of bearers) rejected.add(bearer);
      return undefined;
    }
    const status = IMPLEMENTED.test(state) ? 'in-place' : 'planned';
    const { id, on } = this.#make(definition, status, use);
    on.push(...bearers.filter((bearer) => !on.includes(bearer)));
    use.account.read(use.pointer, what, `safeguard ${id}, ${status}`);
    return id;
  }

  safeguards(): DraftSafeguard[] {
    const used = new Set([...this.#made.values()].map(({ definition }) => definition));
    for (const [definition, node] of this.#definitions) {
      if (used.has(definition)) continue;
      const status = IMPLEMENTED.test(node.text('state') ?? node.text('status') ?? '')
        ? 'in-place'
        : 'planned';
      this.#make(definition, status, node).on.push(...(this.#rejected.get(definition) ?? []));
    }
    return [...this.#made.values()].map((made) => {
      const isRejected = !used.has(made.definition) && this.#rejected.has(made.definition);
      const safeguard = this.#toSafeguard(made);
      return isRejected ? { ...safeguard, ask: ['the file rejects it: delete it?'] } : safeguard;
    });
  }

  #make(definition: string, status: SafeguardStatus, use: TreeNode): MadeSafeguard {
    const key = JSON.stringify([definition, status]);
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const node = this.#definitions.get(definition) ?? use;
    const id = this.#ids.make(readableId(definition, node.text('name')), 'mitigation');
    const made: MadeSafeguard = { id, definition, status, node, on: [] };
    this.#made.set(key, made);
    return made;
  }

  #toSafeguard({ id, definition, status, node, on }: MadeSafeguard): DraftSafeguard {
    const name = node.text('name');
    const description = node.text('description');
    const reduction = node.number('riskReduction');
    const carried = node.at('attributes')?.at(CARRIED_KEY);
    if (this.#definitions.has(definition)) {
      node.account.read(node.pointer, `mitigation "${name ?? definition}"`, `safeguard ${id}`);
    }
    const texts = {
      ...(name !== undefined && !isNameless(carried) && { name }),
      ...(description !== undefined && { description }),
    };
    if (carried !== undefined) {
      const safeguard = carriedSafeguard(id, carried, (foreign) => this.#foreign.resolve(foreign));
      return { ...safeguard, ...texts, place: node.place };
    }
    return {
      id,
      place: node.place,
      ...texts,
      on,
      implements: [],
      status,
      ...(reduction !== undefined && { effectiveness: reduction / 100 }),
    };
  }
}
