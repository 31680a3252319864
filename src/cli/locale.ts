import { Option } from 'commander';
import { LOCALES } from '#messages/catalogue';
import type { Locale } from '#messages/catalogue';

export const LANG_OPTION = (): Option =>
  new Option('--lang <locale>', 'language of reports; THREATLOOM_LANG sets it too').choices(LOCALES);

/**
 * The language to speak, before the command line is parsed, since its own help is in it.
 *
 * English unless it is asked for: what a command prints shall not depend on the machine that it runs on, so `LANG` is
 * not looked at.
 */
export function localeOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Locale {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  const joined = options.findLast((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  const place = options.lastIndexOf('--lang');
  const asked = joined ?? (place === -1 ? undefined : options[place + 1]) ?? env['THREATLOOM_LANG'];
  return LOCALES.find((locale) => locale === asked) ?? LOCALES[0];
}
