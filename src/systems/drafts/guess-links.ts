import type { DraftAsset, DraftFlow, DraftSystem } from '#model/draft-system';
import type { RelationGuess } from '#model/guesses';
import type { Relation } from '#model/system-model';
import type { DraftNotes } from './draft-notes.ts';
import { reasonOf } from './guess-elements.ts';
import type { GuessTable } from './guess-table.ts';

/** Kind → itself and all that it is. */
export type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Guesses what flows carry, from their names, else from the kinds at their ends; and the relations that flows between
 * such kinds suggest. Only relations that open a way are guessed: that something is guarded must be said.
 */
export function guessLinks(
  draft: DraftSystem,
  table: GuessTable,
  ancestors: Ancestors,
  notes: DraftNotes,
): DraftSystem {
  const isOf = kindTest(draft, ancestors);
  const flows = draft.flows.map((flow, index) => guessCarries(flow, index, table, isOf, notes));
  return { ...draft, flows, assets: guessRelations({ ...draft, flows }, table.relations, isOf, notes) };
}

type KindTest = (id: string, names: readonly string[]) => boolean;

/** Elements without a kind count as what they fall back to. */
function kindTest({ actors, assets }: DraftSystem, ancestors: Ancestors): KindTest {
  const actor: ReadonlySet<string> = new Set(['actor']);
  const none: ReadonlySet<string> = new Set();
  const kinds = new Map<string, ReadonlySet<string>>([
    ...actors.map(({ id }) => [id, actor] as const),
    ...assets.map(({ id, kind, fallback }) => [id, ancestors.get(kind ?? fallback) ?? none] as const),
  ]);
  return (id, names) => names.some((name) => kinds.get(id)?.has(name) === true);
}

function guessCarries(
  flow: DraftFlow,
  index: number,
  table: GuessTable,
  isOf: KindTest,
  notes: DraftNotes,
): DraftFlow {
  if (flow.carries !== undefined && flow.carries.length > 0) return flow;
  const match = table.carries(flow.name ?? '');
  const byEnds =
    match ??
    table.carriesByEnds.find(
      ({ from, to }) =>
        (from === undefined || isOf(flow.from, from)) && (to === undefined || isOf(flow.to, to)),
    );
  if (byEnds === undefined) return flow;
  const { carries } = 'guess' in byEnds ? byEnds.guess : byEnds;
  const why = match === undefined ? 'from what is at its ends' : reasonOf(match);
  const what = `flow ${flow.name === undefined ? '' : `${JSON.stringify(flow.name)} `}from ${flow.from} to ${flow.to}`;
  notes.guess(`/flows/${index}/carries`, flow.place, what, `carries ${carries.join(', ')}`, why);
  return { ...flow, carries };
}

function guessRelations(
  { assets, flows }: DraftSystem,
  guesses: readonly RelationGuess[],
  isOf: KindTest,
  notes: DraftNotes,
): readonly DraftAsset[] {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const added = new Map<string, Map<Relation, Set<string>>>();
  for (const { from, to, place } of flows) {
    for (const [holder, named] of [
      [from, to],
      [to, from],
    ] as const) {
      const asset = byId.get(holder);
      if (asset === undefined || !byId.has(named) || holder === named) continue;
      for (const guess of guesses) {
        if (!isOf(holder, guess.from) || !isOf(named, guess.to)) continue;
        if (saysOf(asset, named, guess.relation)) break;
        const relations = added.get(holder) ?? new Map<Relation, Set<string>>();
        added.set(holder, relations);
        const ids = relations.get(guess.relation) ?? new Set();
        if (!ids.has(named)) {
          const why = `a flow joins ${holder} and ${named}`;
          relations.set(guess.relation, ids.add(named));
          notes.guess(
            `/assets/${holder}/${guess.relation}`,
            place,
            `${holder} and ${named}`,
            `${holder} ${guess.relation} ${named}`,
            why,
          );
        }
        break;
      }
    }
  }
  return assets.map((asset) => {
    const relations = added.get(asset.id);
    if (relations === undefined) return asset;
    const merged: Partial<Record<Relation, readonly string[]>> = { ...asset.relations };
    for (const [relation, ids] of relations) merged[relation] = [...(merged[relation] ?? []), ...ids];
    for (const relation of relations.keys()) {
      notes.guessed.set(
        `/assets/${asset.id}/${relation}`,
        asset.relations?.[relation] === undefined
          ? 'from the flows between them'
          : 'in part, from the flows between them',
      );
    }
    return { ...asset, relations: merged };
  });
}

/** The draft itself says how the two belong together; that one needs the other, by itself, says little of it. */
function saysOf({ relations = {} }: DraftAsset, id: string, guessed: Relation): boolean {
  return Object.entries(relations).some(
    ([relation, ids]) => (relation !== 'depends-on' || guessed === relation) && ids.includes(id),
  );
}
