/** One small store of MLflow 3, as the folder that it writes and as the answers of its server. */
import { systemFile } from '../system-files.ts';

const CREATED = [Date.UTC(2026, 0, 2), Date.UTC(2026, 1, 3)] as const;

export const MODEL_FILE = `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.pyfunc.model
    python_model: python_model.pkl
    python_version: 3.11.7
metadata:
  team: hunter2
mlflow_version: 3.1.0
model_id: m-1
model_uuid: m-1
prompts: null
run_id: r1
signature:
  inputs: '[{"type": "long", "name": "age"}, {"type": "double", "name": "balance"}]'
  outputs: '[{"type": "long"}]'
  params: null
utc_time_created: '2026-01-02 03:04:05.000000'
`;
const REQUIREMENTS = 'pandas==2.3.0\nscikit-learn # any\n--index-url https://u:hunter2@x/\n';
const CUSTOMERS = JSON.stringify({ url: 'https://u:hunter2@data.example/customers.csv?sig=hunter2' });
const HOLDOUT = JSON.stringify({ path: 'me/holdout' });
const TAGS = {
  'mlflow.source.name': '/home/hunter2/train.py',
  'mlflow.source.type': 'LOCAL',
  'mlflow.source.git.repoURL': 'https://u:hunter2@git.example/example/churn',
  'mlflow.user': 'hunter2',
};

const input = (id: string, context: string) =>
  systemFile(
    `1/r1/inputs/${id}/meta.yaml`,
    `destination_id: ${id}\ndestination_type: RUN\nsource_id: ${id}\nsource_type: DATASET\ntags:\n  mlflow.data.context: ${context}\n`,
  );

export const FOLDER = [
  systemFile(
    '0/meta.yaml',
    "artifact_location: file:///srv/mlruns/0\nexperiment_id: '0'\nlifecycle_stage: active\nname: Default\n",
  ),
  systemFile(
    '1/meta.yaml',
    "artifact_location: file:///srv/mlruns/1\nexperiment_id: '1'\nlifecycle_stage: active\nname: churn\n",
  ),
  systemFile(
    '1/r1/meta.yaml',
    "artifact_uri: file:///srv/mlruns/1/r1/artifacts\nexperiment_id: '1'\nrun_id: r1\nrun_name: train-1\nstatus: 3\nuser_id: hunter2\n",
  ),
  systemFile('1/r1/metrics/auc', '1767312000000 0.5 0\n1767312000001 0.91 1\n'),
  systemFile('1/r1/params/lr', 'hunter2'),
  ...Object.entries(TAGS).map(([tag, value]) => systemFile(`1/r1/tags/${tag}`, value)),
  input('d1', 'training'),
  input('d2', 'evaluation'),
  systemFile(
    '1/r1/outputs/m-1/meta.yaml',
    'destination_id: m-1\ndestination_type: MODEL_OUTPUT\nsource_id: r1\nsource_type: RUN_OUTPUT\nstep: 0\ntags: {}\n',
  ),
  systemFile(
    '1/datasets/d1/meta.yaml',
    `digest: abc123\nname: customers\nsource: '${CUSTOMERS}'\nsource_type: http\n`,
  ),
  systemFile(
    '1/datasets/d2/meta.yaml',
    `digest: def456\nname: holdout\nsource: '${HOLDOUT}'\nsource_type: hugging_face\n`,
  ),
  systemFile(
    '1/models/m-1/meta.yaml',
    `creation_timestamp: ${CREATED[0]}\nexperiment_id: '1'\nmodel_id: m-1\nname: model\nsource_run_id: r1\nstatus: 2\n`,
  ),
  systemFile('1/models/m-1/artifacts/MLmodel', MODEL_FILE),
  systemFile('1/models/m-1/artifacts/requirements.txt', REQUIREMENTS),
  systemFile(
    'models/churn-model/meta.yaml',
    'creation_timestamp: 1\ndescription: Says who leaves\nname: churn-model\n',
  ),
  systemFile('models/churn-model/aliases/champion', '1'),
  systemFile(
    'models/churn-model/version-1/meta.yaml',
    `creation_timestamp: ${CREATED[0]}\nname: churn-model\nrun_id: r1\nsource: models:/m-1\nstatus: READY\nversion: 1\n`,
  ),
  systemFile(
    'models/churn-model/version-2/meta.yaml',
    `creation_timestamp: ${CREATED[1]}\nname: churn-model\nrun_id: gone\nsource: models:/m-2\nstatus: READY\nversion: 2\n`,
  ),
];

const json = (name: string, value: unknown) => systemFile(`${name}.json`, JSON.stringify(value, null, 1));
const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

export const SERVER = [
  json('server', {
    format: 'mlflow-rest-2.0',
    address: 'http://127.0.0.1:5000',
    version: '3.1.0',
    anonymous: true,
  }),
  json('registered-models', {
    registered_models: [
      { name: 'churn-model', description: 'Says who leaves', aliases: [{ alias: 'champion', version: '1' }] },
    ],
  }),
  json('model-versions', {
    model_versions: [
      {
        name: 'churn-model',
        version: '2',
        creation_timestamp: CREATED[1],
        run_id: 'gone',
        source: 'models:/m-2',
        status: 'READY',
      },
      {
        name: 'churn-model',
        version: '1',
        creation_timestamp: CREATED[0],
        run_id: 'r1',
        model_id: 'm-1',
        source: 'models:/m-1',
        user_id: 'hunter2',
      },
    ],
  }),
  json('experiments', {
    experiments: [
      { experiment_id: '0', name: 'Default', artifact_location: 'mlflow-artifacts:/0' },
      { experiment_id: '1', name: 'churn', artifact_location: 'mlflow-artifacts:/1' },
    ],
  }),
  json('runs', {
    runs: [
      {
        info: { run_id: 'r1', run_name: 'train-1', experiment_id: '1', user_id: 'hunter2' },
        data: {
          metrics: [{ key: 'auc', value: 0.91, step: 0 }],
          params: [{ key: 'lr', value: 'hunter2' }],
          tags: pairs(TAGS),
        },
        inputs: {
          dataset_inputs: [
            {
              tags: [{ key: 'mlflow.data.context', value: 'training' }],
              dataset: { name: 'customers', digest: 'abc123', source_type: 'http', source: CUSTOMERS },
            },
            {
              tags: [{ key: 'mlflow.data.context', value: 'evaluation' }],
              dataset: { name: 'holdout', digest: 'def456', source_type: 'hugging_face', source: HOLDOUT },
            },
          ],
        },
        outputs: { model_outputs: [{ model_id: 'm-1', step: 0 }] },
      },
      { info: { run_id: 'r2', run_name: 'try', experiment_id: '1' }, data: {} },
    ],
  }),
  json('logged-models', {
    models: [
      {
        info: {
          model_id: 'm-1',
          name: 'model',
          experiment_id: '1',
          source_run_id: 'r1',
          creation_timestamp_ms: CREATED[0],
        },
        data: {},
      },
    ],
  }),
  systemFile('versions/churn-model/1/MLmodel', MODEL_FILE),
  systemFile('versions/churn-model/1/requirements.txt', REQUIREMENTS),
];
