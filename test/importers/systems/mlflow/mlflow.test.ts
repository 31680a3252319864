import { describe, expect, it } from 'vitest';
import { mlflow } from '../../../../importers/systems/mlflow/index.ts';
import { flowsOf, kindsOf, linesOf, linksOf, refusalOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { FOLDER, MODEL_FILE, SERVER } from './stores.ts';

describe('MLflow', () => {
  it('links what a chain needs when it runs, as its file lists it', () => {
    const file = (resources: string): string =>
      `artifact_path: helper\nflavors:\n  langchain:\n    langchain_version: 0.3.0\n${resources}`;
    const read = (text: string) => mlflow.read([systemFile('MLmodel', text)]);
    const listed = read(
      file(`resources:
  api_version: '1'
  databricks:
    serving_endpoint: [{ name: chat-large }]
    vector_search_index: [{ name: main.docs.pages, on_behalf_of_user: true }]
    function: [{ name: main.tools.refund }]
    table: [{ name: main.crm.orders }]
    uc_connection: [{ name: mail }]
    teapot: [{ name: brown }]
`),
    );
    expect(kindsOf(listed.draft)).toEqual([
      'helper: model',
      'chat-large: inference-api',
      'main-docs-pages: vector-index',
      'main-tools-refund: tool',
      'main-crm-orders: database',
      'mail: third-party-service',
    ]);
    expect(linksOf(listed.draft)).toEqual([
      'helper calls mail',
      'helper calls main-tools-refund',
      'helper retrieves-from main-crm-orders',
      'helper retrieves-from main-docs-pages',
      'helper uses chat-large',
    ]);
    expect(linesOf(listed.losses, 'read')).toContain(
      'vector_search_index "main.docs.pages" → helper retrieves-from main-docs-pages',
    );
    expect(linesOf(listed.losses, 'not-read')).toEqual([
      'property "teapot": a system model has no place for it',
    ]);
    expect(listed.diagnostics).toEqual([]);

    const found = `    databricks_dependency:
      databricks_chat_endpoint_name: [chat-large]
      databricks_vector_search_index_name: [main.docs.pages]
      databricks_vector_search_endpoint_name: [search]
`;
    const policy = `auth_policy:
  system_auth_policy:
    resources: { api_version: '1', databricks: { serving_endpoint: [{ name: chat-large }] } }
`;
    const older = read(file(found));
    expect(linksOf(older.draft)).toEqual(['helper retrieves-from main-docs-pages', 'helper uses chat-large']);
    expect(linesOf(older.losses, 'not-read')).toEqual([]);
    expect(linksOf(read(file(policy)).draft)).toEqual(['helper uses chat-large']);
  });

  it.each([
    ['an mlruns folder', 'mlflow-runs', FOLDER],
    ['a server', 'mlflow-server', SERVER],
  ])('%s gives registry, model, pipeline and data', (_what, format, input) => {
    expect(mlflow.detect(input)).toBe(format);
    const { draft, diagnostics } = mlflow.read(input);
    expect(kindsOf(draft).sort()).toEqual([
      'artefacts: ?',
      'churn-model: model',
      'churn-training: training-pipeline',
      'customers: dataset',
      'example-churn: source-repository',
      'holdout: dataset',
      'huggingface: model-registry',
      'mlflow: model-registry',
      'pypi: package-registry',
    ]);
    expect(linksOf(draft)).toEqual([
      'churn-model built-by churn-training',
      'churn-model depends-on pypi',
      'churn-model evaluated-on holdout',
      'churn-model stored-in artefacts',
      'churn-model stored-in mlflow',
      'churn-model trained-on customers',
      'churn-training built-from example-churn',
      'holdout stored-in huggingface',
    ]);
    expect(flowsOf(draft).sort()).toEqual([
      'churn-training → mlflow',
      'customers → churn-training',
      'holdout → churn-training',
    ]);
    expect(
      draft.evidence.map(({ kind, subject, subjectVersion, collected, measures }) => [
        kind,
        subject,
        subjectVersion,
        collected,
        measures,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['model', 'churn-model', '1', '2026-01-02', [{ metric: 'auc', value: 0.91 }]],
        ['model', 'churn-model', '2', '2026-02-03', []],
        ['data', 'customers', 'abc123', undefined, []],
      ]),
    );
    const model = draft.assets.find(({ id }) => id === 'churn-model');
    expect(model?.extensions).toMatchObject({
      'x-version': '1',
      'x-aliases': { champion: '1' },
      'x-signature': { inputs: 'age: long, balance: double', outputs: 'long' },
      'x-loading-runs-code': true,
    });
    const evidence = draft.evidence.find(({ subjectVersion }) => subjectVersion === '1');
    expect(evidence?.file).toMatch(/MLmodel$/);
    expect(evidence?.sha256).toBe(input.find(({ path }) => path.endsWith('MLmodel'))!.sha256);
    expect(draft.assets.find(({ id }) => id === 'pypi')?.extensions).toEqual({
      'x-packages': ['pandas 2.3.0', 'scikit-learn'],
    });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['MLFLOW-004', 'run gone of version 2 of "churn-model" is nowhere here'],
    ]);
  });

  it('gives no credential of an address, no parameter and no name of a person away', () => {
    for (const input of [FOLDER, SERVER]) expect(JSON.stringify(mlflow.read(input))).not.toContain('hunter2');
  });

  it('has files of which no digest is told: parameters and tags are nothing but their values', () => {
    expect(FOLDER.map(({ path }) => path).filter((path) => mlflow.isValue?.(path) === true)).toEqual([
      '1/r1/params/lr',
      '1/r1/tags/mlflow.source.name',
      '1/r1/tags/mlflow.source.type',
      '1/r1/tags/mlflow.source.git.repoURL',
      '1/r1/tags/mlflow.user',
    ]);
  });

  it('says of a server that asks for no credentials that anybody can read it', () => {
    const { draft } = mlflow.read(SERVER);
    expect(draft.assets[0]).toMatchObject({
      id: 'mlflow',
      facts: { provider: ['own'], anonymous: ['read'] },
      extensions: { 'x-address': 'http://127.0.0.1:5000' },
    });
    expect(draft.name).toBe('Models of 127.0.0.1');
  });

  it('reports runs and experiments without a model', () => {
    const lines = linesOf(mlflow.read(FOLDER).losses, 'not-read');
    expect(lines).toEqual(
      expect.arrayContaining([
        'experiment "Default": no model came of it',
        'file "lr": parameters are not read',
        'property "user_id": names of people are not read',
      ]),
    );
    expect(linesOf(mlflow.read(SERVER).losses, 'not-read')).toContain('run "try": no model came of it');
  });

  it('reads an MLmodel file by itself', () => {
    const { draft, losses } = mlflow.read([systemFile('model/MLmodel', MODEL_FILE)]);
    expect(kindsOf(draft)).toEqual(['model: model']);
    expect(draft.evidence).toMatchObject([
      { subject: 'model', file: 'model/MLmodel', collected: '2026-01-02' },
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['property "metadata": remarks of the maker are not read']);
  });

  it.each([
    ['nothing', [systemFile('MLmodel', 'x: 1\n')].slice(1)],
    ['an empty answer', [systemFile('server.json', '{"format":"mlflow-rest-2.0","address":"http://a"}')]],
  ])('refuses %s', (_what, input) => {
    expect(refusalOf(mlflow, input)).toMatchObject({ code: 'MLFLOW-001' });
  });

  it('refuses a damaged file with its place', () => {
    expect(refusalOf(mlflow, [systemFile('MLmodel', 'flavors:\n  a: [\n')])).toMatchObject({
      code: 'INPUT-006',
      file: 'MLmodel',
      line: 3,
    });
  });

  describeMutations(mlflow, {
    'mlflow-model': [systemFile('model/MLmodel', MODEL_FILE)],
    'mlflow-runs': FOLDER,
    'mlflow-server': SERVER,
  });
});

describe.runIf(HAS_SAMPLES)('an MLmodel file of MLflow 1.30', () => {
  it('is a model with a signature that is loaded from a pickle', () => {
    const { draft, diagnostics } = mlflow.read([sampleFile('mlflow/mslearn-model_MLmodel')]);
    expect(draft.assets).toMatchObject([
      {
        id: 'model',
        kind: 'model',
        extensions: {
          'x-flavors': ['python_function', 'sklearn'],
          'x-loading-runs-code': true,
          'x-run': 'calm_garden_gzd94mfzcr',
        },
      },
    ]);
    expect(draft.evidence).toMatchObject([{ collected: '2023-02-15' }]);
    expect(diagnostics).toEqual([]);
  });
});
