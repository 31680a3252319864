/** What other stores hold than the small one of these tests: several models of a run, prompts, older and odd ones. */
import { describe, expect, it } from 'vitest';
import type { SystemFile } from '#model/system-importer';
import { mlflow } from '../../../../importers/systems/mlflow/index.ts';
import { LoggedIndex, loggedAt } from '../../../../importers/systems/mlflow/logged-index.ts';
import { columnsOf } from '../../../../importers/systems/mlflow/signature.ts';
import { kindsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

const experiment = (id: string, name: string) =>
  systemFile(
    `${id}/meta.yaml`,
    `artifact_location: file:///m/${id}\nexperiment_id: '${id}'\nname: ${name}\n`,
  );
const run = (experimentId: string, id: string, more = '') =>
  systemFile(
    `${experimentId}/${id}/meta.yaml`,
    `experiment_id: '${experimentId}'\nrun_id: ${id}\nrun_name: run ${id}\nstatus: 3\n${more}`,
  );
const modelFile = (folder: string, runId: string, path: string, flavor = 'sklearn') =>
  systemFile(
    `${folder}/MLmodel`,
    `artifact_path: ${path}\nflavors:\n  ${flavor}: {}\nrun_id: ${runId}\nutc_time_created: '2026-01-0${runId.at(-1)!} 01:02:03'\n`,
  );
const version = (name: string, number: number, runId: string, source: string) =>
  systemFile(
    `models/${name}/version-${number}/meta.yaml`,
    `name: ${name}\nversion: ${number}\nrun_id: ${runId}\nsource: ${source}\ncurrent_stage: Production\n`,
  );
const answers = (files: Readonly<Record<string, object>>): readonly SystemFile[] => [
  systemFile('server.json', '{"format":"mlflow-rest-2.0","address":"http://127.0.0.1:1","anonymous":false}'),
  ...Object.entries(files).map(([name, value]) => systemFile(`${name}.json`, JSON.stringify(value))),
];

describe('a model that is code', () => {
  it.each([
    ['model_code_path: agent.py', true],
    ['model_code_path: null', undefined],
  ])('%s', (line, runsCode) => {
    const text = `artifact_path: chain\nflavors:\n  langchain: { ${line} }\nrun_id: r1\n`;
    const { draft } = mlflow.read([systemFile('MLmodel', text)]);
    expect(draft.assets[0]!.extensions?.['x-loading-runs-code']).toBe(runsCode);
  });
});

describe('a pipeline of transformers', () => {
  it('is made from the model of the hub that it names, and makes text where its task says so', () => {
    const file = (source: string) =>
      systemFile(
        'MLmodel',
        `artifact_path: chat\nflavors:\n  python_function: {}\n  transformers:\n    task: text-generation\n    source_model_name: ${source}\n    source_model_revision: abc1\n    instance_type: X\nrun_id: r1\n`,
      );
    const { draft, losses } = mlflow.read([file('org/base-7b')]);
    expect(kindsOf(draft)).toEqual(['chat: llm', 'org-base-7b: llm', 'huggingface: model-registry']);
    expect(linksOf(draft)).toEqual(['chat built-from org-base-7b', 'org-base-7b deployed-from huggingface']);
    expect(draft.assets[1]!.extensions).toEqual({ 'x-version': 'abc1' });
    expect(linesOf(losses, 'not-read')).toEqual([]);
    expect(kindsOf(mlflow.read([file('/tmp/checkpoint')]).draft)).toEqual(['chat: llm']);
  });
});

describe('an mlruns folder by others', () => {
  it('keeps apart the models that one run has logged, registered or not', () => {
    const { draft, losses } = mlflow.read([
      experiment('1', 'churn'),
      run('1', 'r1'),
      modelFile('1/r1/artifacts/model', 'r1', 'model'),
      modelFile('1/r1/artifacts/net', 'r1', 'net', 'onnx'),
      systemFile('models/churn/meta.yaml', 'name: churn\n'),
      version('churn', 1, 'r1', 'file:///srv/mlruns/1/r1/artifacts/model'),
    ]);
    expect(kindsOf(draft)).toEqual([
      'mlflow: model-registry',
      'churn: model',
      'net: model',
      'churn-training: training-pipeline',
      'artefacts: ?',
    ]);
    expect(
      draft.evidence.map(({ subject, subjectVersion, file }) => [subject, subjectVersion, file]),
    ).toEqual([
      ['churn', '1', '1/r1/artifacts/model/MLmodel'],
      ['net', 'r1', '1/r1/artifacts/net/MLmodel'],
    ]);
    expect(draft.assets.map(({ extensions }) => extensions?.['x-stages'])).toContainEqual({
      '1': 'Production',
    });
    expect(linksOf(draft)).toContain('net built-by churn-training');
    expect(linesOf(losses, 'not-read')).toEqual([]);
  });

  it('takes models of one name in an experiment for one, with the newest first', () => {
    const { draft } = mlflow.read([
      experiment('1', '/Users/hunter2@example.com/Churn'),
      ...['r1', 'r2', 'r3'].flatMap((id) => [
        run('1', id, 'lifecycle_stage: deleted\n'),
        modelFile(`1/${id}/artifacts/model`, id, 'model', id === 'r3' ? 'xgboost' : 'sklearn'),
      ]),
    ]);
    expect(draft.assets.map(({ name }) => name)).toEqual(['Churn model', 'Churn training', 'Artefacts']);
    expect(draft.assets[0]?.extensions?.['x-flavors']).toEqual(['xgboost']);
    expect(draft.evidence.map(({ subjectVersion, collected }) => [subjectVersion, collected])).toEqual([
      ['r3', '2026-01-03'],
      ['r2', '2026-01-02'],
      ['r1', '2026-01-01'],
    ]);
    expect(JSON.stringify(draft)).not.toContain('hunter2');
  });

  it('links the repository that any run of a script names', () => {
    const { draft } = mlflow.read([
      experiment('1', 'churn'),
      ...['r1', 'r2'].flatMap((id) => [run('1', id), modelFile(`1/${id}/artifacts/m`, id, 'm')]),
      systemFile('1/r2/tags/mlflow.source.git.repoURL', 'https://t:hunter2@git.example/a/b'),
      systemFile('1/r2/tags/mlflow.source.git.commit', 'abc'),
    ]);
    expect(linksOf(draft)).toContain('churn-training built-from a-b');
    expect(draft.assets.find(({ id }) => id === 'churn-training')?.extensions).toEqual({ 'x-commit': 'abc' });
    expect(JSON.stringify(draft)).not.toContain('hunter2');
  });

  it('tells of all models of a name, and takes the newest twenty as evidence', () => {
    const ids = Array.from({ length: 22 }, (_, index) => `r${index % 10}${index}9`);
    const { draft, losses } = mlflow.read([
      experiment('1', 'churn'),
      ...ids.flatMap((id) => [run('1', id), modelFile(`1/${id}/artifacts/m`, id, 'm')]),
    ]);
    expect(draft.evidence).toHaveLength(20);
    expect(linesOf(losses, 'not-read')).toEqual(
      Array.from({ length: 2 }, () => 'model "m": only the newest 20 of m are evidence'),
    );
  });

  it('knows a prompt of the registry, a judge of a model, and a run that was deleted', () => {
    const { draft, losses } = mlflow.read([
      experiment('1', 'Default'),
      run('1', 'r1', 'lifecycle_stage: deleted\n'),
      systemFile('1/r1/metrics/loss', '1 nan 0\n'),
      run('1', 'r2'),
      systemFile(
        '1/models/m-1/meta.yaml',
        "experiment_id: '1'\nmodel_id: m-1\nname: bge-small\nsource_run_id: r1\n",
      ),
      systemFile('1/r2/inputs/a/meta.yaml', 'source_type: MODEL\nsource_id: m-1\ndestination_type: RUN\n'),
      systemFile('1/r2/inputs/b/meta.yaml', 'source_type: DATASET\nsource_id: d\ndestination_type: RUN\n'),
      systemFile('1/datasets/d/meta.yaml', 'digest: abc\nname: questions\nsource_type: code\n'),
      systemFile('models/greeting/meta.yaml', 'name: greeting\n'),
      systemFile('models/greeting/tags/mlflow.prompt.is_prompt', 'True'),
      systemFile('models/greeting/version-1/tags/mlflow.prompt.text', 'hunter2'),
      version('greeting', 1, '', 'dummy-source'),
    ]);
    expect(kindsOf(draft)).toEqual([
      'mlflow: model-registry',
      'greeting: system-prompt',
      'bge-small: model',
      'training: training-pipeline',
      'questions: dataset',
      'artefacts: ?',
    ]);
    expect(draft.assets.map(({ kindIsLoose }) => kindIsLoose)).toContain(true);
    expect(linksOf(draft)).toEqual([
      'bge-small built-by training',
      'bge-small evaluated-on questions',
      'bge-small stored-in artefacts',
      'greeting stored-in mlflow',
    ]);
    expect(draft.evidence.find(({ subject }) => subject === 'bge-small')?.measures).toEqual([]);
    expect(linesOf(losses, 'read')).toEqual(
      expect.arrayContaining([
        'registered prompt "greeting" → asset greeting',
        'run "run r1", deleted → asset training',
        'run "run r2" → bge-small evaluated-on questions',
      ]),
    );
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });
});

describe('the answers of a server by others', () => {
  const info = (id: string) => ({ run_id: id, experiment_id: '1', run_name: id });

  it('of MLflow 1 and 2: what runs say that they have logged', () => {
    const history = [
      { artifact_path: 'a', flavors: { openai: {} }, utc_time_created: '2024-05-06 07:08:09' },
      { artifact_path: 'b', flavors: { sklearn: {} } },
      { artifact_path: 3 },
      null,
    ];
    const tag = (value: string) => [{ key: 'mlflow.log-model.history', value }];
    const { draft } = mlflow.read(
      answers({
        experiments: { experiments: [{ experiment_id: '1', name: 'Bot' }] },
        runs: {
          runs: [
            { info: info('r1'), data: { tags: tag(JSON.stringify(history)) } },
            { info: info('r2'), data: { tags: tag('{') } },
          ],
        },
        'model-versions': {
          model_versions: [{ name: 'B', version: '1', run_id: 'r1', source: 'dbfs:/x/1/r1/artifacts/b' }],
        },
      }),
    );
    expect(kindsOf(draft)).toEqual([
      'mlflow: model-registry',
      'b: model',
      'a: llm',
      'bot-training: training-pipeline',
    ]);
    expect(draft.evidence.at(-1)).toMatchObject({
      subject: 'a',
      collected: '2024-05-06',
      subjectVersion: 'r1',
    });
  });

  it('of MLflow 3: prompts, and models that were measured on data', () => {
    const dataset = { name: 'judge set', digest: 'abc', source_type: 'code', source: '{}' };
    const { draft } = mlflow.read(
      answers({
        'registered-models': {
          registered_models: [
            { name: 'greeting', tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] },
          ],
        },
        experiments: { experiments: [{ experiment_id: '1', name: 'Default' }] },
        runs: { runs: [{ info: info('r1'), inputs: { dataset_inputs: [{ dataset }] } }] },
        'logged-models': {
          models: [
            {
              info: { model_id: 'm-1', name: 'external', experiment_id: '1' },
              data: {
                metrics: [
                  { key: 'quality', value: 0.9, run_id: 'r1', dataset_name: 'judge set' },
                  { key: 'loss', value: 'NaN', run_id: 'r1' },
                ],
                params: [{ key: 'api_key', value: 'hunter2' }],
              },
            },
          ],
        },
      }),
    );
    expect(kindsOf(draft)).toContain('greeting: system-prompt');
    expect(linksOf(draft)).toEqual(['external evaluated-on judge-set', 'greeting stored-in mlflow']);
    expect(draft.evidence[0]).toMatchObject({
      subject: 'external',
      measures: [{ metric: 'quality', value: 0.9 }],
    });
    expect(JSON.stringify(draft)).not.toContain('hunter2');
  });
});

