import { describe, expect, it } from 'vitest';
import { cosaiRiskMap } from '#importers/frameworks/cosai-risk-map/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFolder } from './publisher-files.ts';

const EDITION = '2026-08-19';

describe.skipIf(!HAS_PUBLISHER_FILES)('CoSAI Risk Map, the files of OASIS', () => {
  const input = () => publisherFolder('crosswalks/cosai-risk-map/yaml');
  const read = () => cosaiRiskMap.read(input(), { edition: EDITION });

  it('has 36 risks, 35 controls, 23 components and 128 links', () => {
    const { risks, controls, mitigations, census, diagnostics } = read();
    expect([risks.length, controls.length, mitigations.length]).toEqual([36, 35, 128]);
    expect(census).toEqual({
      risk: 36,
      control: 35,
      'control for all risks': 7,
      component: 23,
      'component edge': 32,
    });
    expect(diagnostics).toEqual([]);
  });

  it('counts its mappings as the map does, edition and all', () => {
    const counts: Record<string, number> = {};
    for (const { subject, predicate, object } of read().mappings) {
      const kind = subject.id.startsWith('risk') ? 'risk' : 'control';
      const key = `${kind} ${predicate} ${object.framework}@${object.edition ?? '-'}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(counts).toEqual({
      'risk skos:relatedMatch atlas@5.0.1': 38,
      'risk skos:relatedMatch stride@-': 37,
      'risk skos:relatedMatch owasp-llm@2025': 25,
      'control skos:relatedMatch atlas@5.0.1': 17,
      'control threatloom:satisfies nist-ai-rmf@1.0': 15,
      'control threatloom:mitigates owasp-llm@2025': 8,
    });
  });

  it('links a control to its risks and pins what it maps to', () => {
    const { mitigations, mappings } = read();
    expect(mitigations.filter(({ control }) => control === 'controlTrainingDataSanitization')).toEqual([
      { control: 'controlTrainingDataSanitization', target: 'riskDataPoisoning' },
      { control: 'controlTrainingDataSanitization', target: 'riskRetrievalVectorStorePoisoning' },
      { control: 'controlTrainingDataSanitization', target: 'riskUnauthorizedTrainingData' },
    ]);
    const ofPoisoning = mappings.filter(({ subject }) => subject.id === 'riskDataPoisoning');
    expect(ofPoisoning.map(({ object }) => object)).toContainEqual({
      framework: 'atlas',
      edition: '5.0.1',
      id: 'AML.T0020',
    });
    expect(ofPoisoning.map(({ object }) => object)).toContainEqual({
      framework: 'owasp-llm',
      edition: '2025',
      id: 'LLM04',
    });
  });

  it('reads the same from files in any order', () => {
    expect(cosaiRiskMap.read(input().reverse(), { edition: EDITION })).toEqual(read());
  });

  it('recognises its folder, and asks for the edition that is not in it', () => {
    expect(cosaiRiskMap.detect(input())).toBe('cosai-risk-map-yaml');
    expect(() => cosaiRiskMap.read(input())).toThrow('the CoSAI Risk Map does not tell its edition');
  });
});

describe('CoSAI Risk Map, made-up files', () => {
  const read = (risks: string, controls: string) =>
    cosaiRiskMap.read([madeUpFile('risks.yaml', risks), madeUpFile('controls.yaml', controls)], {
      edition: EDITION,
    });

  it('reports links that one file only has, and links to nothing, with line and column', () => {
    const risks = `risks:
  - id: riskA
    title: A
    controls: [controlX, controlGone]
  - id: riskB
    title: B
`;
    const controls = `controls:
  - id: controlX
    title: X
    category: controlsData
    risks:
      - riskB
`;
    const { mitigations, diagnostics } = read(risks, controls);
    expect(mitigations).toEqual([
      { control: 'controlX', target: 'riskA' },
      { control: 'controlX', target: 'riskB' },
    ]);
    expect(
      diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
    ).toEqual([
      'controls.yaml:6:9 controlX against riskB is not in the risks file',
      'risks.yaml:4:26 there is no control "controlGone"',
      'risks.yaml:4:16 controlX against riskA is not in the controls file',
    ]);
  });

  it('reads each way of pinning, and reports what it cannot read', () => {
    const risks = `risks:
  - id: riskA
    title: A
    mappings:
      mitre-atlas: [AML.T0020@5.0.1, AML.T0019]
      stride: [ElevationOfPrivilege]
      owasp-top10-llm: ['LLM04:2025']
      eu-ai-act: [article-5@2024]
`;
    const controls = `controls:
  - id: controlX
    title: X
    risks: all
    mappings:
      nist-ai-rmf: [GV-1.1, MAP-3.4@1.0, GV-1.1-001]
`;
    const { mappings, mitigations, diagnostics } = read(risks, controls);
    expect(mappings.map(({ object }) => object)).toEqual([
      { framework: 'atlas', edition: '5.0.1', id: 'AML.T0020' },
      { framework: 'atlas', id: 'AML.T0019' },
      { framework: 'stride', id: 'elevation-of-privilege' },
      { framework: 'owasp-llm', edition: '2025', id: 'LLM04' },
      { framework: 'nist-ai-rmf', id: 'GOVERN 1.1' },
      { framework: 'nist-ai-rmf', edition: '1.0', id: 'MAP 3.4' },
    ]);
    expect(mitigations).toEqual([]);
    expect(diagnostics.map(({ file, message }) => `${file} ${message}`)).toEqual([
      'controls.yaml "GV-1.1-001" is no id of nist-ai-rmf',
      'risks.yaml unknown framework "eu-ai-act"; its mappings are left out',
    ]);
  });

  it('refuses half of the folder', () => {
    expect(() => cosaiRiskMap.read([madeUpFile('risks.yaml', 'risks: []')], { edition: EDITION })).toThrow(
      'the CoSAI Risk Map needs risks.yaml and controls.yaml',
    );
  });
});
