import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { LAYER_IMPORTERS, readLayers } from '../../../importers/layers/registry.ts';
import { navigatorLayer, LAYER_VIEWS } from '#reports/navigator/layer';
import { TestWorkspace } from '../../cli/framework/workspace.ts';
import { SMALL_COVERAGE } from '../../reports/coverage/small-coverage.ts';
import {
  HAS_PUBLISHER_FILES,
  madeUpFile,
  publisherFile,
  publisherPath,
} from '../frameworks/publisher-files.ts';

const layer = (parts: object): string =>
  JSON.stringify({
    name: 'Ours',
    versions: { layer: '4.5' },
    domain: 'enterprise-attack',
    techniques: [],
    ...parts,
  });

describe('a layer', () => {
  it('of ours comes back with the same techniques and scores', () => {
    for (const view of LAYER_VIEWS) {
      const text = navigatorLayer(SMALL_COVERAGE, view);
      const written = (JSON.parse(text) as { techniques: { techniqueID: string; score: number }[] })
        .techniques;
      const { layers, diagnostics } = readLayers(madeUpFile('ours.json', text));
      expect(diagnostics).toEqual([]);
      expect(layers[0]?.framework).toBe('atlas');
      expect(layers[0]?.techniques.map(({ id, score }) => [id, score])).toEqual(
        written.map(({ techniqueID, score }) => [techniqueID, score]),
      );
    }
  });

  it('has each technique once: the highest score, on if it is on anywhere', () => {
    const techniques = [
      { techniqueID: 'T2', tactic: 'execution', score: 1, enabled: false },
      { techniqueID: 'T2', tactic: 'persistence', score: 3, enabled: true },
      { techniqueID: 'T1', score: '', enabled: false },
    ];
    expect(readLayers(madeUpFile('l.json', layer({ techniques }))).layers[0]?.techniques).toEqual([
      { id: 'T1', disabled: true },
      { id: 'T2', score: 3, disabled: false },
    ]);
  });

  it('is read in every format from 1 on, and in lists', () => {
    for (const [version, parts] of [
      ['1.3', { version: '1.3', versions: undefined, domain: 'mitre-enterprise' }],
      ['2.2', { version: '2.2', versions: undefined, domain: 'mitre-enterprise' }],
      ['3.0', { version: '3.0', versions: undefined, domain: 'mitre-enterprise' }],
      ['4.5', {}],
    ] as const) {
      const [read] = readLayers(madeUpFile('l.json', layer(parts))).layers;
      expect([read?.version, read?.framework]).toEqual([version, 'attack-enterprise']);
    }
    expect(readLayers(madeUpFile('l.json', `[${layer({})},${layer({ name: 'B' })}]`)).layers).toHaveLength(2);
  });

  it('that is wrong is refused with its place', () => {
    expect(() => readLayers(madeUpFile('l.json', layer({ domain: 'mobile-attack' })))).toThrow(
      'layers of the domain "mobile-attack" cannot be used',
    );
    expect(() => readLayers(madeUpFile('l.txt', 'T1059'))).toThrow('this is no layer that can be read');
    const { diagnostics } = readLayers(madeUpFile('l.json', layer({ techniques: [{ score: 1 }, 5] })));
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['LAYER-002', '/techniques/1'],
      ['LAYER-002', '/techniques/0/techniqueID'],
    ]);
  });

  it('of DeTT&CT counts the latest entry of each detection, and of these the best', () => {
    const text = `version: 1.2
file_type: technique-administration
name: ours
techniques:
  - technique_id: T1059
    detection:
      - { applicable_to: [all], score_logbook: [{ date: 2020-01-01, score: 4 }, { date: 2021-05-01, score: 2 }] }
      - { applicable_to: [all], score_logbook: [{ date: null, score: -1 }] }
  - technique_id: T1078
    detection: { applicable_to: [all], score_logbook: [{ date: 2021-01-01, score: 0 }] }
`;
    expect(readLayers(madeUpFile('d.yaml', text)).layers).toEqual([
      {
        framework: 'attack-enterprise',
        name: 'ours',
        version: '1.2',
        techniques: [
          { id: 'T1059', score: 2, disabled: false },
          { id: 'T1078', score: 0, disabled: false },
        ],
      },
    ]);
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('layers that others made', () => {
  it.each([
    ['samples/navigator/Blue_Pins.json', 'navigator', 'attack-enterprise', '3.0', 22],
    ['samples/navigator/dettect-techniques-endpoints.yaml', 'dettect', 'attack-enterprise', '1.2', 342],
    ['atlas/navigator-layers/atlas_case_study_frequency.json', 'navigator', 'atlas', '4.3', 170],
    ['atlas/navigator-layers/AML.CS0000.json', 'navigator', 'atlas', '4.3', 9],
  ])('%s', (path, importer, framework, version, techniques) => {
    const file = publisherFile(path);
    expect(LAYER_IMPORTERS.find((each) => each.detect(file))?.id).toBe(importer);
    const { layers, diagnostics } = readLayers(file);
    expect(diagnostics).toEqual([]);
    expect(layers.map((each) => [each.framework, each.version, each.techniques.length])).toEqual([
      [framework, version, techniques],
    ]);
  });
});

describe('safeguards from a layer', () => {
  let here: TestWorkspace;
  const SYSTEM = `threatloom: 1
system: small
actors:
  visitor: { attacker: external }
assets:
  bot: { kind: agent, exposure: public, uses: [llm], retrieves-from: [wiki] }
  llm: { kind: llm, provider: third-party }
  wiki: { kind: document-store, contributors: [visitor] }
goals:
  misled: { on: bot, loss: behaviour, impact: high }
`;
  const ATLAS = layer({
    domain: 'atlas-atlas',
    versions: { layer: '4.3' },
    techniques: [
      { techniqueID: 'AML.T0051', score: 2, comment: 'prompt filter' },
      { techniqueID: 'AML.T0070', score: 0 },
      { techniqueID: 'AML.T0054', enabled: false },
      { techniqueID: 'AML.T0024', score: 3 },
      { techniqueID: 'AML.T9999' },
    ],
  });

  beforeAll(() => {
    here = new TestWorkspace();
    here.write('small.system.yaml', SYSTEM);
    here.write('layer.json', ATLAS);
  });
  afterAll(() => {
    here.dispose();
  });

  const run = (...more: readonly string[]) =>
    here.run('framework', 'import-layer', 'layer.json', '--system', 'small.system.yaml', ...more);

  it('are planned, at the elements with a threat of the technique, with its controls to choose from', async () => {
    const { code, out, err } = await run();
    expect(code).toBe(0);
    expect(parseYaml(out)).toEqual({
      safeguards: {
        'layer-aml-t0051': {
          name: 'LLM Prompt Injection (AML.T0051)',
          on: ['bot'],
          implements: ['AML.M0019', 'AML.M0020', 'AML.M0021', 'AML.M0022', 'AML.M0024', 'AML.M0033'],
          status: 'planned',
          'x-layer': { layer: 'Ours', technique: 'AML.T0051', score: 2, comment: 'prompt filter' },
        },
      },
    });
    expect(err).toBe(`layer.json: warning LAYER-010: atlas 5.6.1 has no AML.T9999; it is left out
5 techniques in the layer, 3 of them count, 1 have a threat in small
`);
  });

  it('are in place only as a control that is named, and are then a valid part of the model', async () => {
    expect((await run('--status', 'in-place')).err).toContain('LAYER-004');
    expect((await run('--control', 'AML.M0999')).err).toContain('LAYER-005');
    const { out } = await run('--control', 'AML.M0020', '--status', 'in-place', '--quiet');
    here.write('whole.system.yaml', SYSTEM + out);
    const { code, err } = await here.run('validate', 'whole.system.yaml');
    expect([code, err]).toEqual([0, '']);
    const before = await here.run(
      'coverage',
      'small.system.yaml',
      '--framework',
      'atlas',
      '--explain',
      'AML.T0051',
    );
    const after = await here.run(
      'coverage',
      'whole.system.yaml',
      '--framework',
      'atlas',
      '--explain',
      'AML.T0051',
    );
    expect(before.out).toContain('✗ applies, nothing mitigates it');
    expect(after.out).toContain('◐ mitigated in part');
  });

  it.skipIf(!HAS_PUBLISHER_FILES)('of an old layer follow what took the place of a technique', async () => {
    const { code, err } = await here.run(
      'framework',
      'import-layer',
      publisherPath('samples/navigator/Blue_Pins.json'),
      '--system',
      'small.system.yaml',
    );
    expect(code).toBe(0);
    expect(err).toContain('LAYER-011: T1086 is read as T1059.001 PowerShell, which took its place');
    expect(err).toContain(' techniques in the layer, ');
  });
});
