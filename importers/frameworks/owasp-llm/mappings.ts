import type { MappingEnd, MappingRecord } from '#model/framework-records';
import type { AisvsCell } from './aisvs-appendix.ts';
import type { Entry } from './entry.ts';

const CURATED = 'semapv:ManualMappingCuration';

/** The entries' "Related Frameworks": OWASP states that there is a relation, and no kind of it. */
export function mappingsOfEntries(entries: readonly Entry[], edition: string): MappingRecord[] {
  return entries.flatMap((entry) => {
    const seen = new Set<string>();
    return entry.references.flatMap(({ target }): MappingRecord[] => {
      if (target === undefined || seen.has(`${target.framework} ${target.id}`)) return [];
      seen.add(`${target.framework} ${target.id}`);
      return [
        {
          subject: { framework: 'owasp-llm', edition, id: entry.id, label: entry.name },
          predicate: 'skos:relatedMatch',
          object: target,
          justification: CURATED,
          trust: 'official',
          source: `owasp-llm ${edition}`,
        },
      ];
    });
  });
}

/** The appendix: a main line of defence mitigates the risk; a chapter that only supports is related to it. */
export function mappingsOfAppendix(cells: readonly AisvsCell[], edition: string): MappingRecord[] {
  return cells.map(({ risk, chapter, chapterName, primary }) => {
    const ours: MappingEnd = { framework: 'owasp-llm', edition, id: risk };
    const theirs: MappingEnd = {
      framework: 'owasp-aisvs',
      edition: '1.0',
      id: chapter,
      ...(chapterName === undefined ? {} : { label: chapterName }),
    };
    return {
      subject: primary ? theirs : ours,
      predicate: primary ? 'threatloom:mitigates' : 'skos:relatedMatch',
      object: primary ? ours : theirs,
      justification: CURATED,
      trust: 'official',
      source: `owasp-llm ${edition} AISVS appendix`,
    };
  });
}
