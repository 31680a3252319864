/**
 * Mappings as SSSOM TSV (Simple Standard for Sharing Ontological Mappings 1.0, https://mapping-commons.github.io/sssom/).
 *
 * What `readSssom` reads back is the same mappings in the same order.
 */
import { compareText } from '#model/diagnostics';
import type { MappingEnd, MappingRecord } from '#model/framework-records';
import { NO_TERM } from '../sssom.ts';

const COLUMNS = [
  'subject_id',
  'subject_label',
  'predicate_id',
  'object_id',
  'object_label',
  'mapping_justification',
  'confidence',
  'author_label',
  'subject_source',
  'subject_source_version',
  'object_source',
  'object_source_version',
  'mapping_source',
  'trust',
] as const;

/**
 * @param id of the mapping set, a URI; it is no source, every row names its own
 * @example writeSssom(mappings, 'urn:threatloom:mappings:atlas-to-iso-42001')
 */
export function writeSssom(mappings: readonly MappingRecord[], id: string): string {
  const prefixes = [...new Set(mappings.flatMap((each) => [each.subject.framework, each.object.framework]))];
  const head = [
    'curie_map:',
    ...prefixes.sort(compareText).map((prefix) => `  ${prefix}: "urn:threatloom:framework:${prefix}:"`),
    '  semapv: "https://w3id.org/semapv/vocab/"',
    '  skos: "http://www.w3.org/2004/02/skos/core#"',
    '  sssom: "https://w3id.org/sssom/"',
    '  threatloom: "urn:threatloom:predicate:"',
    `mapping_set_id: ${JSON.stringify(id)}`,
    'extension_definitions:',
    '  - slot_name: trust',
    '    property: "urn:threatloom:sssom:trust"',
    '    type_hint: "xsd:string"',
  ];
  const lines = [...head.map((line) => `#${line}`), COLUMNS.join('\t'), ...mappings.map(rowOf)];
  return `${lines.join('\n')}\n`;
}

function rowOf(mapping: MappingRecord): string {
  const { subject, predicate, object, justification, confidence, author, trust, source } = mapping;
  const cells: Record<(typeof COLUMNS)[number], string> = {
    subject_id: curie(subject),
    subject_label: subject.label ?? '',
    predicate_id: predicate,
    object_id: curie(object),
    object_label: object.label ?? '',
    mapping_justification: justification,
    confidence: confidence === undefined ? '' : String(confidence),
    author_label: author ?? '',
    subject_source: subject.framework,
    subject_source_version: subject.edition ?? '',
    object_source: object.framework,
    object_source_version: object.edition ?? '',
    mapping_source: source,
    trust,
  };
  return COLUMNS.map((column) => cellOf(cells[column])).join('\t');
}

/** Blanks stand in no CURIE. */
function curie({ framework, id }: MappingEnd): string {
  return id === NO_TERM
    ? 'sssom:NoTermFound'
    : `${framework}:${id.replaceAll('%', '%25').replaceAll(' ', '%20')}`;
}

/** One line, one cell: a tab or a line break in a label would move what follows. */
function cellOf(text: string): string {
  const plain = text.replace(/[\t\r\n]+/g, ' ').trim();
  return /^".*"$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
