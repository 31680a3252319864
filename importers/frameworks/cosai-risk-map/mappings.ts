import { aiRmfId } from '#model/ai-rmf-id';
import type { MappingEnd, MappingPredicate, MappingRecord } from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';

/** What the risk map's own names for frameworks stand for here. */
const FRAMEWORKS: Readonly<Record<string, string>> = {
  'mitre-atlas': 'atlas',
  'nist-ai-rmf': 'nist-ai-rmf',
  'owasp-top10-llm': 'owasp-llm',
  stride: 'stride',
};

/**
 * The `mappings` of a risk or control: for each framework a list of ids, pinned to an edition (`AML.T0020@5.0.1`,
 * `MAP-3.4@1.0`, `LLM04:2025`) or not (`Tampering`). The map says that there is a relation; which one follows from the
 * two ends: a control satisfies a requirement and mitigates a risk, everything else is related.
 */
export function readMappings(
  of: Fields,
  pointer: string,
  subject: MappingEnd & { readonly kind: 'risk' | 'control' },
  reader: FieldReader,
): MappingRecord[] {
  if (of['mappings'] === undefined) return [];
  const place = `${pointer}/mappings`;
  const lists = reader.object(of['mappings'], place) ?? {};
  const { kind, ...end } = subject;
  return Object.keys(lists).flatMap((name) => {
    const framework = FRAMEWORKS[name];
    if (framework === undefined) {
      reader.report(
        'warning',
        'COSAI-004',
        `unknown framework "${name}"; its mappings are left out`,
        `${place}/${name}`,
      );
      return [];
    }
    return reader.texts(lists, name, place).flatMap((text, index): MappingRecord[] => {
      const object = readPinned(framework, text);
      if (object === undefined) {
        reader.report('warning', 'COSAI-004', `"${text}" is no id of ${name}`, `${place}/${name}/${index}`);
        return [];
      }
      return [
        {
          subject: end,
          predicate: predicateOf(kind, framework),
          object,
          justification: 'semapv:ManualMappingCuration',
          trust: 'official',
          source: `${end.framework} ${end.edition ?? ''}`,
        },
      ];
    });
  });
}

function readPinned(framework: string, text: string): MappingEnd | undefined {
  if (framework === 'nist-ai-rmf') {
    const read = aiRmfId(text);
    return (
      read && { framework, ...(read.edition === undefined ? {} : { edition: read.edition }), id: read.id }
    );
  }
  // The risk map pins the OWASP list with its own colon form, all else with "@".
  const [, id, edition] = /^([^@:\s]+)(?:[@:](\S+))?$/.exec(text) ?? [];
  if (id === undefined) return undefined;
  if (framework === 'stride') return { framework, id: kebab(id) };
  return { framework, ...(edition === undefined ? {} : { edition }), id };
}

function predicateOf(kind: 'risk' | 'control', framework: string): MappingPredicate {
  if (kind === 'risk') return 'skos:relatedMatch';
  if (framework === 'nist-ai-rmf') return 'threatloom:satisfies';
  return framework === 'owasp-llm' ? 'threatloom:mitigates' : 'skos:relatedMatch';
}

/** `ElevationOfPrivilege` as the attack library writes it: `elevation-of-privilege`. */
function kebab(word: string): string {
  return word.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
