import { describe, expect, it } from 'vitest';
import { cyclonedx } from '../../../../importers/systems/cyclonedx/index.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { linesOf, linksOf, refusalOf } from '../imported.ts';
import { ASSISTANT, ASSISTANT_XML } from './assistant.ts';

describe('CycloneDX', () => {
  const { draft, losses, diagnostics } = cyclonedx.read([systemFile('a.cdx.json', ASSISTANT)]);

  it('gives models, data, registries, suppliers and what connects them', () => {
    expect(draft.assets.map(({ id, kind }) => `${id}: ${kind ?? '?'}`)).toEqual([
      'assistant: application',
      'helper-8b: llm',
      'huggingface: model-registry',
      'eval-set: dataset',
      'tickets: dataset',
      'pypi: package-registry',
      'packages: package-registry',
      'search: ?',
      'fine-tuning: ?',
      'base-8b: model',
    ]);
    expect(linksOf(draft)).toEqual([
      'assistant depends-on packages',
      'assistant depends-on pypi',
      'assistant uses helper-8b',
      'eval-set stored-in huggingface',
      'helper-8b built-by fine-tuning',
      'helper-8b built-from base-8b',
      'helper-8b deployed-from huggingface',
      'helper-8b evaluated-on eval-set',
      'helper-8b trained-on tickets',
    ]);
    expect(draft.actors.map(({ name, attacker, supplies }) => [name, attacker, supplies])).toEqual([
      ['Model Works', 'supplier', ['helper-8b']],
      ['Finder Inc', 'supplier', ['search']],
    ]);
    expect(
      draft.flows.map(({ from, to, carries, authenticated, encrypted }) => [
        from,
        to,
        carries,
        authenticated,
        encrypted,
      ]),
    ).toEqual([
      ['assistant', 'search', undefined, true, true],
      ['tickets', 'fine-tuning', ['sample'], undefined, undefined],
    ]);
    expect(draft.zones.map(({ name }) => name)).toEqual(['Finder Inc']);
    expect([draft.name, draft.owner, draft.stage]).toEqual(['Assistant', 'Example Ltd', 'deployment']);
    const packages = draft.assets.find(({ id }) => id === 'pypi')?.extensions?.['x-packages'];
    expect(packages).toEqual(['numpy 2.1', 'transformers']);
    expect(draft.assets.find(({ id }) => id === 'tickets')?.data).toEqual(['personal']);
  });

  it('keeps version, hashes and metrics as evidence of provenance, and warnings as planned safeguards', () => {
    expect(
      draft.evidence.map(({ id, kind, subject, subjectVersion, collected, measures }) => [
        id,
        kind,
        subject,
        subjectVersion,
        collected,
        measures,
      ]),
    ).toEqual([
      ['helper-8b-bom', 'model', 'helper-8b', '3', '2026-03-01', []],
      [
        'helper-8b-card',
        'model',
        'helper-8b',
        undefined,
        '2026-03-01',
        [
          { metric: 'accuracy', value: 0.91 },
          { metric: 'f1', value: 0.9 },
        ],
      ],
    ]);
    expect(draft.assets.find(({ id }) => id === 'helper-8b')?.extensions).toMatchObject({
      'x-hashes': { 'SHA-256': 'ab'.repeat(32) },
      'x-references': ['distribution: https://hub.example/helper'],
      'x-properties': { HF_TOKEN: 'left out: it may be a secret', quantised: 'int8' },
    });
    expect(draft.safeguards.map(({ name, status }) => [name, status])).toEqual([
      ['Against: Toxic answers', 'planned'],
    ]);
    expect(
      draft.threats.map(({ name, on, severity, references }) => [name, on, severity, references]),
    ).toEqual([
      ['Toxic answers', ['helper-8b'], undefined, undefined],
      ['CVE-2026-1', ['pypi'], 'high', ['CVE-2026-1', 'CWE-502']],
    ]);
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
  });

  it('reports what it cannot resolve, each with its place', () => {
    expect(diagnostics.map(({ code, message, pointer }) => `${code} ${pointer ?? ''} ${message}`)).toEqual([
      'CDX-005 /components/6/bom-ref the bom-ref "np" stands twice; the first is meant where it is named',
      'CDX-004 /components/0/modelCard/modelParameters/datasets/1/ref the data set "nowhere" of machine-learning-model "Helper 8B" is nowhere in the document',
      'CDX-004 /dependencies/0/dependsOn/2 "missing" is nowhere in the document',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'data set "nowhere": nothing in the document has this bom-ref',
      'file "weights.bin": a file of the software that stands here too',
      'reference to "missing": nothing in the document has this bom-ref',
      'reference to "urn:cdx:other/1#x": it stands in another document',
      'reference to "f": the component itself is not read',
      'property "signature": signatures are not checked here',
    ]);
    expect(losses.find(({ what }) => what === 'reference to "missing"')?.place).toEqual({
      file: 'a.cdx.json',
      line: ASSISTANT.split('\n').findIndex((line) => line.includes('"missing"')) + 1,
      pointer: '/dependencies/0/dependsOn/2',
    });
  });

  it.each([
    ['{"bomFormat":"CycloneDX","specVersion":"2.0"}', 'CDX-001', '/specVersion'],
    ['{"specVersion":"1.5"}', 'CDX-001', '/bomFormat'],
    ['{"bomFormat":"CycloneDX","specVersion":"1.5","components":[', 'INPUT-005', undefined],
    ['[]', 'CDX-001', '/bomFormat'],
  ])('refuses %s', (text, code, pointer) => {
    expect(refusalOf(cyclonedx, [systemFile('a.json', text)])).toMatchObject({
      code,
      pointer,
      file: 'a.json',
      line: 1,
    });
  });

  it('reads a document whose keys are sorted, as some writers do, and a newer one with a warning', () => {
    const filler = 'x'.repeat(20_000);
    const sorted = `{"a":"${filler}","components":[{"name":"m","type":"machine-learning-model"}],"bomFormat":"CycloneDX","specVersion":"1.9"}`;
    const input = [systemFile('sorted.json', sorted)];
    expect(cyclonedx.detect(input)).toBe('cyclonedx-json');
    expect(cyclonedx.read(input).diagnostics.map(({ code }) => code)).toEqual(['CDX-003']);
    expect(
      cyclonedx.detect([systemFile('t.json', '{"bomFormat":"CycloneDX","specVersion":"2.0"}')]),
    ).toBeUndefined();
  });

  describeMutations(cyclonedx, {
    'cyclonedx-json': [systemFile('a.cdx.json', ASSISTANT)],
    'cyclonedx-xml': [systemFile('a.cdx.xml', ASSISTANT_XML)],
  });
});

