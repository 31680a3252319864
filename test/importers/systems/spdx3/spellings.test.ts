/** Documents of other writers: other keys and shapes for the same, files in place of packages, parts in other documents. */
import { describe, expect, it } from 'vitest';
import { spdx3 } from '../../../../importers/systems/spdx3/index.ts';
import { kindsOf, linesOf, linksOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { systemFile } from '../system-files.ts';

const TERMS = 'https://spdx.org/rdf/3.0.1/terms';
const document = (graph: unknown, more = {}) => {
  const text = JSON.stringify({
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    ...(graph === undefined ? {} : { '@graph': graph }),
    ...more,
  });
  const input = [systemFile('a.spdx.json', text)];
  expect(spdx3.detect(input)).toBe('spdx-3.0-json');
  return spdx3.read(input);
};
const link = (type: string, from: string, to: unknown, more = {}) => ({
  type: 'Relationship',
  spdxId: `urn:r:${type}:${from}`,
  relationshipType: type,
  from,
  to,
  ...more,
});
const file = (id: string, more = {}) => ({ type: 'software_File', spdxId: id, name: `${id}.bin`, ...more });

const expanded = (): string => {
  const text = (value: string) => [{ '@value': value }];
  const iri = (id: string) => [{ '@id': id }];
  const element = (id: string, type: string, more: object) => ({
    '@id': id,
    '@type': [`${TERMS}/${type}`],
    ...more,
  });
  const graph = [
    element('urn:m', 'AI/AIPackage', {
      [`${TERMS}/Core/name`]: text('chat'),
      [`${TERMS}/AI/typeOfModel`]: text('large language model'),
      [`${TERMS}/AI/metric`]: [
        element('_:b1', 'Core/DictionaryEntry', {
          [`${TERMS}/Core/key`]: text('accuracy'),
          [`${TERMS}/Core/value`]: text('0.9'),
        }),
      ],
      [`${TERMS}/Core/suppliedBy`]: iri('urn:o'),
    }),
    element('urn:o', 'Core/Organization', { [`${TERMS}/Core/name`]: text('Maker') }),
    element('urn:d', 'Dataset/DatasetPackage', { [`${TERMS}/Core/name`]: text('corpus') }),
    element('urn:r', 'Core/Relationship', {
      [`${TERMS}/Core/from`]: iri('urn:m'),
      [`${TERMS}/Core/to`]: [{ '@id': 'urn:d' }, { '@id': 'urn:gone' }],
      [`${TERMS}/Core/relationshipType`]: iri(`${TERMS}/Core/RelationshipType/trainedOn`),
    }),
  ];
  return `[\n${graph.map((each) => JSON.stringify(each)).join(',\n')}\n]`;
};

describeMutations(spdx3, { 'spdx-3.0-json': [systemFile('expanded.json', expanded())] });

describe('SPDX 3 by other writers', () => {
  it('may be expanded, as triple stores write it', () => {
    const lines = expanded();
    for (const content of [lines, `{"@graph":${lines}}`]) {
      const input = [systemFile('a.json', content)];
      expect(spdx3.detect(input)).toBe('spdx-3.0-json');
      const { draft, diagnostics } = spdx3.read(input);
      expect(kindsOf(draft)).toEqual(['chat: llm', 'corpus: dataset']);
      expect(linksOf(draft)).toEqual(['chat trained-on corpus']);
      expect(draft.actors.map(({ name }) => name)).toEqual(['Maker']);
      expect(draft.evidence[0]?.measures).toEqual([{ metric: 'accuracy', value: 0.9 }]);
      expect(diagnostics.map(({ line, message }) => `${line ?? 0} ${message}`)).toEqual([
        '5 "urn:gone" is nowhere in the document',
      ]);
    }
  });

  const compact = {
    type: 'ai_AIPackage',
    spdxId: 'urn:m',
    name: 'Finder',
    software_packageVersion: '2',
    ai_domain: 'radiology',
    ai_typeOfModel: 'CNN',
    ai_metric: { type: 'DictionaryEntry', key: 'auc', value: '0.9' },
    verifiedUsing: { type: 'Hash', algorithm: 'sha256', hashValue: 'ab' },
  };

  it.each([
    ['a graph of one element that is no list', document(compact)],
    ['a document that is one element', document(undefined, compact)],
    [
      'types and keys written out',
      document([
        {
          '@type': [`${TERMS}/AI/AIPackage`],
          '@id': 'urn:m',
          name: 'Finder',
          [`${TERMS}/Software/packageVersion`]: '2',
          'ai:domain': ['radiology'],
          [`${TERMS}/AI/typeOfModel`]: ['CNN'],
          'ai:metric': [{ key: 'auc', value: '0.9' }],
          [`${TERMS}/Core/verifiedUsing`]: [{ algorithm: 'sha256', hashValue: 'ab' }],
        },
      ]),
    ],
  ])('%s', (_what, { draft, diagnostics }) => {
    expect(draft.assets).toMatchObject([
      {
        id: 'finder',
        kind: 'model',
        kindIsLoose: false,
        extensions: {
          'x-domain': 'radiology',
          'x-type-of-model': 'CNN',
          'x-version': '2',
          'x-hashes': { sha256: 'ab' },
        },
      },
    ]);
    expect(draft.evidence).toMatchObject([
      { subject: 'finder', subjectVersion: '2', measures: [{ metric: 'auc', value: 0.9 }] },
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('takes what is described for what the document is about, as root elements are', () => {
    const { draft, losses } = document([
      { type: 'SpdxDocument', spdxId: 'urn:doc', name: 'Scan' },
      { type: 'software_Package', spdxId: 'urn:app', name: 'App', software_primaryPurpose: 'library' },
      { type: 'ai_AIPackage', spdxId: 'urn:m', name: 'Llama-3' },
      link('describes', 'urn:doc', 'urn:app'),
    ]);
    expect(kindsOf(draft)).toEqual(['app: application', 'llama-3: model']);
    expect(draft.assets[1]?.kindIsLoose).toBe(true);
    expect(linksOf(draft)).toEqual(['app uses llama-3']);
    expect(linesOf(losses, 'not-read')).toEqual([]);
  });

  it('takes a document that describes all of its parts for a list of them', () => {
    const library = (id: string) => ({
      type: 'software_Package',
      spdxId: id,
      name: id,
      software_primaryPurpose: 'library',
      software_packageUrl: `pkg:pypi/${id}`,
    });
    const { draft } = document([
      { type: 'SpdxDocument', spdxId: 'urn:doc', name: 'Scan' },
      { type: 'ai_AIPackage', spdxId: 'm', name: 'a.onnx' },
      { type: 'ai_AIPackage', spdxId: 'n', name: 'b.gguf' },
      library('numpy'),
      link('describes', 'urn:doc', ['m', 'n', 'numpy']),
    ]);
    expect(kindsOf(draft)).toEqual(['a-onnx: model', 'b-gguf: model', 'pypi: package-registry']);
    expect(linksOf(draft)).toEqual([]);
    expect(draft.name).toBe('Scan');
  });

  it('links the packages of which files are said to be trained on each other', () => {
    const { draft, losses } = document([
      { type: 'ai_AIPackage', spdxId: 'urn:m', name: 'Finder' },
      { type: 'dataset_DatasetPackage', spdxId: 'urn:d', name: 'Scans', software_artifactSize: 12 },
      file('weights', { verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: 'cd' }] }),
      file('folder'),
      file('train'),
      file('stray'),
      link('contains', 'urn:m', ['weights']),
      link('contains', 'urn:d', ['folder']),
      link('contains', 'folder', ['train', 'folder']),
      link('trainedOn', 'weights', ['train', 'stray']),
    ]);
    expect(linksOf(draft)).toEqual(['finder trained-on scans']);
    expect(draft.assets.map(({ extensions }) => extensions)).toEqual([
      { 'x-files': ['weights.bin sha256:cd'] },
      { 'x-size': '12', 'x-files': ['folder.bin'] },
    ]);
    expect(linesOf(losses, 'guessed')).toEqual([
      'File "weights.bin" trainedOn File "train.bin" → finder trained-on scans',
    ]);
    expect(linesOf(losses, 'not-read')).toContain(
      'File "weights.bin" trainedOn File "stray.bin": File is nothing that a system model has',
    );
  });

  it('does not miss what stands in a document that it imports, nor what is left empty', () => {
    const { draft, losses, diagnostics } = document([
      {
        type: 'SpdxDocument',
        spdxId: 'urn:doc',
        import: [{ type: 'ExternalMap', externalSpdxId: 'urn:base', locationHint: 'https://x.example/base' }],
        rootElement: [''],
      },
      { type: 'ai_AIPackage', spdxId: 'urn:m', name: 'Finder', suppliedBy: '', ai_hyperparameter: [] },
      link('descendantOf', 'urn:m', ['urn:base', 'urn:gone']),
    ]);
    expect(draft.actors).toEqual([]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'reference to "urn:base": it stands in another document',
      'reference to "urn:gone": nothing in the document has this id',
    ]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['SPDX-004', '"urn:gone" is nowhere in the document'],
    ]);
  });

  it('keeps all values of an entry that stands twice', () => {
    const entry = (key: string, value: string) => ({ type: 'DictionaryEntry', key, value });
    const { draft } = document([
      {
        type: 'ai_AIPackage',
        spdxId: 'urn:m',
        name: 'Finder',
        ai_hyperparameter: [entry('lr', '1'), entry('lr', '2'), entry('token', 'hunter2')],
      },
    ]);
    expect(draft.assets[0]?.extensions?.['x-hyperparameters']).toEqual({
      lr: ['1', '2'],
      token: 'left out: it may be a secret',
    });
  });
});
