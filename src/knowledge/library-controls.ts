/**
 * What the controls of attack libraries say about frameworks: which techniques they answer, what they are mapped to.
 */
import type { AttackLibrary } from '#model/attack-library';
import type { Diagnostic } from '#model/diagnostics';
import type { MappingRecord } from '#model/framework-records';
import type { Catalogue, RecordRef } from './catalogue.ts';
import type { MitigationRef } from './links.ts';
import type { PlacedMapping } from './resolve-mappings.ts';

/** The `maps` of a library's controls, `framework:id` each: a requirement is satisfied, all else is related. */
export function libraryMappings(
  catalogue: Catalogue,
  { id, version, editions, controls }: AttackLibrary,
): readonly PlacedMapping[] {
  return controls.flatMap((control) =>
    control.maps.map((reference) => {
      const colon = reference.indexOf(':');
      const framework = reference.slice(0, colon);
      const edition = editions[framework];
      const objectId = reference.slice(colon + 1);
      const kind = catalogue.find(framework, objectId, edition)?.kind;
      const mapping: MappingRecord = {
        subject: { framework: id, edition: version, id: control.id },
        predicate: kind === 'requirement' ? 'threatloom:satisfies' : 'skos:relatedMatch',
        object: {
          framework,
          ...(edition === undefined ? {} : { edition }),
          id: objectId,
        },
        justification: 'semapv:ManualMappingCuration',
        trust: 'community',
        source: `${id} ${version}`,
      };
      return { mapping, place: {} };
    }),
  );
}

export interface LibraryMitigations {
  readonly mitigations: readonly MitigationRef[];
  /** MAP-007: a control answers a technique that none of the library's editions has. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The `mitigates` of all libraries' controls; ids are looked up in the editions that the library names. */
export function libraryMitigations(
  catalogue: Catalogue,
  libraries: readonly AttackLibrary[],
): LibraryMitigations {
  const mitigations: MitigationRef[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { id: library, version, editions, controls } of libraries) {
    for (const { id, mitigates } of controls) {
      const control = catalogue.ref('control', library, id, version)!;
      for (const technique of mitigates) {
        const target = findTarget(catalogue, editions, technique);
        if (target !== undefined) mitigations.push({ control, target, source: library, trust: 'community' });
        else {
          const editionList = Object.entries(editions).map((entry) => entry.join(' '));
          diagnostics.push({
            code: 'MAP-007',
            severity: 'error',
            message: `${library}: ${id} answers ${technique}, which is in none of ${editionList.join(', ')}`,
          });
        }
      }
    }
  }
  return { mitigations, diagnostics };
}

function findTarget(
  catalogue: Catalogue,
  editions: Readonly<Record<string, string>>,
  id: string,
): RecordRef | undefined {
  for (const [framework, edition] of Object.entries(editions)) {
    const ref =
      catalogue.ref('technique', framework, id, edition) ?? catalogue.ref('risk', framework, id, edition);
    if (ref !== undefined) return ref;
  }
  return undefined;
}
