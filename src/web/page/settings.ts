import { LOCALES, matchLocale } from '#messages/catalogue';
import type { Locale } from '#messages/catalogue';

/** `system` follows the reader's machine. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const remembered = (name: string): string | null => {
  try {
    return localStorage.getItem(`threatloom.${name}`);
  } catch {
    return null; // Storage can be switched off; then the page forgets, and works.
  }
};

const remember = (name: string, value: string): void => {
  try {
    localStorage.setItem(`threatloom.${name}`, value);
  } catch {
    // As above.
  }
};

export function firstLocale(): Locale {
  const chosen = remembered('locale');
  return LOCALES.find((locale) => locale === chosen) ?? matchLocale(navigator.languages);
}

export function firstTheme(): Theme {
  const chosen = remembered('theme');
  return THEMES.find((theme) => theme === chosen) ?? 'system';
}

export function showLocale(locale: Locale): void {
  document.documentElement.lang = locale;
}

const dark = matchMedia('(prefers-color-scheme: dark)');
let shown: Theme = 'system';

export function showTheme(theme: Theme): void {
  shown = theme;
  document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}

dark.addEventListener('change', () => {
  showTheme(shown);
});

export function keepLocale(locale: Locale): void {
  remember('locale', locale);
}

export function keepTheme(theme: Theme): void {
  remember('theme', theme);
}
