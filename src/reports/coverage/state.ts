import type { MessageKey } from '#messages/catalogue';
import type { Translate } from '#messages/translator';
import type { CoverageRow } from '#model/analysis-result';
import type { CoverageMatrix, CoveredItem } from '#model/answers/coverage';
import { listUnder } from '#model/list-under';

/** Says coverage in the reader's language. */
export type CoverageTranslate = Translate<MessageKey<'coverage' | 'terms'>>;

/** What an item amounts to, worst first. */
export const ITEM_STATES = ['open', 'partly', 'fully', 'not-applicable'] as const;

export type ItemState = (typeof ITEM_STATES)[number];

export const STATE_MARKS: Readonly<Record<ItemState, string>> = {
  open: '✗',
  partly: '◐',
  fully: '✓',
  'not-applicable': '·',
};

export function stateOf({ applicable, mitigated }: CoverageRow): ItemState {
  if (!applicable) return 'not-applicable';
  return mitigated === 'none' ? 'open' : mitigated;
}

/** Items of a column in the framework's order, sub-items after what they belong to. */
export function itemsOf({ items }: CoverageMatrix, column: string): readonly CoveredItem[] {
  return items.filter(({ columns }) => columns.includes(column));
}

/**
 * Why an item counts as it does, in one line.
 *
 * @example
 * '12 threats, 3 of them answered'
 * '2 of 5 controls in place; 7 threats ask for them'
 * 'through nist-ai-rmf@1.0 GOVERN 1.1, MAP 2.3'
 */
export function reasonOf(
  { applicable, threats, answered, controls, via, kind }: CoveredItem,
  t: CoverageTranslate,
): string {
  if (!applicable) return '';
  if (via.length > 0) return t('reason.through', { items: grouped(via) });
  if (threats.length > 0 || kind === 'technique') {
    return t('reason.threats', { count: threats.length, answered });
  }
  const inPlace = controls.filter(({ safeguards }) => safeguards.length > 0).length;
  const asked = controls.filter(({ askedBy }) => askedBy > 0).map(({ id }) => id);
  return t('reason.controls', { controls: asked.join(', '), count: inPlace });
}

/** Keys `framework@edition/id`, each edition named once. */
function grouped(keys: readonly string[]): string {
  const ids = new Map<string, string[]>();
  for (const key of keys) {
    const slash = key.indexOf('/');
    const edition = key.slice(0, slash);
    listUnder(ids, edition).push(key.slice(slash + 1));
  }
  return [...ids].map(([edition, list]) => `${edition} ${list.join(', ')}`).join('; ');
}
