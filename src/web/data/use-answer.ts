import { useEffect, useState } from 'preact/hooks';
import { AnswerError, ask } from './client.ts';

export type Loaded<Data> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: AnswerError; readonly again: () => void }
  | { readonly state: 'ready'; readonly data: Data };

const kept = new Map<string, Promise<unknown>>();

/** Asked once in the life of a page; a failure is not kept. */
export function answerOf<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
  const key = JSON.stringify([query, variables]);
  const known = kept.get(key);
  if (known !== undefined) return known as Promise<Data>;
  const asked = ask<Data>(query, variables);
  kept.set(key, asked);
  asked.catch(() => kept.delete(key));
  return asked;
}

/**
 * What `load` gives, loaded again when `key` is another.
 *
 * @param key of what is loaded; undefined: nothing yet
 */
export function useLoaded<Data>(key: string | undefined, load: () => Promise<Data>): Loaded<Data> {
  const [held, setHeld] = useState<{ key: string; loaded: Loaded<Data> }>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === undefined) return;
    let current = true;
    const settle = (loaded: Loaded<Data>): void => {
      if (current) setHeld({ key, loaded });
    };
    load().then(
      (data) => {
        settle({ state: 'ready', data });
      },
      (error: unknown) => {
        settle({
          state: 'failed',
          error: error instanceof AnswerError ? error : new AnswerError(String(error)),
          again: () => {
            setHeld(undefined);
            setAttempt((count) => count + 1);
          },
        });
      },
    );
    return () => {
      current = false;
    };
    // `load` is made anew by each drawing and says the same as `key`.
  }, [key, attempt]);
  return held !== undefined && held.key === key ? held.loaded : { state: 'loading' };
}

/** The answer to one query. Without variables nothing is asked yet. */
export function useAnswer<Data>(
  query: string,
  variables: Readonly<Record<string, unknown>> | undefined,
): Loaded<Data> {
  const key = variables === undefined ? undefined : JSON.stringify([query, variables]);
  return useLoaded(key, () => answerOf<Data>(query, variables ?? {}));
}
