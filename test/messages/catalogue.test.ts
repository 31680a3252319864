/** Both languages say the same, no message is missing, and none is there that nobody says. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import {
  CONTROL_STATES,
  EVIDENCE_STATES,
  MAPPING_STATES,
  MITIGATED,
  THREAT_STATUSES,
} from '#model/analysis-result';
import { ATTACKERS, EXPOSURES, LEVELS, LOSSES } from '#model/system-model';
import { AREAS, LOCALES, matchLocale } from '#messages/catalogue';
import { openTranslator, readMessages } from '#messages/read-messages';
import { translator } from '#messages/translator';
import { packageRoot } from '#packaging/package-root';

/** Where the messages of an area are said; a folder or a file. `terms` follow from the model instead. */
const SAID_IN: Readonly<Partial<Record<(typeof AREAS)[number], readonly string[]>>> = {
  coverage: ['src/reports/coverage'],
  report: ['src/reports'],
  web: ['src/web'],
};

type Elements = ReturnType<IntlMessageFormat['getAst']>;

const parsed = (message: string): Elements =>
  new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst();

const filesBelow = (path: string): readonly string[] =>
  path.endsWith('.ts') || path.endsWith('.tsx')
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => join(path, file));

const isLiteral = ({ type }: Elements[number]): boolean => (type as number) === 0;

/** `count:plural`, `state:select(off,on,other)`: what a message wants to be told, and how it takes it. */
function placeholders(elements: Elements): readonly string[] {
  return elements.flatMap((element): readonly string[] => {
    if (!('value' in element) || isLiteral(element)) return [];
    if (!('options' in element)) return [`${element.value}:${element.type}`];
    // Which plural forms there are is a matter of the language.
    if ('offset' in element) {
      return [`${element.value}:plural`, ...placeholders(element.options['other']?.value ?? [])];
    }
    const choices = Object.entries(element.options);
    return [
      `${element.value}:select(${choices
        .map(([name]) => name)
        .sort()
        .join()})`,
      ...choices.flatMap(([, { value }]) => placeholders(value)),
    ];
  });
}

describe('the catalogue', () => {
  it.each(LOCALES)('has a file of every area in %s, and no other', (locale) => {
    const files = readdirSync(join(packageRoot(), 'messages', locale)).sort();
    expect(files).toEqual(AREAS.map((area) => `${area}.json`).sort());
  });

  it('has no folder of another locale', () => {
    expect(readdirSync(join(packageRoot(), 'messages')).sort()).toEqual([...LOCALES].sort());
  });

  it.each(AREAS.flatMap((area) => LOCALES.map((locale) => [area, locale] as const)))(
    'says in %s of %s what the English one says, in its order, with its placeholders',
    (area, locale) => {
      const described = (of: (typeof LOCALES)[number]) =>
        Object.entries(readMessages(of, area)).map(([key, message]) => [
          key,
          [...new Set(placeholders(parsed(message)))].sort(),
        ]);
      expect(described(locale)).toEqual(described('en'));
    },
  );

  it.each(AREAS)('leaves no message of %s untranslated or empty', (area) => {
    const [english, chinese] = [readMessages('en', area), readMessages('zh-CN', area)].map(
      (messages) => messages as Readonly<Record<string, string>>,
    );
    const words = (message: string): boolean =>
      parsed(message).some(
        (element) => isLiteral(element) && 'value' in element && /\p{L}{2}/u.test(element.value),
      );
    const same = Object.entries(english!).filter(([key, message]) => {
      const other = chinese![key]!;
      return other.trim() === '' || (words(message) && other === message && !NAMES.has(message));
    });
    expect(same).toEqual([]);
  });
});

/** Called the same in every language. */
const NAMES: ReadonlySet<string> = new Set(['NIST AI 100-2']);

describe('terms', () => {
  it('are those of the model, each', () => {
    const lists = {
      level: LEVELS,
      status: THREAT_STATUSES,
      control: CONTROL_STATES,
      evidence: EVIDENCE_STATES,
      mapping: MAPPING_STATES,
      mitigated: MITIGATED,
      loss: LOSSES,
      exposure: EXPOSURES,
      attacker: ATTACKERS,
    };
    const keys = Object.entries(lists).flatMap(([list, values]) => values.map((value) => `${list}.${value}`));
    expect(Object.keys(readMessages('en', 'terms')).sort()).toEqual(keys.sort());
  });
});

describe('what is said', () => {
  it('is all there is in the catalogue', () => {
    const unsaid = Object.entries(SAID_IN).map(([area, places]) => [area, notSaid(area, places)]);
    expect(unsaid).toEqual(Object.keys(SAID_IN).map((area) => [area, []]));
  });
});

/** Keys that stand nowhere in the sources. The other way round, a key that is not in the catalogue, is an error of the compiler. */
function notSaid(area: string, places: readonly string[]): readonly string[] {
  const keys = Object.keys(readMessages('en', area as (typeof AREAS)[number]));
  const said = new Set<string>();
  const beginnings = new Set<string>();
  const files = places.flatMap((place) => filesBelow(join(packageRoot(), place)));
  for (const file of files) {
    for (const [, literal, template] of readFileSync(file, 'utf8').matchAll(
      /'([a-z][\w-]*(?:\.[\w-]+)+)'|`([a-z][\w-]*\.(?:[\w-]+\.)*[\w-]*)\$\{/g,
    )) {
      if (literal !== undefined) said.add(literal);
      if (template !== undefined) beginnings.add(template);
    }
  }
  return keys.filter(
    (key) => !said.has(key) && ![...beginnings].some((beginning) => key.startsWith(beginning)),
  );
}

describe('a translator', () => {
  it('forms plurals, numbers and shares as its language does', () => {
    const message = '{count, plural, one {# path} other {# paths}} {share, number, ::percent .0}';
    const t = translator('en', { found: message });
    expect(t('found', { count: 1, share: 0.25 })).toBe('1 path 25.0%');
    expect(t('found', { count: 1200, share: 0.0514 })).toBe('1,200 paths 5.1%');
  });

  it('takes markup in messages and values for text', () => {
    const t = translator('en', { bold: 'a <b>{name}</b>' });
    expect(t('bold', { name: '<img src=x onerror=alert(1)>' })).toBe('a <b><img src=x onerror=alert(1)></b>');
  });

  it('says of a missing value which one it is', () => {
    expect(() => translator('en', { hello: 'Hello {name}' })('hello')).toThrow(/"name"/);
  });

  it('reads its areas from the package', () => {
    expect(openTranslator('zh-CN', ['terms'])('level.critical')).toBe('严重');
    expect(openTranslator('en', ['terms'])('mapping.reviewed-none')).toBe('reviewed, none fits');
  });
});

describe('the locale that suits', () => {
  it.each([
    [['zh-CN'], 'zh-CN'],
    [['zh-Hans-SG', 'en'], 'zh-CN'],
    [['zh_CN.UTF-8'], 'zh-CN'],
    [['fr-FR', 'en-GB'], 'en'],
    [['C.UTF-8'], 'en'],
    [[], 'en'],
  ] as const)('%j is %s', (wanted, locale) => {
    expect(matchLocale(wanted)).toBe(locale);
  });
});
