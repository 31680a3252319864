import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { FRAMEWORK_IMPORTERS } from '#importers/frameworks/registry';
import { fullFramework } from '#knowledge/fact-pack';
import type { FrameworkImporter, ImportFile, ReadOptions } from '#model/framework-importer';
import type { FrameworkRecords } from '#model/framework-records';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherFolder } from './publisher-files.ts';

/** tactics, techniques, risks, controls, requirements, case studies, links from controls, mappings; withdrawn ones included */
type Counts = readonly [number, number, number, number, number, number, number, number];

interface Published {
  readonly id: string;
  readonly from: string;
  readonly files: () => ImportFile[];
  readonly counts: Counts;
  readonly options?: ReadOptions;
}

const one = (path: string) => ({ from: path, files: () => [publisherFile(path)] });
const folder = (path: string) => ({ from: path, files: () => publisherFolder(path) });
const several = (...paths: readonly string[]) => ({
  from: paths.join(' '),
  files: () => paths.map(publisherFile),
});

/** One of each framework; what the publishers' files hold was counted by other means before there were importers. */
const PUBLISHED: readonly Published[] = [
  { id: 'aidefend', ...one('crosswalks/aidefend/aidefend-data.json'), counts: [0, 0, 0, 301, 0, 0, 0, 7434] },
  { id: 'atlas', ...one('atlas/ATLAS-5.6.1.yaml'), counts: [16, 170, 0, 35, 0, 57, 246, 53] },
  {
    id: 'attack-enterprise',
    ...one('attack/enterprise-attack-18.1.stix21.json.gz'),
    counts: [14, 835, 0, 268, 0, 0, 1445, 0],
  },
  {
    id: 'cosai-risk-map',
    ...folder('crosswalks/cosai-risk-map/yaml'),
    options: { edition: '2026-08-19' },
    counts: [0, 0, 36, 35, 0, 0, 128, 140],
  },
  { id: 'cwe', ...one('cwe/cwe-4.19.1-ai-subset.json'), counts: [0, 0, 37, 0, 0, 0, 0, 0] },
  {
    id: 'd3fend',
    ...one('crosswalks/d3fend/misp-mitre-d3fend.json'),
    options: { edition: '2026-08-06' },
    counts: [0, 0, 0, 171, 0, 0, 0, 0],
  },
  {
    id: 'ibm-risk-atlas',
    from: 'crosswalks/ibm-ai-atlas-nexus',
    files: () => [
      ...publisherFolder('crosswalks/ibm-ai-atlas-nexus/mappings'),
      publisherFile('crosswalks/ibm-ai-atlas-nexus/knowledge_graph/risk_atlas_data.yaml'),
    ],
    counts: [0, 0, 115, 0, 0, 0, 0, 2345],
    options: { edition: '2026-07-02' },
  },
  {
    id: 'iso-23894',
    ...several('iso/iso-outlines.json', 'crosswalks/nist-ai-rmf/crosswalk_AI_RMF_1_0_ISO_IEC_23894.md'),
    counts: [0, 0, 0, 0, 63, 0, 0, 33],
  },
  {
    id: 'iso-42001',
    ...several('iso/iso-outlines.json', 'crosswalks/nist-ai-rmf/NIST_AI_RMF_to_ISO_IEC_42001_Crosswalk.md'),
    counts: [0, 0, 0, 0, 92, 0, 0, 281],
  },
  {
    id: 'nist-800-53',
    ...several(
      'nist-800-53/800-53-r5-controls.json',
      'crosswalks/ctid/nist_800_53-rev5_attack-16.1-enterprise.json',
    ),
    counts: [0, 0, 0, 1190, 0, 0, 0, 5360],
  },
  {
    id: 'nist-ai-100-2',
    ...one('nist-ai-100-2/nist-ai-100-2-e2025-taxonomy.json'),
    counts: [0, 0, 28, 0, 0, 0, 0, 0],
  },
  {
    id: 'nist-ai-600-1',
    ...one('nist-ai-600-1/ai-600-1-actions.json'),
    counts: [0, 0, 12, 0, 212, 0, 0, 642],
  },
  { id: 'nist-ai-rmf', ...one('nist-ai-rmf/nist_ai_rmf_playbook.json'), counts: [0, 0, 0, 0, 95, 0, 0, 0] },
  {
    id: 'owasp-ai-exchange',
    ...folder('owasp-ai-exchange'),
    options: { edition: '2026-08-22' },
    counts: [0, 0, 33, 54, 0, 0, 124, 43],
  },
  { id: 'owasp-aisvs', ...folder('owasp-aisvs'), counts: [0, 0, 0, 0, 247, 0, 0, 0] },
  {
    id: 'owasp-asi',
    ...one('crosswalks/ibm-ai-atlas-nexus/knowledge_graph/owasp_asi_data.yaml'),
    counts: [0, 0, 10, 0, 0, 0, 0, 0],
  },
  { id: 'owasp-llm', ...folder('owasp-llm/2026-en'), counts: [0, 0, 10, 0, 0, 0, 0, 162] },
  { id: 'owasp-mcp', ...folder('owasp-mcp'), counts: [0, 0, 10, 0, 0, 0, 0, 0] },
  { id: 'owasp-ml', ...folder('owasp-ml'), counts: [0, 0, 10, 0, 0, 0, 0, 0] },
];

