import type { DraftSystem } from '#model/draft-system';
import type { ValueGuess } from '#model/guesses';
import type { DraftNotes } from './draft-notes.ts';
import type { Ancestors } from './guess-links.ts';

/**
 * Rates assets by their kinds, where the draft rates nothing and states no goal: without anything to lose there is
 * nothing to look for. The first entry that knows the kind is taken.
 */
export function guessValues(
  draft: DraftSystem,
  guesses: readonly ValueGuess[],
  ancestors: Ancestors,
  notes: DraftNotes,
): DraftSystem {
  const rates = draft.goals.length > 0 || draft.assets.some(({ value }) => value !== undefined);
  if (rates) return draft;
  return {
    ...draft,
    assets: draft.assets.map((asset) => {
      const all = ancestors.get(asset.kind ?? asset.fallback);
      // What a supplier runs is the supplier's to lose.
      const isOwn = asset.facts?.provider?.includes('third-party') !== true;
      const guess = guesses.find(({ kinds }) => isOwn && kinds.some((kind) => all?.has(kind) === true));
      if (guess === undefined) return asset;
      const rated = Object.entries(guess.value).map(([loss, level]) => `${loss} ${level}`);
      notes.guess(
        `/assets/${asset.id}/value`,
        asset.place,
        `worth of "${asset.name ?? asset.id}"`,
        rated.join(', '),
        'by its kind, since the file rates nothing',
      );
      return { ...asset, value: guess.value };
    }),
  };
}

/**
 * A file that names nobody says nothing of attackers either. Whoever can reach what is public is there all the same: an
 * actor `anyone`, marked as a guess, without any way in of its own.
 */
export function guessAnyone(draft: DraftSystem, notes: DraftNotes): DraftSystem {
  const { actors, assets, zones } = draft;
  const taken = new Set([...zones, ...actors, ...assets, ...draft.flows].map(({ id }) => id));
  if (actors.length > 0 || assets.length === 0 || taken.has('anyone')) return draft;
  const place = { file: assets[0]!.place.file };
  notes.guess('/actors/anyone/attacker', place, 'attackers', 'actor anyone', 'the file names no person');
  return {
    ...draft,
    actors: [
      {
        id: 'anyone',
        name: 'Anyone outside',
        attacker: 'external',
        place,
        ask: ['who uses the system, who works on it, and who may mean harm?'],
      },
    ],
  };
}
