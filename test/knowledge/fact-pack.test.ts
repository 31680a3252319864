import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFramework } from '#importers/frameworks/registry';
import { packFramework } from '#knowledge/fact-pack';
import { parseFactPack } from '#knowledge/fact-pack-schema';
import { readIndexedPack, readPackIndex, writePack } from '#knowledge/pack-index';
import { HAS_PUBLISHER_FILES, publisherFile } from '../importers/frameworks/publisher-files.ts';
import { control, edition, end, mapping, technique } from './records.ts';

const PACKS = fileURLToPath(new URL('../../packs', import.meta.url));

const RECORDS = edition('fw', '1.0', {
  tactics: [{ order: 0, name: 'Ta', id: 'TA1', description: 'prose', url: 'https://x.example/TA1' }],
  techniques: [technique('T1', 'Te', { description: 'prose', tactics: ['TA1'], maturity: 'realized' })],
  controls: [control('M1', 'Co')],
  caseStudies: [
    {
      id: 'C1',
      name: 'Case',
      kind: 'incident',
      description: 'prose',
      procedure: [{ tactic: 'TA1', technique: 'T1', description: 'prose' }],
    },
  ],
  mitigations: [
    { control: 'M1', target: 'T1', description: 'prose' },
    { control: 'M1', target: 'T1', description: 'other prose' },
  ],
  mappings: [mapping('fw:T1', 'skos:relatedMatch', end('other:X1', 'Name'))],
  census: { technique: 1 },
  diagnostics: [{ code: 'X-1', severity: 'info', message: 'about the file' }],
});

