import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Locale, MessageKey, Messages } from '#messages/catalogue';
import { translator } from '#messages/translator';
import type { Translate } from '#messages/translator';

export type WebKey = MessageKey<'terms' | 'web'>;

/** The reader's language: its words, numbers and order. */
export interface Speech {
  readonly locale: Locale;
  readonly t: Translate<WebKey>;
  /** 0..1 as a share, two digits that count: `15 %`, `0.31 %`. */
  readonly share: (value: number) => string;
  readonly number: (value: number) => string;
}

const FILES = {
  en: () => Promise.all([import('../../../messages/en/terms.json'), import('../../../messages/en/web.json')]),
  'zh-CN': () =>
    Promise.all([import('../../../messages/zh-CN/terms.json'), import('../../../messages/zh-CN/web.json')]),
} satisfies Record<Locale, unknown>;

export async function loadSpeech(locale: Locale): Promise<Speech> {
  const [terms, web] = await FILES[locale]();
  const messages: Messages<WebKey> = { ...terms.default, ...web.default };
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return {
    locale,
    t: translator(locale, messages),
    share: (value) => share.format(value),
    number: (value) => number.format(value),
  };
}

export const SpeechContext = createContext<Speech | undefined>(undefined);

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === undefined) throw new Error('no language around this part of the page');
  return speech;
}
