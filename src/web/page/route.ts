/**
 * What is shown, as an address that can be sent to somebody: `/?system=support-chatbot&view=paths&path=free-money/1&step=2`.
 */

/** In the order of the navigation; the first is shown where the address names none. */
export const VIEWS = ['diagram', 'paths', 'matrix', 'gaps', 'what-if', 'crosswalk', 'console'] as const;

export type ViewId = (typeof VIEWS)[number];

/** Values of one view's own parameters; one that is given several times is a list. */
export type RouteParams = Readonly<Record<string, readonly string[]>>;

export interface Route {
  /** Absent: the first system there is. */
  readonly system?: string;
  readonly view: ViewId;
  readonly params: RouteParams;
}

/** What a view changes of its parameters: a value, several, or none. */
export type RouteChange = Readonly<Record<string, string | readonly string[] | undefined>>;

const isView = (text: string | null): text is ViewId => VIEWS.some((view) => view === text);

/** @param search as `location.search`; what is not understood is left out */
export function parseRoute(search: string): Route {
  const given = new URLSearchParams(search);
  const system = given.get('system');
  const view = given.get('view');
  const names = [...new Set(given.keys())].filter((name) => name !== 'system' && name !== 'view');
  const params = Object.fromEntries(names.map((name) => [name, given.getAll(name)]));
  return { ...(system ? { system } : {}), view: isView(view) ? view : VIEWS[0], params };
}

/** The same route always gives the same address: parameters in alphabetical order, empty ones left out. */
export function formatRoute({ system, view, params }: Route): string {
  const out = new URLSearchParams();
  if (system !== undefined) out.set('system', system);
  out.set('view', view);
  for (const name of Object.keys(params).sort()) {
    for (const value of params[name]!) if (value !== '') out.append(name, value);
  }
  return `?${out.toString()}`;
}

export function withChange(params: RouteParams, change: RouteChange): RouteParams {
  const next: Record<string, readonly string[]> = { ...params };
  for (const [name, value] of Object.entries(change)) {
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    if (values.length === 0) Reflect.deleteProperty(next, name);
    else next[name] = values;
  }
  return next;
}
