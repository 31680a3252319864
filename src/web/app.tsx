import type { JSX } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useState } from 'preact/hooks';
import { LOCALES, LOCALE_NAMES } from '#messages/catalogue';
import type { Locale } from '#messages/catalogue';
import { loadSystems } from './data/load.ts';
import type { SystemEntry } from './data/load.ts';
import { useLoaded } from './data/use-answer.ts';
import { SpeechContext, loadSpeech, useSpeech } from './page/messages.tsx';
import type { Speech } from './page/messages.tsx';
import { VIEWS } from './page/route.ts';
import type { ViewId } from './page/route.ts';
import { Link, RouterProvider, useRouter } from './page/router.tsx';
import { THEMES, firstTheme, keepLocale, keepTheme, showLocale, showTheme } from './page/settings.ts';
import { WhenLoaded } from './parts/loaded.tsx';

type View = (props: { readonly system: SystemEntry }) => JSX.Element;

/** Each is loaded when it is first looked at. */
const PARTS: Readonly<Record<ViewId, View>> = {
  diagram: lazy(() => import('./views/diagram-view.tsx')),
  paths: lazy(() => import('./views/paths-view.tsx')),
  matrix: lazy(() => import('./views/matrix-view.tsx')),
  gaps: lazy(() => import('./views/gaps-view.tsx')),
  'what-if': lazy(() => import('./views/what-if-view.tsx')),
  crosswalk: lazy(() => import('./views/crosswalk-view.tsx')),
  console: lazy(() => import('./views/console-view.tsx')),
};

export function App({ first }: { readonly first: Speech }): JSX.Element {
  const [speech, setSpeech] = useState(first);
  const speak = (locale: Locale): void => {
    keepLocale(locale);
    void loadSpeech(locale).then((loaded) => {
      showLocale(locale);
      setSpeech(loaded);
    });
  };
  return (
    <SpeechContext.Provider value={speech}>
      <RouterProvider>
        <Page onLocale={speak} />
      </RouterProvider>
    </SpeechContext.Provider>
  );
}

interface PageProps {
  readonly onLocale: (locale: Locale) => void;
}

function Page({ onLocale }: PageProps): JSX.Element {
  const { t } = useSpeech();
  const systems = useLoaded('systems', loadSystems);
  return (
    <>
      <a class="skip" href="#content">
        {t('page.skip')}
      </a>
      <header class="top">
        <p class="brand" lang="en">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path class="weft" d="M4 10h24M4 16h24M4 22h24" />
            <path class="warp" d="M9 4v9c0 5 14 5 14 10v5" />
          </svg>
          threatloom
        </p>
        {systems.state === 'ready' ? <SystemChoice systems={systems.data} /> : undefined}
        <Navigation />
        <Settings onLocale={onLocale} />
      </header>
      <main id="content" tabIndex={-1}>
        <WhenLoaded of={systems}>{(list) => <Content systems={list} />}</WhenLoaded>
      </main>
    </>
  );
}

function useSystemEntry(systems: readonly SystemEntry[]): SystemEntry | undefined {
  const { route } = useRouter();
  return route.system === undefined ? systems[0] : systems.find(({ id }) => id === route.system);
}

interface SystemsProps {
  readonly systems: readonly SystemEntry[];
}

function SystemChoice({ systems }: SystemsProps): JSX.Element {
  const { t } = useSpeech();
  const { hrefOf, open } = useRouter();
  const current = useSystemEntry(systems);
  return (
    <label class="system-choice">
      <span class="for-readers">{t('page.system')}</span>
      <select
        value={current?.id ?? ''}
        onChange={({ currentTarget }) => {
          open(hrefOf({ system: currentTarget.value, params: {} }));
        }}
      >
        {current === undefined ? <option value="" /> : undefined}
        {systems.map(({ id, name }) => (
          <option key={id} value={id}>
            {name.slice(0, 80)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Navigation(): JSX.Element {
  const { t } = useSpeech();
  const { hrefOf, route } = useRouter();
  return (
    <nav class="views" aria-label={t('nav.label')}>
      <ul>
        {VIEWS.map((view) => (
          <li key={view}>
            <Link href={hrefOf({ view })} aria-current={view === route.view ? 'page' : undefined}>
              {t(`nav.${view}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Settings({ onLocale }: PageProps): JSX.Element {
  const { t, locale } = useSpeech();
  const [theme, setTheme] = useState(firstTheme);
  return (
    <div class="settings">
      <label>
        <span class="for-readers">{t('page.theme')}</span>
        <select
          value={theme}
          onChange={({ currentTarget }) => {
            const next = THEMES.find((each) => each === currentTarget.value) ?? 'system';
            keepTheme(next);
            showTheme(next);
            setTheme(next);
          }}
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {t(`theme.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="for-readers">{t('page.language')}</span>
        <select
          value={locale}
          onChange={({ currentTarget }) => {
            const next = LOCALES.find((each) => each === currentTarget.value);
            if (next !== undefined) onLocale(next);
          }}
        >
          {LOCALES.map((each) => (
            <option key={each} value={each} lang={each}>
              {LOCALE_NAMES[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Content({ systems }: SystemsProps): JSX.Element {
  const { t } = useSpeech();
  const { route } = useRouter();
  const system = useSystemEntry(systems);
  const view = t(`nav.${route.view}`);
  useEffect(() => {
    document.title = [view, system?.name.slice(0, 80), 'threatloom'].filter(Boolean).join(' · ');
  }, [view, system]);
  if (systems.length === 0) return <p class="notice">{t('page.no-systems')}</p>;
  if (system === undefined) {
    return (
      <p class="notice" role="alert">
        {t('page.unknown-system')} <bdi>{(route.system ?? '').slice(0, 120)}</bdi>
      </p>
    );
  }
  const View = PARTS[route.view];
  return (
    <>
      <h1 class="for-readers">
        {view}: <bdi>{system.name.slice(0, 200)}</bdi>
      </h1>
      <Suspense
        fallback={
          <p class="waiting" role="status">
            {t('page.loading')}
          </p>
        }
      >
        <View key={system.id} system={system} />
      </Suspense>
    </>
  );
}
