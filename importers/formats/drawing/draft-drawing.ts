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
import { protocolOfLabel } from '../encrypted-protocol.ts';
import type { DrawingAccount } from './drawing-account.ts';
import { quoted } from '../quoted.ts';
import type { Drawn, DrawnFlow, DrawnNode, DrawnZone, Missing, Page } from './drawing.ts';
import { folded } from './folded.ts';
import { withoutLegends } from './legend.ts';

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
  /** A label that only names a protocol says whether the flow is encrypted; for formats that say it nowhere else. */
  readonly protocolsInLabels?: boolean;
}

/**
 * A drawing as elements of a draft, each noted in the account.
 *
 * - An element with a name that one element of an earlier page has, and one of this page, is the same one, of which both
 *   pages tell.
 * - A legend is not read.
 * - An arrow to a zone goes to an asset of that name in it, since data goes to things; a question says so.
 * - An arrow that ends at nothing is not in the model; a warning says so. One that names what is not drawn is in the draft,
 *   where undefined references are looked for.
 */
export function draftDrawing(
  pages: readonly Page[],
  account: DrawingAccount,
  options: DrawingOptions,
): DraftedDrawing {
  const drafting = new Drafting(account, options);
  for (const page of pages) drafting.add(withoutLegends(page, account));
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
  /** Ends and name of the flows of earlier pages → their index. */
  readonly #flowsBefore = new Map<string, number>();
  /** Id → index among the zones, actors or assets. */
  readonly #indexOf = new Map<string, number>();

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
    for (const zone of newZones.fresh) this.#addZone(zone);
    for (const zone of newZones.again) this.#foldZone(zone);
    for (const node of newNodes.fresh) this.#addNode(node);
    for (const node of newNodes.again) this.#foldNode(node);
    const drawn = page.flows.flatMap((flow) => this.#addFlow(flow) ?? []);
    for (const { signature, index } of drawn) {
      if (!this.#flowsBefore.has(signature)) this.#flowsBefore.set(signature, index);
    }
  }

  /** Gives each element its id; those that an earlier page has already come `again`. */
  #settle<T extends DrawnZone | DrawnNode>(
    elements: readonly T[],
    sort: string,
    page: string,
    fallback: (element: T) => string,
  ): { readonly fresh: readonly T[]; readonly again: readonly T[] } {
    const counts = new Map<string, number>();
    const signature = ({ name }: T): string => `${sort} ${(name ?? '').toLowerCase()}`;
    for (const element of elements) counts.set(signature(element), (counts.get(signature(element)) ?? 0) + 1);
    const [fresh, again]: [T[], T[]] = [[], []];
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
        again.push(element);
        continue;
      }
      const id = this.#make(element, fallback(element));
      known.push([same, single && !this.#known.has(same) ? { id, page } : undefined]);
      fresh.push(element);
    }
    for (const [same, value] of known) this.#known.set(same, value);
    return { fresh, again };
  }

  #make({ key, name, alias, carried }: Drawn, fallback: string): string {
    const own = carried?.text('id');
    // Names in other scripts make no id.
    const said = name === undefined || kebabCase(name) === '' ? (alias ?? name) : name;
    const id = this.#ids.make(own ?? said, fallback);
    this.#idOf.set(key, id);
    if (own !== undefined) this.#carriedIds.set(own, id);
    return id;
  }

  #addZone(zone: DrawnZone): void {
    const drafted = this.#draftZone(zone);
    this.#indexOf.set(drafted.id, this.zones.push(drafted) - 1);
    this.#note(zone, `zone ${drafted.id}`);
  }

  #foldZone(zone: DrawnZone): void {
    const drafted = this.#draftZone(zone);
    const index = this.#indexOf.get(drafted.id)!;
    const known = this.zones[index]!;
    this.#tellMoved(zone, known.in, drafted.in);
    this.zones[index] = folded(known, drafted);
  }

  #draftZone(zone: DrawnZone): DraftZone {
    const { extensions, within } = zone;
    const trust = zone.carried?.number('trust') ?? zone.trust;
    const parent = within === undefined ? undefined : this.#idOf.get(within);
    const id = this.#idOf.get(zone.key)!;
    return {
      ...element(zone, id),
      ...(trust === undefined ? {} : { trust }),
      ...(parent === undefined || parent === id ? {} : { in: parent }),
      ...(extensions === undefined ? {} : { extensions }),
    };
  }

  #addNode(node: DrawnNode): void {
    const id = this.#idOf.get(node.key)!;
    const isActor = isPerson(node);
    const count = isActor
      ? this.actors.push(this.#draftActor(node))
      : this.assets.push(this.#draftAsset(node));
    this.#indexOf.set(id, count - 1);
    this.#note(node, `${isActor ? 'actor' : 'asset'} ${id}`);
  }

  /** Who is a person on one page is one on all. */
  #foldNode(node: DrawnNode): void {
    const id = this.#idOf.get(node.key)!;
    const index = this.#indexOf.get(id)!;
    const actor = this.actors[index];
    if (actor?.id === id) {
      const drafted = this.#draftActor(node);
      this.#tellMoved(node, actor.zone, drafted.zone);
      this.actors[index] = folded(actor, drafted);
      return;
    }
    const asset = this.assets[index]!;
    const drafted = this.#draftAsset(node);
    this.#tellMoved(node, asset.zone, drafted.zone);
    this.assets[index] = folded(asset, drafted);
  }

  #tellMoved({ place, what }: Drawn, known: string | undefined, zone: string | undefined): void {
    if (known === undefined || zone === undefined || known === zone) return;
    this.#account.notRead(place, `zone ${zone} around ${what}`, `an earlier page draws it in ${known}`);
  }

  #draftActor(node: DrawnNode): DraftActor {
    const { description, extensions } = node.asset;
    return {
      ...(description === undefined ? {} : { description }),
      ...element(node, this.#idOf.get(node.key)!),
      ...this.#zoneAround(node),
      ...(extensions === undefined ? {} : { extensions }),
      ...(node.carried && carriedActor(node.carried, this.resolve)),
    };
  }

  #draftAsset(node: DrawnNode): DraftAsset {
    return {
      ...node.asset,
      ...element(node, this.#idOf.get(node.key)!),
      ...this.#zoneAround(node),
      ...(node.carried && carriedAsset(node.carried, this.resolve)),
    };
  }

  #zoneAround({ within }: DrawnNode): { zone?: string } {
    const zone = within === undefined ? undefined : this.#idOf.get(within);
    return zone === undefined ? {} : { zone };
  }

  /** @returns what makes two flows the same, and the index of this one */
  #addFlow(drawn: DrawnFlow): { readonly signature: string; readonly index: number } | undefined {
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
      return undefined;
    }
    const signature = `${from} ${to} ${name ?? ''}`;
    if (from === to) {
      this.#account.notRead(place, what, `it ends where it starts, at ${from}`);
      return undefined;
    }
    const before = this.#flowsBefore.get(signature);
    if (before !== undefined) {
      const known = this.flows[before]!;
      this.flows[before] = folded(known, drawn.flow ?? {});
      if (known.id !== undefined) this.#idOf.set(drawn.key, known.id);
      this.#account.read(place, what, `flow ${from} -> ${to}, which an earlier page has`);
      return undefined;
    }
    const hasId = this.#options.flowIds === true || carried?.has('id') === true;
    const { id, ...said } = element(drawn, hasId ? this.#make(drawn, 'flow') : undefined);
    const count = this.flows.push({
      ...drawn.flow,
      ...(id !== undefined && { id }),
      ...said,
      from,
      to,
      ...(carried && carriedFlow(carried)),
    });
    this.#note(drawn, `flow ${from} -> ${to}`);
    if (this.#options.protocolsInLabels === true && carried === undefined)
      this.#guessEncryption(count - 1, drawn);
    return { signature, index: count - 1 };
  }

  #guessEncryption(index: number, { name = '', place, what }: DrawnFlow): void {
    const protocol = protocolOfLabel(name);
    if (protocol === undefined) return;
    const flow = this.flows[index]!;
    const why = `by its protocol, ${protocol}`;
    this.flows[index] = { ...flow, encrypted: true, guessed: { ...flow.guessed, encrypted: why } };
    this.#account.guessed(place, `encryption of ${what}`, 'encrypted: true', why);
  }

  #end(end: string | Missing | undefined): string | undefined {
    if (end === undefined) return undefined;
    if (typeof end === 'object')
      return this.#indexOf.has(end.missing) ? `${end.missing} (undefined)` : end.missing;
    const zone = this.#zoneOf.get(end);
    return zone === undefined ? this.#idOf.get(end) : this.#standIn(zone);
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
