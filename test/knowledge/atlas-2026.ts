import type { FrameworkRecords } from '#model/framework-records';
import { publisherText } from '../importers/frameworks/publisher-files.ts';
import { edition } from './records.ts';

interface Derived {
  readonly tactics: readonly { readonly id: string; readonly name: string }[];
  readonly techniques: readonly {
    readonly id: string;
    readonly name: string;
    readonly tactics: readonly string[];
    readonly 'subtechnique-of': string | null;
    readonly mitigations: readonly string[];
  }[];
  readonly mitigations: readonly { readonly id: string; readonly name: string }[];
}

/**
 * ATLAS 2026.07 as far as it was at hand: ids, names, tactics and mitigation links; neither case studies nor references.
 * The file is a third party's derivation and no format of ATLAS, so there is no importer for it.
 */
export function atlas202607(): FrameworkRecords {
  const derived = JSON.parse(publisherText('atlas/atlas-2026.07-derived.json')) as Derived;
  return edition('atlas', '2026.07', {
    tactics: derived.tactics.map(({ id, name }, order) => ({ id, name, order })),
    techniques: derived.techniques.map(({ id, name, tactics, 'subtechnique-of': parent }) => ({
      id,
      name,
      tactics,
      ...(parent === null ? {} : { parent }),
      platforms: [],
      status: 'active' as const,
    })),
    controls: derived.mitigations.map(({ id, name }) => ({
      id,
      name,
      categories: [],
      lifecycle: [],
      status: 'active' as const,
    })),
    mitigations: derived.techniques.flatMap(({ id, mitigations }) =>
      mitigations.map((control) => ({ control, target: id })),
    ),
  });
}
