import type {
  DraftActor,
  DraftAsset,
  DraftElement,
  DraftFlow,
  DraftSystem,
  DraftZone,
} from '#model/draft-system';
import { WHOLE } from '#model/draft-system';
import { carriedActor, carriedAsset, carriedFlow, isNameless } from '../carried.ts';
import { DraftIds, kebabCase } from '../draft-ids.ts';
import type { DrawingAccount } from './drawing-account.ts';
import { quoted } from '../quoted.ts';
import type { Drawn, DrawnFlow, DrawnNode, DrawnZone, Page } from './drawing.ts';

export interface DraftedDrawing {
  readonly elements: Pick<DraftSystem, 'zones' | 'actors' | 'assets' | 'flows'>;
  /** Id of what a key of the drawing became; of flows only with `flowIds`. */
  readonly idOf: (key: string) => string | undefined;
  /** Id of the model that an export of ours was made of → id of the draft. */
  readonly resolve: (carried: string) => string;
}

export interface DrawingOptions {
  /** Code of the warning for an arrow that ends at nothing. */
  readonly looseEnd: string;
  /** Give flows an id, so that others can name them. */
  readonly flowIds?: boolean;
}

/**
 * A drawing as elements of a draft, each noted in the account.
 *
 * - An element with a name that one element of an earlier page has, and one of this page, is the same one.
 * - An arrow to a zone goes to an asset of that name in it, since data goes to things; a question says so.
 * - An arrow that ends at nothing is not in the model; a warning says so.
 */
export function draftDrawing(
  pages: readonly Page[],
  account: DrawingAccount,
  options: DrawingOptions,
): DraftedDrawing {
  const drafting = new Drafting(account, options);
  for (const page of pages) drafting.add(page);
  const { zones, actors, assets, flows, resolve } = drafting;
  return { elements: { zones, actors, assets, flows }, idOf: (key) => drafting.idOf(key), resolve };
}

class Drafting {
  readonly zones: DraftZone[] = [];
  readonly actors: DraftActor[] = [];
  readonly assets: DraftAsset[] = [];
  readonly flows: DraftFlow[] = [];
  readonly #account: DrawingAccount;
  readonly #options: DrawingOptions;
  readonly #ids = new DraftIds();
  /** Key → id, of all pages. */
  readonly #idOf = new Map<string, string>();
  /** Id of the model before its export → id. */
  readonly #carriedIds = new Map<string, string>();
  readonly #zoneOf = new Map<string, DrawnZone>();
  readonly #standIns = new Map<string, string>();
  /** Sort and name → id and page of the one element that has it; `undefined` where several have it. */
  readonly #known = new Map<string, { readonly id: string; readonly page: string } | undefined>();
  /** Ends and name of the flows of earlier pages. */
  readonly #flowsBefore = new Set<string>();

  constructor(account: DrawingAccount, options: DrawingOptions) {
    this.#account = account;
    this.#options = options;
  }

  idOf(key: string): string | undefined {
    return this.#idOf.get(key);
  }

  readonly resolve = (carried: string): string => this.#carriedIds.get(carried) ?? carried;

  add(page: Page): void {
    const here = page.name ?? '';
    const newZones = this.#settle(page.zones, 'zone', here, () => 'zone');
    const newNodes = this.#settle(toldApart(page.nodes), 'asset', here, (node) =>
      isPerson(node) ? 'actor' : node.asset.fallback,
    );
    for (const zone of page.zones) this.#zoneOf.set(zone.key, zone);
    for (const zone of newZones) this.#addZone(zone);
    for (const node of newNodes) this.#addNode(node);
    const signatures = page.flows.map((flow) => this.#addFlow(flow));
    for (const signature of signatures) this.#flowsBefore.add(signature);
  }

