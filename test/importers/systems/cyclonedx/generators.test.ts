import { describe, expect, it } from 'vitest';
import { cyclonedx } from '../../../../importers/systems/cyclonedx/index.ts';
import { flowsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

describe('CycloneDX as generators write it', () => {
  const read = (document: object) =>
    cyclonedx.read([
      systemFile('a.json', JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...document })),
    ]);

  it('loses no property where names stand twice, or at the component and its card', () => {
    const { draft } = read({
      components: [
        {
          type: 'machine-learning-model',
          name: 'm',
          properties: [
            { name: 'provider', value: 'a' },
            { name: 'provider', value: 'b' },
            { name: 'format', value: 'gguf' },
          ],
          modelCard: { properties: [{ name: 'contextLength', value: '8192' }] },
        },
      ],
    });
    expect(draft.assets[0]?.extensions?.['x-properties']).toEqual({
      provider: ['a', 'b'],
      format: 'gguf',
      contextLength: '8192',
    });
  });

  it('takes base models from properties, where no pedigree names them', () => {
    const property = (value: string) => [{ name: 'genai:aibom:modelcard:baseModel', value }];
    const { draft, losses } = read({
      components: [
        {
          type: 'machine-learning-model',
          name: 'tuned',
          modelCard: { properties: property('org/base, other') },
        },
        { type: 'machine-learning-model', group: 'org', name: 'base' },
        { type: 'machine-learning-model', name: 'far', properties: property('["hub/far-base"]') },
        {
          type: 'machine-learning-model',
          name: 'odd',
          properties: property('made from what was there in 2024, and more of it than that'),
        },
        {
          type: 'machine-learning-model',
          name: 'kept',
          properties: property('x/y'),
          pedigree: { ancestors: [{ type: 'machine-learning-model', name: 'stated' }] },
        },
      ],
    });
    expect(linksOf(draft)).toEqual([
      'far built-from hub-far-base',
      'hub-far-base deployed-from huggingface',
      'kept built-from stated',
      'tuned built-from base',
      'tuned built-from other',
    ]);
    expect(linesOf(losses, 'guessed').filter((line) => line.startsWith('base model'))).toEqual([
      'base model "org/base" → tuned built-from base',
      'base model "other" → tuned built-from other',
      'base model "hub/far-base" → far built-from hub-far-base',
    ]);
  });

  it('reads warnings without a strategy or as plain texts, and addresses beside the contents of data', () => {
    const { draft, losses, diagnostics } = read({
      components: [
        {
          type: 'machine-learning-model',
          name: 'm',
          modelCard: {
            modelParameters: {
              datasets: [{ type: 'dataset', name: 'squad', url: 'https://huggingface.co/datasets/squad' }],
            },
            considerations: {
              ethicalConsiderations: [{ name: 'Ethics', description: 'It may insult.' }, 'It may lie.'],
              fairnessAssessments: ['Worse for accents.'],
              environmentalConsiderations: { energyConsumptions: [] },
            },
          },
        },
      ],
    });
    expect(draft.threats.map(({ name, description }) => [name, description])).toEqual([
      ['Ethics', 'It may insult.'],
      ['It may lie.', undefined],
      ['Worse for accents.', undefined],
    ]);
    expect(linksOf(draft)).toEqual(['m trained-on squad', 'squad stored-in huggingface']);
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "environmentalConsiderations": use of energy is no matter of security',
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('leaves the kind of a model open where no task says it', () => {
    const model = (name: string, task?: string) => ({
      type: 'machine-learning-model',
      name,
      ...(task !== undefined && { modelCard: { modelParameters: { task } } }),
    });
    const { draft } = read({
      components: [
        model('a'),
        model('b', 'text-classification'),
        model('c', 'text-generation'),
        model('d', 'depth'),
      ],
    });
    expect(draft.assets.map(({ kind, kindIsLoose }) => [kind, kindIsLoose])).toEqual([
      ['model', true],
      ['model', false],
      ['llm', undefined],
      ['model', true],
    ]);
  });

  it('tells in one line what is not read of packages', () => {
    const library = { type: 'library', name: 'n', version: '1', purl: 'pkg:pypi/n@1', hashes: [{}] };
    const { losses } = read({ components: [library, { ...library, name: 'o', licenses: [] }] });
    expect(linesOf(losses, 'not-read')).toEqual([
      'of packages: hashes (2), licenses (1): packages stand for their registry',
    ]);
  });

  it('follows links into the same document, and the data that services move', () => {
    const serial = '3e671687-395b-41f5-a30f-a58921a69b79';
    const link = (ref: string): string => `urn:cdx:${serial}/1#${ref}`;
    const { draft, losses, diagnostics } = read({
      serialNumber: `urn:uuid:${serial}`,
      version: 1,
      services: [
        {
          'bom-ref': 'a b',
          name: 'A',
          endpoints: ['https://a.example'],
          data: [
            {
              flow: 'outbound',
              classification: 'PII',
              name: 'orders',
              destination: [link('b'), 'https://elsewhere.example/?key=hunter2'],
            },
          ],
        },
        {
          'bom-ref': 'b',
          name: 'B',
          data: [{ flow: 'bi-directional', classification: 'PII', source: [link('a%20b'), link('gone')] }],
        },
      ],
      dependencies: [{ ref: link('b'), dependsOn: [link('a%20b')] }],
    });
    expect(flowsOf(draft)).toEqual(['a → b']);
    expect(draft.flows).toMatchObject([{ name: 'orders', encrypted: true }]);
    expect(linksOf(draft)).toEqual(['b depends-on a']);
    expect(draft.assets.map(({ extensions }) => extensions)).toMatchObject([
      { 'x-data-destination': 'https://elsewhere.example/' },
      { 'x-data-source': link('gone') },
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  it('has services called by what depends on them, as their addresses and providers are', () => {
    const { draft, losses, diagnostics } = read({
      metadata: { component: { 'bom-ref': 'shop', type: 'application', name: 'Shop' } },
      services: [
        {
          'bom-ref': 'gate',
          name: 'Gate',
          group: 'org.example',
          version: '7',
          provider: { name: 'Gates Ltd' },
          endpoints: ['https://gate.example/', '-gate.example/'],
          'x-trust-boundary': true,
          externalReferences: [{ type: 'documentation', url: 'https://gate.example/docs' }],
          services: [{ 'bom-ref': 'orders', name: 'Orders', endpoints: ['https://orders.example'] }],
        },
        { 'bom-ref': 'mail', name: 'Mail', endpoints: ['http://mail.example'] },
      ],
      dependencies: [
        { ref: 'shop', dependsOn: ['gate'] },
        { ref: 'gate', dependsOn: ['orders'] },
      ],
    });
    expect(flowsOf(draft)).toEqual(['shop ↔ gate', 'gate ↔ orders', 'shop ↔ mail']);
    expect(draft.flows.map(({ encrypted }) => encrypted)).toEqual([undefined, true, false]);
    expect(draft.zones.map(({ name, ask }) => [name, ask])).toEqual([['Gates Ltd', undefined]]);
    expect(linesOf(losses, 'guessed')).toEqual([
      'calls of service "Gate" → flow shop → gate',
      'provider "Gates Ltd" → actor, supplies gate',
      'calls of service "Orders" → flow gate → orders',
      'calls of service "Mail" → flow shop → mail',
    ]);
    expect(losses.filter(({ what }) => what.startsWith('calls')).map(({ why }) => why)).toEqual([
      'what depends on a service calls it',
      'what depends on a service calls it',
      'a service that is listed is called',
    ]);
    expect(linesOf(losses, 'kept')).toEqual([
      'group "org.example" → x-group of gate',
      'version 7 → x-version of gate',
      'endpoints → x-endpoints of gate',
      'external references → x-references of gate',
      'endpoints → x-endpoints of orders',
      'endpoints → x-endpoints of mail',
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('asks whether a model is one whose package URL is of software, and keeps groups and names of data', () => {
    const model = (purl: string) => ({ type: 'machine-learning-model', name: 'm', group: 'labs', purl });
    const { draft, losses } = read({
      components: [
        model('pkg:pypi/some-client@1'),
        model('pkg:generic/some-model@1'),
        {
          type: 'data',
          name: 'Orders',
          data: [
            { type: 'dataset', name: 'Orders' },
            { type: 'configuration', name: 'split.ini' },
          ],
        },
      ],
    });
    expect(draft.assets.map(({ ask = [] }) => ask)).toEqual([
      ['its package URL is of PyPI, where software is: is it a model, or what calls one?'],
      [],
      [],
    ]);
    expect(draft.assets.map(({ extensions }) => extensions)).toMatchObject([
      { 'x-group': 'labs' },
      { 'x-group': 'labs' },
      { 'x-data': 'split.ini' },
    ]);
    expect(linesOf(losses, 'kept').at(-1)).toBe('data "split.ini" → x-data of orders');
  });

  it('knows how a model was made from the tasks of a workflow', () => {
    const named = (ref: string) => ({ resource: { ref } });
    const { draft, losses, diagnostics } = read({
      components: [
        { 'bom-ref': 'model', type: 'machine-learning-model', name: 'Classifier' },
        { 'bom-ref': 'base', type: 'machine-learning-model', name: 'Base' },
        { 'bom-ref': 'train', type: 'data', name: 'Train split' },
        { 'bom-ref': 'test', type: 'data', name: 'Test split' },
        { 'bom-ref': 'bucket', type: 'platform', name: 'Bucket' },
      ],
      formulation: [
        {
          components: [
            { 'bom-ref': 'builder', type: 'platform', name: 'Builder' },
            { 'bom-ref': 'unused', type: 'platform', name: 'Unused' },
          ],
          workflows: [
            {
              'bom-ref': 'w',
              name: 'Hand-over',
              resourceReferences: [{ ref: 'builder' }],
              tasks: [
                {
                  'bom-ref': 't1',
                  name: 'train',
                  inputs: [named('train'), named('base')],
                  outputs: [{ ...named('model'), target: { ref: 'bucket' } }],
                },
                { 'bom-ref': 't2', name: 'judge', inputs: [named('model'), named('test')], steps: [{}] },
              ],
            },
          ],
        },
      ],
    });
    expect(linksOf(draft)).toEqual([
      'classifier built-by hand-over',
      'classifier built-from base',
      'classifier trained-on train-split',
    ]);
    expect(flowsOf(draft)).toEqual([
      'builder → hand-over',
      'train-split → hand-over',
      'base → hand-over',
      'hand-over → bucket',
      'classifier → hand-over',
      'test-split → hand-over',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'component "Unused": no workflow names it',
      'property "steps": single steps are not read',
    ]);
    expect(diagnostics).toEqual([]);
  });
});