describe('a fact pack', () => {
  it('is one record a line, ids first, without prose', () => {
    expect(packFramework(RECORDS).split('\n')).toEqual([
      '{',
      '"format": "threatloom-fact-pack/1",',
      '"framework": {"id":"fw","edition":"1.0","licence":"L","name":"FW","publisher":"P","url":"https://x.example"},',
      `"source": {"file":"fw.json","sha256":"${'0'.repeat(64)}"},`,
      '"census": {"technique":1},',
      '"tactics": [',
      '{"id":"TA1","name":"Ta","order":0,"url":"https://x.example/TA1"}',
      '],',
      '"techniques": [',
      '{"id":"T1","maturity":"realized","name":"Te","platforms":[],"status":"active","tactics":["TA1"]}',
      '],',
      '"risks": [],',
      '"controls": [',
      '{"id":"M1","categories":[],"lifecycle":[],"name":"Co","status":"active"}',
      '],',
      '"requirements": [],',
      '"caseStudies": [',
      '{"id":"C1","kind":"incident","name":"Case","procedure":[{"tactic":"TA1","technique":"T1"}]}',
      '],',
      '"mitigations": [',
      '{"control":"M1","target":"T1"},',
      '{"control":"M1","target":"T1"}',
      '],',
      '"mappings": [',
      '{"justification":"semapv:ManualMappingCuration","object":{"id":"X1","framework":"other","label":"Name"},"predicate":"skos:relatedMatch","source":"test 1","subject":{"id":"T1","framework":"fw"},"trust":"community"}',
      ']',
      '}',
      '',
    ]);
  });

  it('gives its records back, and packs to the same bytes again', () => {
    const text = packFramework(RECORDS);
    const records = parseFactPack(text, 'fw.json');
    expect(records).toMatchObject({ framework: RECORDS.framework, census: RECORDS.census, diagnostics: [] });
    expect(records.techniques).toEqual([technique('T1', 'Te', { tactics: ['TA1'], maturity: 'realized' })]);
    expect(packFramework(records)).toBe(text);
  });

  it.each([
    ['not json', '{', '', 'the fact pack is not JSON'],
    [
      'another format',
      '"threatloom-fact-pack/2"',
      '/format',
      'Invalid input: expected "threatloom-fact-pack/1"',
    ],
    ['prose', '"status":"active","description":"x"', '/techniques/0', 'Unrecognized key: "description"'],
  ])('is refused with %s', (_what, damage, pointer, message) => {
    const text = packFramework(RECORDS)
      .replace('"threatloom-fact-pack/1"', damage.startsWith('"threat') ? damage : '"threatloom-fact-pack/1"')
      .replace(
        '"status":"active","tactics"',
        damage.startsWith('"status') ? `${damage},"tactics"` : '"status":"active","tactics"',
      )
      .replace(/^\{/, damage === '{' ? '{{' : '{');
    expect(() => parseFactPack(text, 'fw.json')).toThrow(
      expect.objectContaining({
        code: 'PACK-001',
        exitCode: 2,
        file: 'fw.json',
        message: expect.stringContaining(message) as string,
        pointer: pointer === '' ? undefined : pointer,
      }) as Error,
    );
  });

  it('of this package is found sound by the full check too', () => {
    for (const entry of readPackIndex(PACKS)) {
      const records = parseFactPack(readFileSync(join(PACKS, entry.file), 'utf8'), entry.file);
      expect(records).toEqual(readIndexedPack(PACKS, entry));
      expect([records.framework.id, records.framework.edition]).toEqual([entry.framework, entry.edition]);
    }
  });
});

describe('the shipped packs of MITRE', () => {
  const shipped = (framework: string) => {
    const entry = readPackIndex(PACKS).find((pack) => pack.framework === framework && pack.pinned)!;
    return { entry, records: readIndexedPack(PACKS, entry) };
  };

  it('hold ATLAS 5.6.1', () => {
    const { tactics, techniques, controls, caseStudies, mitigations, mappings, framework } =
      shipped('atlas').records;
    expect(framework.edition).toBe('5.6.1');
    expect([tactics.length, techniques.length, controls.length, caseStudies.length]).toEqual([
      16, 170, 35, 57,
    ]);
    expect([mitigations.length, mappings.length]).toEqual([246, 53]);
    expect(caseStudies.flatMap(({ procedure }) => procedure)).toHaveLength(449);
  });

  it('hold ATT&CK Enterprise 18.1 with its owner’s notice', () => {
    const { tactics, techniques, controls, mitigations, framework } = shipped('attack-enterprise').records;
    expect(framework.notice).toBe(
      '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.',
    );
    expect([tactics.length, techniques.length, controls.length, mitigations.length]).toEqual([
      14, 835, 268, 1445,
    ]);
  });

  it.skipIf(!HAS_PUBLISHER_FILES).each([
    ['atlas', 'atlas/ATLAS-5.6.1.yaml'],
    ['attack-enterprise', 'attack/enterprise-attack-18.1.stix21.json.gz'],
  ])('are what the importer of %s makes today, byte for byte', (framework, path) => {
    const { entry } = shipped(framework);
    expect(packFramework(readFramework([publisherFile(path)]))).toBe(
      readFileSync(join(PACKS, entry.file), 'utf8'),
    );
  });
});

describe('the index of packs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'packs-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('grows with each pack; the first of a framework is pinned, later ones when told', () => {
    const pinned = () => readPackIndex(folder).map(({ file, pinned: is }) => `${file} ${String(is)}`);
    writePack(folder, edition('fw', '2'), { pinned: false });
    writePack(folder, edition('fw', '1'), { pinned: false });
    expect(pinned()).toEqual(['fw/1.json false', 'fw/2.json true']);
    writePack(folder, edition('fw', '1'), { pinned: true });
    writePack(folder, edition('a', '1'), { pinned: false });
    expect(pinned()).toEqual(['a/1.json true', 'fw/1.json true', 'fw/2.json false']);
    expect(readPackIndex(folder).map((entry) => readIndexedPack(folder, entry).framework.id)).toEqual([
      'a',
      'fw',
      'fw',
    ]);
  });

  it('keeps an edition pinned and out of the default ones when its pack is written again', () => {
    writePack(folder, edition('fw', '1'), { pinned: true, default: false });
    writePack(folder, edition('fw', '2'), { pinned: false });
    writePack(folder, edition('fw', '1'), { pinned: false });
    expect(readPackIndex(folder).map((entry) => [entry.edition, entry.pinned, entry.default])).toEqual([
      ['1', true, false],
      ['2', false, true],
    ]);
  });

  it.each(['../1', 'a/b', '.hidden', ''])('takes no edition called "%s"', (number) => {
    expect(() => writePack(folder, edition('fw', number), { pinned: true })).toThrow(
      "cannot be part of a file's name",
    );
  });

  it('notices a pack that was changed or is gone', () => {
    cpSync(join(PACKS, 'atlas'), join(folder, 'atlas'), { recursive: true });
    const entry = readPackIndex(PACKS).find(({ framework }) => framework === 'atlas')!;
    const file = join(folder, entry.file);
    writeFileSync(file, readFileSync(file, 'utf8').replace('Reconnaissance', 'reconnaissance'));
    expect(() => readIndexedPack(folder, entry)).toThrow('its digest differs');
    rmSync(file);
    expect(() => readIndexedPack(folder, entry)).toThrow('a fact pack of the index is missing');
  });

  it.each([
    ['not JSON', '{', 'cannot be read'],
    ['without packs', '{}', 'is wrong'],
    [
      'leading out of its folder',
      '{"packs":[{"framework":"a","edition":"1","file":"../a.json","sha256":"","pinned":true,"default":true}]}',
      'is wrong',
    ],
    [
      'without a pinned edition',
      '{"packs":[{"framework":"a","edition":"1","file":"a.json","sha256":"","pinned":false,"default":true}]}',
      'not every framework has exactly one pinned edition',
    ],
  ])('is refused when %s', (_what, text, message) => {
    writeFileSync(join(folder, 'index.json'), text);
    expect(() => readPackIndex(folder)).toThrow(message);
  });
});
