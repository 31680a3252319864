import { compareText } from '#model/diagnostics';
import type { ControlRecord, MappingRecord, MitigationLink, RiskRecord } from '#model/framework-records';
import type { Item } from './items.ts';

const NUMBERED = /^(\d+)\.(\d+)(?:\.(\d+))?\.?\s+(\S.*)$/;
const LIFECYCLE = ['development-time', 'runtime'] as const;

/** The Exchange writes its controls with `#` before the name. */
function isControl({ title }: Item): boolean {
  return title.startsWith('#');
}

export function controlsOf(items: readonly Item[]): ControlRecord[] {
  return items
    .filter(isControl)
    .map(({ id, title, category }): ControlRecord => {
      return {
        id,
        name: title.slice(1).trim(),
        url: urlOf(id),
        categories: [category],
        lifecycle: LIFECYCLE.filter((phase) => category.includes(phase)),
        status: 'active',
      };
    })
    .sort((a, b) => compareText(a.id, b.id));
}

/** Threats and groups of threats; `2.1.3` is part of `2.1`, and `2.1` of the introduction `2.0`. */
export function risksOf(items: readonly Item[]): RiskRecord[] {
  const threats = items.filter((item) => !isControl(item) && /\bthreats?\b/.test(item.category));
  const byNumber = new Map(threats.map((item) => [numberOf(item), item.id]));
  return threats
    .map((item) => {
      const [chapter, section, last] = (numberOf(item) ?? '').split('.');
      const above = last === undefined ? `${chapter}.0` : `${chapter}.${section}`;
      const parent = byNumber.get(above);
      return {
        id: item.id,
        name: NUMBERED.exec(item.title)?.[4] ?? item.title,
        url: urlOf(item.id),
        parents: parent === undefined || parent === item.id ? [] : [parent],
        level: item.category.startsWith('group') ? 'group' : 'threat',
      };
    })
    .sort((a, b) => compareText(a.id, b.id));
}

/** `2.1.3`, whatever points follow; undefined where the heading has no number. */
function numberOf({ title }: Item): string | undefined {
  const [, chapter, section, last] = NUMBERED.exec(title) ?? [];
  if (chapter === undefined || section === undefined) return undefined;
  return last === undefined ? `${chapter}.${section}` : `${chapter}.${section}.${last}`;
}

/** A control answers a threat that lists it under its controls, and one in whose section it is described. */
export function mitigationsOf(
  items: readonly Item[],
  controls: readonly ControlRecord[],
  risks: readonly RiskRecord[],
): MitigationLink[] {
  const isKnownControl = new Set(controls.map(({ id }) => id));
  const isRisk = new Set(risks.map(({ id }) => id));
  const links = new Map<string, MitigationLink>();
  const add = (control: string, target: string): void => {
    if (isKnownControl.has(control) && isRisk.has(target))
      links.set(`${control} ${target}`, { control, target });
  };
  for (const { id, listed, within } of items) {
    for (const control of listed) add(control, id);
    if (within !== undefined) add(id, within);
  }
  return [...links].sort(([a], [b]) => compareText(a, b)).map(([, link]) => link);
}

/** The Exchange says that there is a relation to ATLAS, and no kind of it. */
export function atlasMappings(
  items: readonly Item[],
  controls: readonly ControlRecord[],
  risks: readonly RiskRecord[],
  edition: string,
): MappingRecord[] {
  const kept = new Set([...controls, ...risks].map(({ id }) => id));
  return items
    .filter(({ id }) => kept.has(id))
    .sort((a, b) => compareText(a.id, b.id))
    .flatMap(({ id, atlas }) =>
      atlas.map((object): MappingRecord => {
        return {
          subject: { framework: 'owasp-ai-exchange', edition, id },
          predicate: 'skos:relatedMatch',
          object: { framework: 'atlas', id: object },
          justification: 'semapv:ManualMappingCuration',
          trust: 'official',
          source: `owasp-ai-exchange ${edition}`,
        };
      }),
    );
}

function urlOf(id: string): string {
  return `https://owaspai.org/go/${id}/`;
}
