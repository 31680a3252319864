import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFramework } from '#importers/frameworks/registry';
import { packFramework } from '#knowledge/fact-pack';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { readIndexedPack, readPackIndex } from '#knowledge/pack-index';
import type { ImportFile, ReadOptions } from '#model/framework-importer';
import { HAS_PUBLISHER_FILES, publisherFile, publisherFolder } from './publisher-files.ts';

const PACKS = fileURLToPath(new URL('../../../packs', import.meta.url));

interface Shipped {
  readonly pack: string;
  readonly from: () => ImportFile[];
  readonly options?: ReadOptions;
  /** risks, controls, requirements, mitigations, mappings */
  readonly counts: readonly [number, number, number, number, number];
}

const SHIPPED: readonly Shipped[] = [
  { pack: 'owasp-llm/1.1', from: () => publisherFolder('owasp-llm/v1.1-en'), counts: [10, 0, 0, 0, 4] },
  { pack: 'owasp-llm/2025', from: () => publisherFolder('owasp-llm/2025-en'), counts: [10, 0, 0, 0, 19] },
  { pack: 'owasp-llm/2026', from: () => publisherFolder('owasp-llm/2026-en'), counts: [10, 0, 0, 0, 162] },
  {
    pack: 'nist-ai-rmf/1.0',
    from: () => [publisherFile('nist-ai-rmf/nist_ai_rmf_playbook.json')],
    counts: [0, 0, 95, 0, 0],
  },
  {
    pack: 'nist-ai-100-2/E2025',
    from: () => [publisherFile('nist-ai-100-2/nist-ai-100-2-e2025-taxonomy.json')],
    counts: [28, 0, 0, 0, 0],
  },
  {
    pack: 'iso-23894/2023',
    from: () => [
      publisherFile('iso/iso-outlines.json'),
      publisherFile('crosswalks/nist-ai-rmf/crosswalk_AI_RMF_1_0_ISO_IEC_23894.md'),
    ],
    counts: [0, 0, 63, 0, 33],
  },
  {
    pack: 'cosai-risk-map/2026-08-19',
    from: () => publisherFolder('crosswalks/cosai-risk-map/yaml'),
    options: { edition: '2026-08-19' },
    counts: [36, 35, 0, 128, 140],
  },
  { pack: 'owasp-ml/2023', from: () => publisherFolder('owasp-ml'), counts: [10, 0, 0, 0, 0] },
  { pack: 'owasp-mcp/2025', from: () => publisherFolder('owasp-mcp'), counts: [10, 0, 0, 0, 0] },
  {
    pack: 'owasp-asi/2026',
    from: () => [publisherFile('crosswalks/ibm-ai-atlas-nexus/knowledge_graph/owasp_asi_data.yaml')],
    counts: [10, 0, 0, 0, 0],
  },
  { pack: 'owasp-aisvs/1.0', from: () => publisherFolder('owasp-aisvs'), counts: [0, 0, 247, 0, 0] },
  {
    pack: 'nist-ai-600-1/2024',
    from: () => [publisherFile('nist-ai-600-1/ai-600-1-actions.json')],
    counts: [12, 0, 212, 0, 642],
  },
  {
    pack: 'nist-800-53/r5',
    from: () => [
      publisherFile('nist-800-53/800-53-r5-controls.json'),
      publisherFile('crosswalks/ctid/nist_800_53-rev5_attack-16.1-enterprise.json'),
    ],
    counts: [0, 1190, 0, 0, 5360],
  },
  {
    pack: 'cwe/4.19.1',
    from: () => [publisherFile('cwe/cwe-4.19.1-ai-subset.json')],
    counts: [37, 0, 0, 0, 0],
  },
  {
    pack: 'owasp-ai-exchange/2026-08-22',
    from: () => publisherFolder('owasp-ai-exchange'),
    options: { edition: '2026-08-22' },
    counts: [33, 54, 0, 124, 43],
  },
  {
    pack: 'iso-42001/2023',
    from: () => [
      publisherFile('iso/iso-outlines.json'),
      publisherFile('crosswalks/nist-ai-rmf/NIST_AI_RMF_to_ISO_IEC_42001_Crosswalk.md'),
    ],
    counts: [0, 0, 92, 0, 281],
  },
];

describe.each(SHIPPED)('the fact pack $pack', ({ pack, from, options, counts }) => {
  const entry = readPackIndex(PACKS).find(({ file }) => file === `${pack}.json`)!;

  it('holds what it should, and no prose', () => {
    const { risks, controls, requirements, mitigations, mappings } = readIndexedPack(PACKS, entry);
    expect([risks, controls, requirements, mitigations, mappings].map((list) => list.length)).toEqual(counts);
    expect(readFileSync(join(PACKS, entry.file), 'utf8')).not.toContain('"description"');
  });

  it.skipIf(!HAS_PUBLISHER_FILES)('is what the importer makes of the publisher’s files today', () => {
    expect(packFramework(readFramework(from(), options))).toBe(readFileSync(join(PACKS, entry.file), 'utf8'));
  });
});

it('means OWASP LLM 2026 where no edition is named, and ships the two before it', () => {
  const lists = readPackIndex(PACKS).filter(({ framework }) => framework === 'owasp-llm');
  expect(lists.map(({ edition, pinned }) => [edition, pinned])).toEqual([
    ['1.1', false],
    ['2025', false],
    ['2026', true],
  ]);
});

it('builds answers on these frameworks, and reads the others on demand', () => {
  const index = readPackIndex(PACKS);
  const ids = (byDefault: boolean) => [
    ...new Set(index.filter((entry) => entry.default === byDefault).map(({ framework }) => framework)),
  ];
  expect(ids(true)).toEqual([
    'atlas',
    'attack-enterprise',
    'cosai-risk-map',
    'iso-23894',
    'iso-42001',
    'nist-ai-100-2',
    'nist-ai-600-1',
    'nist-ai-rmf',
    'owasp-asi',
    'owasp-llm',
    'owasp-mcp',
    'owasp-ml',
  ]);
  expect(ids(false)).toEqual(['cwe', 'nist-800-53', 'owasp-ai-exchange', 'owasp-aisvs']);
  const editions = (packs?: readonly string[] | 'all') =>
    loadKnowledge(packs === undefined ? {} : { packs }).frameworks.length;
  const byDefault = index.filter((entry) => entry.default).length;
  expect([editions(), editions(['owasp-aisvs']), editions('all')]).toEqual([
    byDefault,
    byDefault + 1,
    index.length,
  ]);
});

it('names the owner of every shipped pack in NOTICE, and repeats the notices that owners ask for', () => {
  const notice = plain(readFileSync(join(PACKS, '..', 'NOTICE'), 'utf8'));
  for (const entry of readPackIndex(PACKS)) {
    const { framework } = readIndexedPack(PACKS, entry);
    expect(notice).toContain(`packs/${framework.id}`);
    expect(notice).toContain(`Publisher: ${framework.publisher}`);
    expect(notice).toContain(framework.url);
    expect(notice).toContain(plain(framework.notice ?? ''));
  }
});

/** Line breaks and indents aside. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