describe.runIf(HAS_SAMPLES)('CycloneDX documents by others', () => {
  it.each(['1.5', '1.6', '1.7'])(
    'valid-machine-learning-%s.json: a model, its data, two risks',
    (version) => {
      const { draft, losses, diagnostics } = cyclonedx.read([
        sampleFile(`cyclonedx/valid-machine-learning-${version}.json`),
      ]);
      expect(draft.assets.map(({ id, kind }) => [id, kind])).toEqual([
        ['stable-diffusion', 'model'],
        ['training-data', 'dataset'],
      ]);
      expect(linksOf(draft)).toEqual(['stable-diffusion trained-on training-data']);
      expect(draft.threats).toHaveLength(2);
      expect(draft.safeguards.map(({ status }) => status)).toEqual(['planned', 'planned']);
      expect(linesOf(losses, 'not-read')).toEqual(['property "graphics": pictures are not read']);
      expect(diagnostics).toEqual([]);
    },
  );

  it('hf-hunyuan.aibom.json: a model from a public hub, and who supplies it', () => {
    const { draft, diagnostics } = cyclonedx.read([sampleFile('cyclonedx/hf-hunyuan.aibom.json')]);
    expect(linksOf(draft)).toEqual([
      'hunyuan-world-voyager uses hunyuan-world-voyager-2',
      'hunyuan-world-voyager-2 deployed-from huggingface',
    ]);
    expect(draft.assets.map(({ kind, facts }) => [kind, facts?.provider])).toEqual([
      ['application', undefined],
      ['model', ['public-hub']],
      ['model-registry', ['public-hub']],
    ]);
    expect(draft.actors.map(({ name, supplies }) => [name, supplies])).toEqual([
      ['tencent', ['hunyuan-world-voyager-2']],
    ]);
    expect(draft.evidence).toMatchObject([{ subjectVersion: '1.0', collected: '2025-09-09' }]);
    expect(diagnostics).toEqual([]);
  });
});
