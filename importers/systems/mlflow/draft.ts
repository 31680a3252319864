/** From what MLflow knows to a draft: registry, models, pipelines, data, and evidence for each version. */
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { Inventory } from '../../formats/inventory.ts';
import { ArtifactStores } from './artifact-stores.ts';
import { Datasets } from './datasets.ts';
import type { MlflowFacts, ModelFile, Run } from './facts.ts';
import { groupedBy } from './grouped-by.ts';
import { LoggedIndex, placeOfFile } from './logged-index.ts';
import { Pipelines } from './pipelines.ts';
import { readRegistered } from './registered.ts';
import type { Shelf } from './shelf.ts';
import { readUnregistered } from './unregistered.ts';

export function draftOfMlflow(facts: MlflowFacts): DraftBuilder {
  const draft = new DraftBuilder();
  const inventory = new Inventory(draft);
  const shelf: Shelf = {
    draft,
    inventory,
    facts,
    runs: new Map(facts.runs.map((run) => [run.id, run])),
    experiments: new Map(facts.experiments.map((each) => [each.id, each])),
    models: new LoggedIndex(),
    files: new LoggedIndex<ModelFile>(),
    filesUsed: new Set(),
    resources: new Map(),
    sources: new Map(),
    judged: judgedIn(facts),
    registry: readRegistry(draft, facts),
  };
  for (const file of facts.files) shelf.files.add(placeOfFile(file), file);
  readRegistered(shelf);
  readUnregistered(shelf);
  const parts = {
    pipelines: new Pipelines(draft, facts.experiments),
    datasets: new Datasets(draft, inventory),
  };
  for (const run of facts.runs) readRun(shelf, parts, run);
  readExperiments(shelf);
  inventory.finish();
  return draft;
}

/** Run → logged models that it measured on data. */
function judgedIn({ logged }: MlflowFacts): Shelf['judged'] {
  const pairs = logged.flatMap(({ id, judgedBy }) => judgedBy.map((runId) => ({ runId, id })));
  const groups = [...groupedBy(pairs, ({ runId }) => runId)];
  return new Map(groups.map(([runId, all]) => [runId, all.map(({ id }) => id)]));
}

interface Runs {
  readonly pipelines: Pipelines;
  readonly datasets: Datasets;
}

function readRegistry(draft: DraftBuilder, facts: MlflowFacts): string | undefined {
  const { server, models, versions } = facts;
  const node = server?.node ?? models[0]?.node ?? versions[0]?.node;
  if (node === undefined) return undefined;
  const registry = draft.asset(
    {
      name: 'MLflow',
      kind: 'model-registry',
      fallback: 'store',
      place: node.place,
      facts: { provider: ['own'], ...(server?.anonymous === true && { anonymous: ['read'] }) },
      ...(server !== undefined && { extensions: { 'x-address': server.address } }),
      ask: [
        'who may register models and move aliases?',
        ...(server?.anonymous === true ? ['it answered without credentials: may anybody also write?'] : []),
      ],
    },
    'mlflow',
  );
  if (server === undefined) return registry;
  node.account.read(server.node.pointer, `tracking server ${server.address}`, `asset ${registry}`);
  if (server.anonymous)
    node.account.read('/anonymous', 'it asked for no credentials', `anonymous of ${registry}: read`);
  return registry;
}

function readRun(shelf: Shelf, { pipelines, datasets }: Runs, run: Run): void {
  const what = `run "${run.name ?? run.id}"${run.isDeleted ? ', deleted' : ''}`;
  const models = unique([
    ...shelf.models.ofRun(run.id),
    ...run.outputs.flatMap((modelId) => shelf.models.find({ modelId }) ?? []),
  ]);
  const judgedIds = [...run.judged, ...(shelf.judged.get(run.id) ?? [])];
  const judged = unique(judgedIds.flatMap((modelId) => shelf.models.find({ modelId }) ?? [])).filter(
    (model) => !models.includes(model),
  );
  if (models.length === 0 && judged.length === 0) {
    run.node.account.notRead(run.node.pointer, what, 'no model came of it');
    run.node.tellParts();
    for (const input of run.inputs) input.node.tellParts();
    return;
  }
  for (const model of judged) {
    const ids = run.inputs.flatMap((input) => datasets.readJudged(run, input, model.id) ?? []);
    run.node.account.read(
      run.node.pointer,
      what,
      ids.length === 0 ? `it judged ${model.id}` : `${model.id} evaluated-on ${ids.join(', ')}`,
    );
  }
  if (models.length === 0) return;
  const pipeline = pipelines.of(run);
  run.node.account.read(run.node.pointer, what, `asset ${pipeline}`);
  for (const model of models) {
    shelf.draft.relate(model.id, 'built-by', pipeline);
    for (const input of run.inputs) datasets.read(run, input, model.id, pipeline);
  }
  if (shelf.registry !== undefined)
    shelf.draft.flow({ from: pipeline, to: shelf.registry, carries: ['model'], place: run.node.place });
}

function readExperiments(shelf: Shelf): void {
  const stores = new ArtifactStores(shelf.draft);
  const runs = groupedBy(shelf.facts.runs, ({ experimentId }) => experimentId);
  for (const { node, id, name, artifacts } of shelf.facts.experiments) {
    const models = unique((runs.get(id) ?? []).flatMap((run) => shelf.models.ofRun(run.id)));
    if (models.length === 0) {
      node.account.notRead(node.pointer, `experiment "${name}"`, 'no model came of it');
      continue;
    }
    node.account.read(node.pointer, `experiment "${name}"`, 'the pipelines of its runs');
    if (artifacts === undefined) continue;
    const store = stores.at(artifacts, node.place);
    for (const model of models) shelf.draft.relate(model.id, 'stored-in', store);
    node.account.read(`${node.pointer}/artifact_location`, 'where its artefacts lie', `asset ${store}`);
  }
}

function unique<T>(things: readonly T[]): readonly T[] {
  return [...new Set(things)];
}
