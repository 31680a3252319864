/**
 * What the product says to people, by locale and area: `messages/<locale>/<area>.json`, flat objects of ICU messages.
 *
 * The English file of an area says which keys there are; the compiler holds every use to them.
 */
import type coverage from '../../messages/en/coverage.json';
import type report from '../../messages/en/report.json';
import type terms from '../../messages/en/terms.json';
import type web from '../../messages/en/web.json';

/** In the order in which they are offered. The first is the one that is written first, and the one to fall back to. */
export const LOCALES = ['en', 'zh-CN'] as const;

/** What each language is called by those who speak it. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

export const AREAS = ['coverage', 'report', 'terms', 'web'] as const;

export type Locale = (typeof LOCALES)[number];
export type MessageArea = (typeof AREAS)[number];

/** One file: key → message. */
export type Messages<Key extends string = string> = Readonly<Record<Key, string>>;

interface EnglishMessages {
  /** Coverage of frameworks, as text and as a page. */
  readonly coverage: typeof coverage;
  /** What is read as text: reports and answers. */
  readonly report: typeof report;
  /** Values of closed lists of the model, e.g. `level.high`; every surface uses them. */
  readonly terms: typeof terms;
  /** The page. */
  readonly web: typeof web;
}

export type MessageKey<Area extends MessageArea> = { [A in Area]: keyof EnglishMessages[A] & string }[Area];

/**
 * The locale that suits best somebody who reads these languages, most wanted first.
 *
 * @example
 * matchLocale(['fr-FR', 'zh-Hans-SG']) // 'zh-CN'
 */
export function matchLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    const exact = LOCALES.find((locale) => locale.toLowerCase() === lower);
    const related = LOCALES.find((locale) => language(locale) === language(lower));
    const found = exact ?? related;
    if (found !== undefined) return found;
  }
  return LOCALES[0];
}

/** Also of what POSIX puts into `LANG`: `zh_CN.UTF-8`. */
function language(tag: string): string {
  return tag.split(/[-_.]/)[0]!;
}
