import type { Account } from './account.ts';
import type { DraftBuilder } from './draft-builder.ts';

/** Takes an asset for run by somebody else, which nobody says. */
export function guessThirdParty(
  draft: DraftBuilder,
  id: string,
  { account, pointer }: { readonly account: Account; readonly pointer: string },
  { what, why }: { readonly what: string; readonly why: string },
): void {
  draft.amend(id, ({ facts }) => ({ facts: { ...facts, provider: ['third-party'] } }));
  draft.guess(id, { provider: why });
  account.guessed(pointer, what, `provider of ${id}: third-party`, why);
}
