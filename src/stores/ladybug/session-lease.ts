import type { QuerySession } from './query-session.ts';

/** A session, and who uses it: it may not lose its file between the moment a query asks for it and the query's end. */
export class SessionLease {
  /** Which build it reads. */
  readonly stamp: string;
  readonly #opening: Promise<QuerySession>;
  #users = 0;
  #idle: (() => void) | undefined;
  #retiring: Promise<void> | undefined;

  constructor(stamp: string, opening: Promise<QuerySession>) {
    this.stamp = stamp;
    this.#opening = opening;
  }

  /** Counts from the call on, not from when the session is open. */
  async use<T>(action: (session: QuerySession) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await action(await this.#opening);
    } finally {
      this.#users--;
      if (this.#users === 0) this.#idle?.();
    }
  }

  /** Closes the session after its last user; nobody may start to use it any more. */
  retire(): Promise<void> {
    return (this.#retiring ??= this.#closeWhenIdle());
  }

  async #closeWhenIdle(): Promise<void> {
    if (this.#users > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.#opening.then(
      (session) => session.close(),
      () => undefined,
    );
  }
}
