/**
 * Fact packs: one edition of one framework without its publisher's prose, small enough to ship.
 *
 * A pack holds facts (ids, names, structure, relations, where they come from) as JSON with one record a line, so
 * that a new edition is a readable diff. The same records always give the same bytes.
 */
import { compareText } from '#model/diagnostics';
import type { FrameworkRecords } from '#model/framework-records';

/** Raised when a reader of this version could not read the next one's packs. */
export const PACK_FORMAT = 'threatloom-fact-pack/1';

/** What a pack keeps of `FrameworkRecords`; diagnostics belong to the file that it was made from. */
export type FactPack = { readonly format: typeof PACK_FORMAT } & Omit<FrameworkRecords, 'diagnostics'>;

/** The lists of a pack, in the order in which they are written. */
export const PACK_LISTS = [
  'tactics',
  'techniques',
  'risks',
  'controls',
  'requirements',
  'caseStudies',
  'mitigations',
  'mappings',
] as const satisfies readonly (keyof FactPack)[];

/**
 * The text of a fact pack. Descriptions are dropped everywhere, at any depth.
 *
 * @example packFramework(atlas.read([file])) // '{\n"format": "threatloom-fact-pack/1",\n"framework": {…'
 */
export function packFramework(records: FrameworkRecords): string {
  return recordLines(PACK_FORMAT, records, withoutProse);
}

/** Of a file in a workspace that holds an edition whole, its publisher's prose included. */
export const FULL_FORMAT = 'threatloom-framework/1';

/** As `packFramework`, with all that was read but the diagnostics; it stays on the user's own disk. */
export function fullFramework(records: FrameworkRecords): string {
  return recordLines(FULL_FORMAT, records, JSON.stringify);
}

function recordLines(format: string, records: FrameworkRecords, line: (value: unknown) => string): string {
  const lines = (['framework', 'source', 'census'] as const).map((key) => `"${key}": ${line(records[key])}`);
  for (const key of PACK_LISTS) {
    const rows = records[key].map((row) => line(row));
    lines.push(rows.length === 0 ? `"${key}": []` : `"${key}": [\n${rows.join(',\n')}\n]`);
  }
  return `{\n"format": "${format}",\n${lines.join(',\n')}\n}\n`;
}

/** The records of a pack; nothing was doubtful about a pack that was read. */
export function unpackFramework(pack: FactPack): FrameworkRecords {
  const { framework, source, census, tactics, techniques, risks, controls, requirements } = pack;
  const { caseStudies, mitigations, mappings } = pack;
  return {
    framework,
    source,
    census,
    tactics,
    techniques,
    risks,
    controls,
    requirements,
    caseStudies,
    mitigations,
    mappings,
    diagnostics: [],
  };
}

/** JSON with keys in code-point order, but the id first, and no prose. */
function withoutProse(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([key]) => key !== 'description');
    return Object.fromEntries(entries.sort(([a], [b]) => compareKeys(a, b)));
  });
}

function compareKeys(a: string, b: string): number {
  return Number(b === 'id') - Number(a === 'id') || compareText(a, b);
}
