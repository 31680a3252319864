/**
 * What a STIX bundle is made of: the editions that were named, the crosswalks between them, a system with its analysis.
 */
import type { RecordRef } from '#knowledge/catalogue';
import type { Knowledge } from '#knowledge/knowledge';
import { buildKnowledge } from '#knowledge/knowledge';
import type { AnalysisResult } from '#model/analysis-result';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import type { SystemModel } from '#model/system-model';
import type { LinkEnd, StixLink, StixSource } from '#reports/stix/source';
import type { Workspace } from './analysis.ts';
import { readEdition } from './editions.ts';

/**
 * Editions by name or from a file, to be written whole.
 *
 * @throws ThreatloomError STIX-020 (neither techniques nor controls), STIX-021 (a framework twice), and as `readEdition`
 */
export function readStixEditions(folder: string, names: readonly string[]): readonly FrameworkRecords[] {
  const editions = new Map<string, FrameworkRecords>();
  for (const name of names) {
    const records = readEdition(folder, name);
    const { id, edition } = records.framework;
    const other = editions.get(id)?.framework.edition;
    if (other !== undefined) {
      throw new ThreatloomError(
        'STIX-021',
        `a bundle holds one edition of ${id}, not ${other} and ${edition}`,
        {
          hint: 'their objects have the same ids: write a bundle for each',
        },
      );
    }
    if (records.techniques.length === 0 && records.controls.length === 0) {
      throw new ThreatloomError('STIX-020', `${id} ${edition} has neither techniques nor controls`, {
        hint: 'STIX has objects for these, none for risks and requirements; "framework mappings" takes them along as SSSOM',
      });
    }
    editions.set(id, records);
  }
  return [...editions.values()];
}

export interface AnalysedSystem {
  readonly workspace: Workspace;
  readonly model: SystemModel;
  readonly result: AnalysisResult;
}

/** @param frameworks to be written whole */
export function stixSource(frameworks: readonly FrameworkRecords[], system?: AnalysedSystem): StixSource {
  if (system === undefined) return { frameworks, links: crosswalks(buildKnowledge({ frameworks })) };
  const { workspace, model, result } = system;
  const others = othersMeant(workspace.knowledge, frameworks);
  return {
    frameworks,
    links: crosswalks(buildKnowledge({ frameworks: [...frameworks, ...others] })),
    system: { model, result, frameworks: others, libraries: workspace.libraries },
  };
}

/** Of every other framework the edition that answers are built on. */
function othersMeant(
  { frameworks, catalogue }: Knowledge,
  named: readonly FrameworkRecords[],
): readonly FrameworkRecords[] {
  const there = new Set(named.map(({ framework }) => framework.id));
  return frameworks.filter(
    ({ framework: { id, edition } }) => !there.has(id) && catalogue.pinned(id) === edition,
  );
}

/** Mappings and mitigations from one framework to another. */
function crosswalks({ mappings, mitigations }: Knowledge): readonly StixLink[] {
  const links: StixLink[] = [];
  const add = (type: StixLink['type'], a: RecordRef, b: RecordRef): void => {
    const [source, target] = [linkEnd(a), linkEnd(b)];
    if (source === undefined || target === undefined || a.framework === b.framework) return;
    links.push({ type, source, target });
  };
  for (const { subject, object } of mappings) add('related-to', subject, object);
  for (const { control, target } of mitigations) {
    if (target.kind === 'technique') add('mitigates', control, target);
  }
  return links;
}

function linkEnd({ framework, kind, id }: RecordRef): LinkEnd | undefined {
  return kind === 'technique' || kind === 'control' ? { framework, kind, id } : undefined;
}
