import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale, Messages } from './catalogue.ts';

export type MessageValues = Readonly<Record<string, string | number>>;

export type Translate<Key extends string> = (key: Key, values?: MessageValues) => string;

/**
 * Says messages of a catalogue in its language: plurals, numbers and choices by ICU MessageFormat. Markup in a message is text.
 * Runs in Node and in a browser. Each message is parsed once, when it is first said.
 *
 * @example
 * const t = translator('en', { 'paths.found': '{count, plural, one {# path} other {# paths}}' });
 * t('paths.found', { count: 2 }) // '2 paths'
 * @throws Error where a placeholder gets no value
 */
export function translator<Key extends string>(locale: Locale, messages: Messages<Key>): Translate<Key> {
  const parsed = new Map<Key, IntlMessageFormat>();
  return (key, values) => {
    let message = parsed.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true });
      parsed.set(key, message);
    }
    return String(message.format(values));
  };
}
