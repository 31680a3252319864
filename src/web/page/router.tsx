import { createContext } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { formatRoute, parseRoute, withChange } from './route.ts';
import type { Route, RouteChange, ViewId } from './route.ts';

interface Router {
  readonly route: Route;
  /** To another view, or system; its parameters start empty but for those given. */
  readonly hrefOf: (to: { system?: string; view?: ViewId; params?: RouteChange }) => string;
  readonly open: (href: string) => void;
  /** Within the view. Typing and stepping replace, so that "back" leaves the view rather than undo each key. */
  readonly change: (change: RouteChange) => void;
}

const RouterContext = createContext<Router | undefined>(undefined);

export function RouterProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const follow = (): void => {
      setSearch(location.search);
    };
    addEventListener('popstate', follow);
    return () => {
      removeEventListener('popstate', follow);
    };
  }, []);
  const route = useMemo(() => parseRoute(search), [search]);
  const open = useCallback((href: string) => {
    history.pushState(null, '', href);
    setSearch(location.search);
  }, []);
  const router = useMemo<Router>(
    () => ({
      route,
      hrefOf: ({ system, view, params }) => {
        const target = system ?? route.system;
        return formatRoute({
          ...(target === undefined ? {} : { system: target }),
          view: view ?? route.view,
          params: withChange({}, params ?? {}),
        });
      },
      open,
      change: (change) => {
        // Read anew: two changes may come before the page is drawn again.
        const now = parseRoute(location.search);
        history.replaceState(null, '', formatRoute({ ...now, params: withChange(now.params, change) }));
        setSearch(location.search);
      },
    }),
    [route, open],
  );
  return <RouterContext.Provider value={router}>{children}</RouterContext.Provider>;
}

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (router === undefined) throw new Error('no router around this part of the page');
  return router;
}

/** One value of the view's parameters, empty where there is none. */
export function useParam(name: string): string {
  return useRouter().route.params[name]?.[0] ?? '';
}

interface LinkProps extends JSX.HTMLAttributes<HTMLAnchorElement> {
  readonly href: string;
}

/** A link within the page: a plain click changes what is shown; every other does what it does on any link. */
export function Link({ href, ...rest }: LinkProps): JSX.Element {
  const { open } = useRouter();
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        open(href);
      }}
    />
  );
}
