import { SCHEDULE } from '#model/system-model';
import type { DidYouMean } from './did-you-mean.ts';
import type { Findings } from './findings.ts';
import { KEBAB_CASE } from './structure.ts';
import { elementsOf, field, NAMED, textsUnder, type Element, type Sort } from './named-ids.ts';

/** Sections whose elements share one space of ids, since a safeguard's `on` may name any of them. */
const SHARED: readonly (readonly [section: string, sort: Sort])[] = [
  ['zones', 'zone'],
  ['actors', 'actor'],
  ['assets', 'asset'],
  ['flows', 'flow'],
];

const ARTICLE: Readonly<Record<Sort, string>> = {
  zone: 'a zone',
  actor: 'an actor',
  asset: 'an asset',
  flow: 'a flow',
  evidence: 'evidence',
};

/** Checks that every id stands for one thing, that every id named is there and of the right sort, and zone nesting. */
export function checkReferences(document: unknown, findings: Findings, didYouMean: DidYouMean): void {
  const sorts = collectIds(document, findings);
  const known = new Map<Sort, Set<string>>();
  for (const [id, sort] of sorts) known.set(sort, (known.get(sort) ?? new Set()).add(id));
  known.set('evidence', new Set(elementsOf(document, 'evidence').map(({ id }) => id)));

  const lists = new Map<readonly Sort[], readonly string[]>();
  const candidatesFor = (wanted: readonly Sort[]): readonly string[] => {
    const list = lists.get(wanted) ?? wanted.flatMap((sort) => [...(known.get(sort) ?? [])]);
    lists.set(wanted, list);
    return list;
  };
  const context: Context = { known, sorts, candidatesFor, findings, didYouMean };
  for (const [section, keys] of Object.entries(NAMED)) {
    for (const element of elementsOf(document, section)) {
      for (const key of Object.keys(element.fields)) {
        const wanted = Object.hasOwn(keys, key) ? keys[key] : undefined;
        if (wanted !== undefined) checkNamed(element, key, wanted, context);
      }
    }
  }
  for (const flow of elementsOf(document, 'flows')) checkFlowEnds(flow, findings);
  checkZoneNesting(document, findings);
}

interface Context {
  readonly known: ReadonlyMap<Sort, ReadonlySet<string>>;
  readonly sorts: ReadonlyMap<string, Sort>;
  /** All ids of these sorts. */
  readonly candidatesFor: (wanted: readonly Sort[]) => readonly string[];
  readonly findings: Findings;
  readonly didYouMean: DidYouMean;
}

function checkNamed(element: Element, key: string, wanted: readonly Sort[], context: Context): void {
  const { known, sorts, candidatesFor, findings, didYouMean } = context;
  const seen = new Set<string>();
  for (const { text, path, part } of textsUnder(element, key)) {
    if (seen.has(text)) {
      findings.add('SYS-049', path, `"${text}" is named twice`, { part, hint: 'once is enough' });
    } else if (key === 'triggered-by' && text === SCHEDULE) {
      // A clock, not an element.
    } else if (!wanted.some((sort) => known.get(sort)?.has(text) === true)) {
      // What is not even an id has been reported as such.
      if (!KEBAB_CASE.test(text)) continue;
      const names = wanted.map((sort) => (sort === 'evidence' ? sort : `${sort}s`)).join(', ');
      const other = sorts.get(text);
      if (other === undefined) {
        findings.add('SYS-020', path, `nothing has the id "${text}"`, {
          part,
          hint: didYouMean.hint(text, candidatesFor(wanted)) ?? `"${key}" names ${names}`,
        });
      } else {
        findings.add('SYS-020', path, `"${text}" is ${ARTICLE[other]}, and "${key}" names ${names}`, {
          part,
        });
      }
    } else if (element.path[0] === 'assets' && text === element.id && key !== 'triggered-by') {
      findings.add('SYS-050', path, `asset "${text}" names itself under "${key}"`, { part });
    }
    seen.add(text);
  }
}

/** Id → sort over all elements that share a space of ids; reports ids that are given twice. */
function collectIds(document: unknown, findings: Findings): Map<string, Sort> {
  const sorts = new Map<string, Sort>();
  for (const [section, sort] of SHARED) {
    for (const { id, path } of elementsOf(document, section)) {
      if (id === '') continue;
      const first = sorts.get(id);
      const at = sort === 'flow' ? [...path, 'id'] : path;
      const part = sort === 'flow' ? 'value' : 'key';
      if (first !== undefined) {
        findings.add('SYS-021', at, `"${id}" is the id of ${ARTICLE[first]} already`, {
          part,
          hint: 'zones, actors, assets and flows share one space of ids; rename one of the two',
        });
      } else {
        if (id === SCHEDULE && (sort === 'asset' || sort === 'actor')) {
          findings.add('SYS-021', at, `"${SCHEDULE}" means a clock under "triggered-by"`, {
            part,
            hint: `give this ${sort} another id`,
          });
        }
        sorts.set(id, sort);
      }
    }
  }
  return sorts;
}

function checkFlowEnds({ path, fields }: Element, findings: Findings): void {
  const from = field(fields, 'from');
  if (typeof from === 'string' && from === field(fields, 'to')) {
    findings.add('SYS-050', [...path, 'to'], `the flow goes from "${from}" to itself`);
  }
}

/** Reports each circle once, at its first zone in code-point order. */
function checkZoneNesting(document: unknown, findings: Findings): void {
  const parents = new Map<string, string>();
  for (const { id, fields } of elementsOf(document, 'zones')) {
    const parent = field(fields, 'in');
    if (typeof parent === 'string') parents.set(id, parent);
  }
  const done = new Set<string>();
  for (const start of [...parents.keys()].sort()) {
    const trail: string[] = [];
    const onTrail = new Set<string>();
    let zone: string | undefined = start;
    while (zone !== undefined && !done.has(zone) && !onTrail.has(zone)) {
      trail.push(zone);
      onTrail.add(zone);
      zone = parents.get(zone);
    }
    if (zone !== undefined && onTrail.has(zone)) {
      const circle = trail.slice(trail.indexOf(zone));
      const first = circle.reduce((a, b) => (a < b ? a : b));
      const turned = [
        ...circle.slice(circle.indexOf(first)),
        ...circle.slice(0, circle.indexOf(first)),
        first,
      ];
      findings.add(
        'SYS-022',
        ['zones', first, 'in'],
        `zones are nested in a circle: ${turned.join(' in ')}`,
        {
          hint: 'the outermost zone has no "in"',
        },
      );
    }
    for (const each of trail) done.add(each);
  }
}