describe('what a version was made from', () => {
  it.each([
    ['models:/m-1a', { modelId: 'm-1a' }],
    [`s3://b/1/models/m-${'a'.repeat(32)}/artifacts`, { modelId: `m-${'a'.repeat(32)}` }],
    ['runs:/r1/sub/model', { runId: 'r1', path: 'sub/model' }],
    ['mlflow-artifacts:/1/r1/artifacts/model/', { runId: 'r1', path: 'model' }],
    ['/srv/mlruns/1/r1/artifacts/my model?sig=x', { runId: 'r1', path: 'my model' }],
    ['s3://bucket/models/churn', {}],
    [undefined, {}],
  ])('%s', (source, place) => {
    expect(loggedAt(source)).toEqual(place);
  });

  it('is found by its id, its path, or as the only thing of its run', () => {
    const index = new LoggedIndex<string>();
    index.add({ runId: 'r1', path: 'a' }, 'A');
    index.add({ runId: 'r1', modelId: 'm-b' }, 'B');
    index.add({ runId: 'r2', path: 'a' }, 'C');
    expect(index.find({ modelId: 'm-b', runId: 'r1', path: 'a' })).toBe('B');
    expect(index.find({ runId: 'r1', path: 'a' })).toBe('A');
    expect(index.find({ runId: 'r1', path: 'z' })).toBeUndefined();
    expect(index.find({ runId: 'r1' })).toBeUndefined();
    expect(index.find({ runId: 'r2' })).toBe('C');
    expect(index.ofRun('r1')).toEqual(['A', 'B']);
  });
});

describe('a signature', () => {
  it.each([
    ['[{"type":"long","name":"age","required":false},{"type":"double"}]', 'age: long?, double'],
    ['[{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,4]}}]', 'tensor float64[-1, 4]'],
    ['[{"type":"tensor"}]', 'tensor'],
    [
      '[{"name":"messages","type":"array","items":{"type":"object","properties":{"role":{"type":"string"}}}}]',
      'messages: { role: string }[]',
    ],
    ['[{"type":"map","values":{"type":"long"}}]', 'map of long'],
    ['[3, null]', '?, ?'],
    ['not json', 'not json'],
  ])('%s', (text, short) => {
    expect(columnsOf(text)).toBe(short);
  });

  it('is not spelled out without end', () => {
    const deep = '{"type":"array","items":'.repeat(50) + '{"type":"long"}' + '}'.repeat(50);
    expect(columnsOf(`[${deep}]`)).toBe(`…${'[]'.repeat(8)}`);
  });
});
