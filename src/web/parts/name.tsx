import type { JSX } from 'preact';
import { clip } from '../export/fit-text.ts';

interface NameProps {
  readonly text: string;
  /** Characters shown; the whole is in the tooltip, and on the page of the element. */
  readonly limit?: number;
  readonly class?: string;
}

/** Longer ones browsers do not show. */
const TOOLTIP = 1000;

/**
 * A name from a model or a framework: text, never markup, its direction its own, and no longer than there is room for.
 */
export function Name({ text, limit = 64, class: name }: NameProps): JSX.Element {
  const shown = clip(text, limit);
  const cut = shown !== text;
  return (
    <bdi class={name} title={cut ? clip(text, TOOLTIP) : undefined}>
      {shown}
    </bdi>
  );
}

/** What frameworks and libraries say, which is English whatever the page's language. */
export function English({
  text,
  limit = 400,
}: {
  readonly text: string;
  readonly limit?: number;
}): JSX.Element {
  return (
    <span lang="en">
      <Name text={text} limit={limit} />
    </span>
  );
}

export function Id({ text }: { readonly text: string }): JSX.Element {
  return <bdi class="id">{clip(text, 48)}</bdi>;
}