  /** Gives each element its id; those that an earlier page has already are left out. */
  #settle<T extends DrawnZone | DrawnNode>(
    elements: readonly T[],
    sort: string,
    page: string,
    fallback: (element: T) => string,
  ): T[] {
    const counts = new Map<string, number>();
    const signature = ({ name }: T): string => `${sort} ${(name ?? '').toLowerCase()}`;
    for (const element of elements) counts.set(signature(element), (counts.get(signature(element)) ?? 0) + 1);
    const fresh: T[] = [];
    const known: [string, { id: string; page: string } | undefined][] = [];
    for (const element of elements) {
      const same = signature(element);
      const single = counts.get(same) === 1 && element.name !== undefined;
      const before = single ? this.#known.get(same) : undefined;
      if (before !== undefined) {
        this.#idOf.set(element.key, before.id);
        this.#account.guessed(
          element.place,
          element.what,
          `${sort} ${before.id}`,
          `taken for the one of that name on page ${quoted(before.page)}`,
        );
        continue;
      }
      const id = this.#make(element, fallback(element));
      known.push([same, single && !this.#known.has(same) ? { id, page } : undefined]);
      fresh.push(element);
    }
    for (const [same, value] of known) this.#known.set(same, value);
    return fresh;
  }

  #make({ key, name, carried }: Drawn, fallback: string): string {
    const own = carried?.text('id');
    const id = this.#ids.make(own ?? name, fallback);
    this.#idOf.set(key, id);
    if (own !== undefined) this.#carriedIds.set(own, id);
    return id;
  }

  #addZone(zone: DrawnZone): void {
    const { extensions, within } = zone;
    const trust = zone.carried?.number('trust') ?? zone.trust;
    const parent = within === undefined ? undefined : this.#idOf.get(within);
    const id = this.#idOf.get(zone.key)!;
    this.zones.push({
      ...element(zone, id),
      ...(trust === undefined ? {} : { trust }),
      ...(parent === undefined || parent === id ? {} : { in: parent }),
      ...(extensions === undefined ? {} : { extensions }),
    });
    this.#note(zone, `zone ${id}`);
  }

  #addNode(node: DrawnNode): void {
    const id = this.#idOf.get(node.key)!;
    const zone = node.within === undefined ? undefined : this.#idOf.get(node.within);
    const inZone = zone === undefined ? {} : { zone };
    if (isPerson(node)) {
      const { description, extensions } = node.asset;
      this.actors.push({
        ...(description === undefined ? {} : { description }),
        ...element(node, id),
        ...inZone,
        ...(extensions === undefined ? {} : { extensions }),
        ...(node.carried && carriedActor(node.carried, this.resolve)),
      });
      this.#note(node, `actor ${id}`);
      return;
    }
    this.assets.push({
      ...node.asset,
      ...element(node, id),
      ...inZone,
      ...(node.carried && carriedAsset(node.carried, this.resolve)),
    });
    this.#note(node, `asset ${id}`);
  }

  /** @returns what makes two flows the same */
  #addFlow(drawn: DrawnFlow): string {
    const from = this.#end(drawn.from);
    const to = this.#end(drawn.to);
    const { name, what, place, carried } = drawn;
    if (from === undefined || to === undefined) {
      const ends = [
        ...(from === undefined ? ['starts at nothing'] : []),
        ...(to === undefined ? ['ends at nothing'] : []),
      ];
      this.#account.lost(
        this.#options.looseEnd,
        place,
        what,
        `it ${ends.join(' and ')} that is read`,
        'join it to the boxes that it is meant for',
      );
      return '';
    }
    const signature = `${from} ${to} ${name ?? ''}`;
    if (from === to) {
      this.#account.notRead(place, what, `it ends where it starts, at ${from}`);
      return signature;
    }
    if (this.#flowsBefore.has(signature)) {
      this.#account.read(place, what, `flow ${from} -> ${to}, which an earlier page has`);
      return signature;
    }
    const hasId = this.#options.flowIds === true || carried?.has('id') === true;
    const { id, ...said } = element(drawn, hasId ? this.#make(drawn, 'flow') : undefined);
    this.flows.push({
      ...drawn.flow,
      ...(id !== undefined && { id }),
      ...said,
      from,
      to,
      ...(carried && carriedFlow(carried)),
    });
    this.#note(drawn, `flow ${from} -> ${to}`);
    return signature;
  }

  #end(key: string | undefined): string | undefined {
    if (key === undefined) return undefined;
    const zone = this.#zoneOf.get(key);
    return zone === undefined ? this.#idOf.get(key) : this.#standIn(zone);
  }

  /** The asset that stands for a whole zone where an arrow goes to it. */
  #standIn(zone: DrawnZone): string {
    const zoneId = this.#idOf.get(zone.key)!;
    const known = this.#standIns.get(zoneId);
    if (known !== undefined) return known;
    const id = this.#ids.make(`${zone.name ?? 'zone'} as a whole`, 'zone-as-a-whole');
    this.#standIns.set(zoneId, id);
    const name = zone.name ?? zoneId;
    const why = 'an arrow goes to the zone as a whole';
    this.assets.push({
      id,
      guessed: { [WHOLE]: why },
      name,
      place: zone.place,
      zone: zoneId,
      fallback: 'process',
      ask: [`an arrow goes to the zone ${quoted(name)} as a whole: which part of it is meant?`],
    });
    this.#account.guessed(zone.place, zone.what, `asset ${id}`, why);
    return id;
  }

  #note({ place, what, guessed }: Drawn, became: string): void {
    if (guessed === undefined) this.#account.read(place, what, became);
    else this.#account.guessed(place, what, became, guessed);
  }
}

/** Things that have one name, and lines below that tell them apart: `Bedrock` with a model each. */
function toldApart(nodes: readonly DrawnNode[]): readonly DrawnNode[] {
  const counts = new Map<string, number>();
  for (const { name = '' } of nodes) counts.set(kebabCase(name), (counts.get(kebabCase(name)) ?? 0) + 1);
  return nodes.map((node) => {
    const { name, asset } = node;
    const below = asset.hints?.below;
    if (name === undefined || below === undefined || counts.get(kebabCase(name)) === 1) return node;
    const { description, ...rest } = asset;
    const isSaid = description === undefined || kebabCase(description) === kebabCase(below);
    return { ...node, name: `${name} ${below}`, asset: isSaid ? rest : asset };
  });
}

function isPerson({ person, carried }: DrawnNode): boolean {
  return person === true || carried?.text('sort') === 'actor';
}

/** An export writes the id where there is no name, and for a flow what it carries. */
function element<Id extends string | undefined>(
  { name, place, ask, carried, guessed }: Drawn,
  id: Id,
): Omit<DraftElement, 'id' | 'extensions'> & { readonly id: Id } {
  const description = carried?.text('description');
  const isStandIn = isNameless(carried) || (name !== undefined && name === carried?.text('label'));
  return {
    id,
    ...(name !== undefined && !isStandIn && { name }),
    ...(description !== undefined && { description }),
    place,
    ...(ask !== undefined && { ask }),
    ...(guessed !== undefined && { guessed: { [WHOLE]: guessed } }),
  };
}
