import { ask } from '../data/client.ts';
import { useLoaded } from '../data/use-answer.ts';
import query from '../data/queries/tactics.graphql?raw';

interface TacticsAnswer {
  readonly tactics: readonly { readonly id: string; readonly name: string }[];
}

const NONE: ReadonlyMap<string, string> = new Map();
let asked: Promise<ReadonlyMap<string, string>> | undefined;

/** What tactics are called, by id; empty until it is known. Where editions differ, as the latest says. */
export function useTactics(): ReadonlyMap<string, string> {
  const loaded = useLoaded('tactics', () => {
    asked ??= ask<TacticsAnswer>(query, {}).then(
      ({ tactics }) => new Map(tactics.map(({ id, name }) => [id, name])),
    );
    return asked;
  });
  return loaded.state === 'ready' ? loaded.data : NONE;
}
