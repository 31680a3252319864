import { describe, expect, it } from 'vitest';
import { spdx3 } from '../../../../importers/systems/spdx3/index.ts';
import { linesOf, linksOf, refusalOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

const id = (name: string): string => `https://example.org/${name}`;
const relationship = (type: string, from: string, ...to: string[]) => ({
  type: 'Relationship',
  spdxId: id(`r-${type}-${from}`),
  creationInfo: '_:c',
  relationshipType: type,
  from: id(from),
  to: to.map(id),
});

const RADIOLOGY = JSON.stringify(
  {
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [
      {
        type: 'CreationInfo',
        '@id': '_:c',
        specVersion: '3.0.1',
        created: '2026-02-03T00:00:00Z',
        createdBy: [id('us')],
      },
      { type: 'Organization', spdxId: id('us'), creationInfo: '_:c', name: 'Clinic' },
      {
        type: 'SpdxDocument',
        spdxId: id('doc'),
        creationInfo: '_:c',
        name: 'Radiology',
        rootElement: [id('app')],
      },
      {
        type: 'software_Package',
        spdxId: id('app'),
        creationInfo: '_:c',
        name: 'Viewer',
        software_packageVersion: '4',
      },
      {
        type: 'ai_AIPackage',
        spdxId: id('model'),
        creationInfo: '_:c',
        name: 'Finder',
        software_packageVersion: '1.2',
        suppliedBy: { type: 'Organization', spdxId: id('maker'), creationInfo: '_:c', name: 'Maker' },
        ai_typeOfModel: ['CNN'],
        ai_safetyRiskAssessment: 'high',
        ai_useSensitivePersonalInformation: 'yes',
        ai_hyperparameter: [
          { type: 'DictionaryEntry', key: 'layers', value: '12' },
          { type: 'DictionaryEntry', key: 'api_key', value: 'hunter2' },
        ],
        ai_isoAutomationLevel: 'assistance',
        ai_metric: [{ type: 'DictionaryEntry', key: 'auc', value: '0.97' }],
        verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: 'cd'.repeat(32) }],
        validUntilTime: '2027-02-03T00:00:00Z',
      },
      {
        type: 'ai_AIPackage',
        spdxId: id('base'),
        creationInfo: '_:c',
        name: 'Base',
        ai_typeOfModel: ['large language model'],
      },
      {
        type: 'dataset_DatasetPackage',
        spdxId: id('scans'),
        creationInfo: '_:c',
        name: 'Scans',
        dataset_hasSensitivePersonalInformation: 'yes',
        dataset_confidentialityLevel: 'red',
        dataset_datasetAvailability: 'registration',
      },
      {
        type: 'software_Package',
        spdxId: id('np'),
        creationInfo: '_:c',
        name: 'numpy',
        software_packageVersion: '2',
        software_primaryPurpose: 'library',
        software_packageUrl: 'pkg:pypi/numpy@2',
      },
      { type: 'software_File', spdxId: id('file'), creationInfo: '_:c', name: 'scans.tar' },
      {
        type: 'build_Build',
        spdxId: id('build'),
        creationInfo: '_:c',
        name: 'Training run',
        build_buildType: 'https://example.org/train',
      },
      relationship('trainedOn', 'model', 'scans'),
      relationship('testedOn', 'model', 'nowhere'),
      relationship('descendantOf', 'model', 'base'),
      relationship('dependsOn', 'app', 'np', 'model'),
      relationship('hasDataFile', 'scans', 'file'),
      relationship('hasInput', 'build', 'scans'),
      relationship('hasOutput', 'build', 'model'),
      relationship('hasTestCase', 'app', 'np'),
      {
        type: 'Relationship',
        spdxId: id('lic'),
        creationInfo: '_:c',
        relationshipType: 'hasDeclaredLicense',
        from: id('model'),
        to: ['https://spdx.org/licenses/MIT'],
      },
    ],
  },
  null,
  2,
);