function countsOf(records: FrameworkRecords): Counts {
  const { tactics, techniques, risks, controls, requirements, caseStudies, mitigations, mappings } = records;
  const lists = [
    tactics,
    techniques,
    risks,
    controls,
    requirements,
    caseStudies,
    mitigations,
    mappings,
  ] as const;
  return lists.map(({ length }) => length) as unknown as Counts;
}

const importerOf = (id: string): FrameworkImporter => FRAMEWORK_IMPORTERS.find((each) => each.id === id)!;

/** All that was read but the digest of the file, which is another when its lines are. */
function digest(records: FrameworkRecords, { source }: FrameworkRecords = records): string {
  return fullFramework({ ...records, source });
}

/** Lists whose order says something: of tactics in a matrix, of steps in a case study, of entries in a table of contents. */
const ORDERED: ReadonlySet<string> = new Set(['tactics', 'procedure', 'clauses']);

/** A file whose records come in another order. */
function turned(file: ImportFile, random: (list: readonly unknown[]) => readonly unknown[]): ImportFile {
  const text = new TextDecoder().decode(file.bytes);
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(turn);
      return items.every((item) => typeof item === 'object' && item !== null) ? random(items) : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, ORDERED.has(key) ? item : turn(item)]),
    );
  };
  if (/\.json(\.gz)?$/.test(file.file))
    return madeUpFile(file.file.replace(/\.gz$/, ''), JSON.stringify(turn(JSON.parse(text))));
  if (/\.ya?ml$/.test(file.file))
    return madeUpFile(file.file, stringify(turn(parse(text, { version: '1.2' }))));
  return file;
}

it('has one of every framework', () => {
  const ids = FRAMEWORK_IMPORTERS.map(({ id }) => id).filter((id) => id !== 'own-framework');
  expect(PUBLISHED.map(({ id }) => id)).toEqual(ids);
});

describe.skipIf(!HAS_PUBLISHER_FILES)('what publishers publish', () => {
  it.each(PUBLISHED)('$id from $from', { timeout: 60_000 }, ({ id, files, options, counts }) => {
    const importer = importerOf(id);
    const input = files();
    const records = importer.read(input, options);
    expect(countsOf(records)).toEqual(counts);
    expect(records.framework.id).toBe(id);
    expect(digest(importer.read(files(), options))).toBe(digest(records));
    const order = fc.shuffledSubarray(input, { minLength: input.length });
    const seed = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(order, seed, (shuffled, numbers) => {
        if (input.length > 1) expect(digest(importer.read(shuffled, options))).toBe(digest(records));
        const next = (): number => numbers.next().value as number;
        const random = (list: readonly unknown[]): readonly unknown[] =>
          list
            .map((item) => [next(), item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const read = importer.read(
          shuffled.map((file) => turned(file, random)),
          options,
        );
        expect(digest(read, records)).toBe(digest(records));
      }),
      // The two largest have such a test of their own, over parts of them.
      { numRuns: id === 'attack-enterprise' || id === 'atlas' ? 1 : 3 },
    );
  });
});
