/**
 * Chains of mappings from one framework to another over others in between.
 */
import { compareText } from '#model/diagnostics';
import type { MappingPredicate, MappingTrust } from '#model/framework-records';
import type { RecordRef } from '../catalogue.ts';
import type { Knowledge } from '../knowledge.ts';
import { inverseOf } from '../mapping-inverse.ts';
import { compose, PREDICATE_STRENGTH, TRUST_ORDER, weakest } from './compose.ts';

export interface ChainLink {
  readonly from: RecordRef;
  readonly to: RecordRef;
  /** As read from `from`. */
  readonly predicate: MappingPredicate;
  /** The crosswalk states it from the other end. */
  readonly turned: boolean;
  readonly trust: MappingTrust;
  readonly source: string;
  readonly confidence?: number;
}

export interface Chain {
  readonly links: readonly ChainLink[];
  /** What follows from all links, see `compose`. */
  readonly predicate: MappingPredicate;
  /** The weakest of the links' own predicates. */
  readonly weakestPredicate: MappingPredicate;
  readonly weakestTrust: MappingTrust;
  /**
   * The lowest that a link states: no chain is surer than its least sure link, whatever they have to do with each other. A product
   * would take them to be independent, which crosswalks of one author are not. Absent where no link states one.
   */
  readonly confidenceAtMost?: number;
  /** Links that state no confidence. */
  readonly unstated: number;
  /** How many other chains, none of them stronger, join the same two records. */
  readonly others: number;
}

export interface ChainQuestion {
  readonly from: (record: RecordRef) => boolean;
  readonly to: (record: RecordRef) => boolean;
  /** Frameworks that a chain has to pass, in any order. */
  readonly through: readonly string[];
  readonly maxLinks: number;
}

/**
 * The strongest chain between each two records, strongest first: by what follows from it, by the weakest word in it, by length. A
 * chain meets no record and no kind of record of an edition twice. Mitigations count as links, so that a technique leads over its
 * controls to requirements.
 *
 * O(b^maxLinks) for b mappings of a record, pruned by the distance to the end.
 */
export function findChains(knowledge: Knowledge, question: ChainQuestion): readonly Chain[] {
  const links = linksByRecord(knowledge);
  const distance = distances(links, question.to);
  const best = new Map<string, Chain>();
  const walk = (path: readonly ChainLink[], at: RecordRef): void => {
    if (path.length > 0 && question.to(at)) {
      if (question.through.every((id) => path.slice(0, -1).some(({ to }) => to.framework === id))) {
        keep(best, chainOf(path));
      }
      return;
    }
    const left = question.maxLinks - path.length;
    for (const link of links.get(at) ?? []) {
      if ((distance.get(link.to) ?? Infinity) > left - 1) continue;
      const seen = path.some(({ from }) => sameGroup(from, link.to)) || sameGroup(at, link.to);
      if (!seen) walk([...path, link], link.to);
    }
  };
  for (const start of links.keys()) {
    if (question.from(start) && (distance.get(start) ?? Infinity) <= question.maxLinks) walk([], start);
  }
  return [...best.values()].sort(compareChains);
}

function sameGroup(a: RecordRef, b: RecordRef): boolean {
  return a.framework === b.framework && a.edition === b.edition && a.kind === b.kind;
}

function keep(best: Map<string, Chain>, chain: Chain): void {
  const key = `${chain.links[0]!.from.key}\n${chain.links.at(-1)!.to.key}`;
  const rival = best.get(key);
  if (rival === undefined) best.set(key, chain);
  else {
    const [winner, loser] = compareChains(chain, rival) < 0 ? [chain, rival] : [rival, chain];
    best.set(key, { ...winner, others: winner.others + loser.others + 1 });
  }
}

function chainOf(links: readonly ChainLink[]): Chain {
  const stated = links.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence]));
  return {
    links,
    predicate: links.map(({ predicate }) => predicate).reduce(compose),
    weakestPredicate: weakest(
      PREDICATE_STRENGTH,
      links.map(({ predicate }) => predicate),
    ),
    weakestTrust: weakest(
      TRUST_ORDER,
      links.map(({ trust }) => trust),
    ),
    ...(stated.length === 0 ? {} : { confidenceAtMost: Math.min(...stated) }),
    unstated: links.length - stated.length,
    others: 0,
  };
}

function compareChains(a: Chain, b: Chain): number {
  const rank = ({ predicate, weakestTrust, links }: Chain): readonly number[] => [
    PREDICATE_STRENGTH.indexOf(predicate),
    TRUST_ORDER.indexOf(weakestTrust),
    links.length,
  ];
  const [ra, rb] = [rank(a), rank(b)];
  const place = ra.findIndex((value, index) => value !== rb[index]);
  if (place >= 0) return ra[place]! - rb[place]!;
  return (b.confidenceAtMost ?? 0) - (a.confidenceAtMost ?? 0) || compareText(nameOf(a), nameOf(b));
}

function nameOf({ links }: Chain): string {
  return links.map(({ from, to, source }) => `${from.key} ${to.key} ${source}`).join(' ');
}

function linksByRecord({ mappings, mitigations }: Knowledge): ReadonlyMap<RecordRef, readonly ChainLink[]> {
  const found = new Map<RecordRef, ChainLink[]>();
  const add = (link: ChainLink): void => {
    const list = found.get(link.from);
    if (list === undefined) found.set(link.from, [link]);
    else list.push(link);
  };
  const both = (link: Omit<ChainLink, 'turned'>): void => {
    const { from, to, predicate } = link;
    add({ ...link, turned: false });
    add({ ...link, from: to, to: from, predicate: inverseOf(predicate), turned: true });
  };
  for (const { mapping, subject, object } of mappings) {
    const { predicate, trust, source, confidence } = mapping;
    both({
      from: subject,
      to: object,
      predicate,
      trust,
      source,
      ...(confidence === undefined ? {} : { confidence }),
    });
  }
  for (const { control, target, source, trust } of mitigations) {
    both({ from: control, to: target, predicate: 'threatloom:mitigates', trust, source });
  }
  return found;
}

/** How many links each record is away from the end, at least. */
function distances(
  links: ReadonlyMap<RecordRef, readonly ChainLink[]>,
  isEnd: (record: RecordRef) => boolean,
): ReadonlyMap<RecordRef, number> {
  const found = new Map<RecordRef, number>();
  let wave = [...links.keys()].filter(isEnd);
  for (let step = 0; wave.length > 0; step++) {
    for (const record of wave) found.set(record, step);
    const next = wave.flatMap((record) => (links.get(record) ?? []).map(({ to }) => to));
    wave = [...new Set(next)].filter((record) => !found.has(record));
  }
  return found;
}