describe('SPDX 3', () => {
  const { draft, losses, diagnostics } = spdx3.read([systemFile('a.spdx.json', RADIOLOGY)]);

  it('gives models, data and what connects them', () => {
    expect(draft.name).toBe('Radiology');
    expect(draft.assets.map((asset) => [asset.id, asset.kind, asset.data, asset.facts?.obtainable])).toEqual([
      ['viewer', 'application', undefined, undefined],
      ['finder', 'model', ['personal'], undefined],
      ['base', 'llm', undefined, undefined],
      ['scans', 'dataset', ['personal'], ['true']],
      ['pypi', 'package-registry', undefined, undefined],
      ['training-run', undefined, undefined, undefined],
    ]);
    expect(linksOf(draft)).toEqual([
      'finder built-by training-run',
      'finder built-from base',
      'finder trained-on scans',
      'viewer depends-on pypi',
      'viewer uses finder',
    ]);
    expect(draft.flows.map(({ from, to }) => [from, to])).toEqual([['scans', 'training-run']]);
    expect(draft.actors.map(({ name, supplies }) => [name, supplies])).toEqual([['Maker', ['finder']]]);
  });

  it('keeps what is stated of a model as evidence, and no secret', () => {
    expect(draft.evidence).toMatchObject([
      {
        id: 'finder-bom',
        kind: 'model',
        subject: 'finder',
        subjectVersion: '1.2',
        collected: '2026-02-03',
        expires: '2027-02-03',
        measures: [{ metric: 'auc', value: 0.97 }],
      },
    ]);
    expect(draft.assets.find((asset) => asset.id === 'finder')).toMatchObject({
      extensions: {
        'x-hyperparameters': { layers: '12', api_key: 'left out: it may be a secret' },
        'x-hashes': { sha256: 'cd'.repeat(32) },
        'x-safety-risk-assessment': 'high',
        'x-automation-level': 'assistance',
        'x-licences': ['MIT'],
      },
      ask: ['its safety risk is assessed as high: what would its loss mean (value)?'],
    });
    expect(draft.assets.find((asset) => asset.id === 'scans')).toMatchObject({
      extensions: { 'x-confidentiality-level': 'red', 'x-files': ['scans.tar'] },
      ask: [
        'who can add to it or change it (contributors)?',
        'its confidentiality level is red: what would its loss mean (value)?',
      ],
    });
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
  });

  it('reports what it cannot resolve and what no model says', () => {
    expect(diagnostics.map(({ code, message, pointer }) => [code, pointer, message])).toEqual([
      ['SPDX-004', '/@graph/11/to/0', '"https://example.org/nowhere" is nowhere in the document'],
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'CreationInfo "_:c": it is read where something was written down that day',
      'Organization "Clinic": organisations are read where they supply a model or data',
      'Organization "Maker": organisations are read where they supply a model or data',
      'File "scans.tar": files of packages are not read one by one',
      'reference to "https://example.org/nowhere": nothing in the document has this id',
      'Package "Viewer" hasTestCase Package "numpy": a system model has no place for "hasTestCase"',
    ]);
  });

  it.each([
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', 'SPDX-001', '/@graph'],
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{]}', 'INPUT-005', undefined],
  ])('refuses %s', (text, code, pointer) => {
    expect(refusalOf(spdx3, [systemFile('a.json', text)])).toMatchObject({
      code,
      pointer,
      file: 'a.json',
      line: 1,
    });
  });

  describeMutations(spdx3, { 'spdx-3.0-json': [systemFile('a.spdx.json', RADIOLOGY)] });
});

describe.runIf(HAS_SAMPLES)('the SPDX 3 document of a handwriting recogniser', () => {
  it('has two models, the data set of both, and seven libraries behind one registry', () => {
    const { draft, diagnostics } = spdx3.read([sampleFile('spdx3/example01-simplehtr-example.json')]);
    expect(linksOf(draft)).toEqual([
      'line-model-2 evaluated-on iamdataset',
      'line-model-2 trained-on iamdataset',
      'simplehtr depends-on pypi',
      'simplehtr uses line-model-2',
      'simplehtr uses word-model-2',
      'word-model-2 evaluated-on iamdataset',
      'word-model-2 trained-on iamdataset',
    ]);
    expect(draft.assets.find((asset) => asset.id === 'pypi')?.extensions?.['x-packages']).toHaveLength(7);
    expect(draft.actors.map(({ name }) => name)).toEqual(['Harald Scheidl', 'U. Marti', 'H. Bunke.']);
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([['SPDX-005', 1336]]);
  });
});
