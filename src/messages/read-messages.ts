import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#packaging/package-root';
import type { Locale, MessageArea, MessageKey, Messages } from './catalogue.ts';
import { translator } from './translator.ts';
import type { Translate } from './translator.ts';

/** One file of the catalogue, from this package's folder. */
export function readMessages<Area extends MessageArea>(
  locale: Locale,
  area: Area,
): Messages<MessageKey<Area>> {
  const file = join(packageRoot(), 'messages', locale, `${area}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Messages<MessageKey<Area>>;
}

/**
 * A translator over some areas, for what runs in Node.
 *
 * @example
 * openTranslator('zh-CN', ['terms'])('level.high') // '高'
 */
export function openTranslator<Area extends MessageArea>(
  locale: Locale,
  areas: readonly Area[],
): Translate<MessageKey<Area>> {
  const messages = Object.assign({}, ...areas.map((area) => readMessages(locale, area))) as Messages<
    MessageKey<Area>
  >;
  return translator(locale, messages);
}
