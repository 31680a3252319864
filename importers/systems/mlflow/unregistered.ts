/** Models that runs logged and nobody registered. */
import { compareText } from '#model/diagnostics';
import { experimentName, historyOf, type ModelFile, type ModelVersion, type Run } from './facts.ts';
import { groupedBy } from './grouped-by.ts';
import { placeOfFile, type Logged } from './logged-index.ts';
import type { Shelf } from './shelf.ts';
import { addEvidence, describeModel, kindOf } from './stored-model.ts';

/** Runs of one script log a model of the same name each time: of how many the newest are evidence. */
const EVIDENCE_OF_UNREGISTERED = 20;

/** A model that nobody registered, as one run left it. */
interface Unregistered {
  readonly node: ModelVersion['node'];
  readonly what: string;
  readonly name: string;
  readonly at: Logged;
  readonly created?: string;
  readonly file?: ModelFile;
  /** Where there is no file. */
  readonly flavors?: readonly string[];
  readonly run?: Run;
  readonly metrics: ReadonlyMap<string, number>;
}

/** Models that runs logged and nobody registered: one for each name in an experiment, the newest first. */
export function readUnregistered(shelf: Shelf): void {
  const all = [...unregisteredLogged(shelf), ...unregisteredFiles(shelf), ...unregisteredTagged(shelf)];
  const groups = groupedBy(all, ({ name, run, file }) =>
    JSON.stringify(run === undefined ? [file?.path, name] : [run.experimentId, name]),
  );
  for (const group of groups.values()) {
    const newestFirst = group.toSorted((a, b) => compareText(b.created ?? '', a.created ?? ''));
    readGroup(shelf, newestFirst);
  }
}

/** What the server or folder lists as logged, since MLflow 3. */
function unregisteredLogged(shelf: Shelf): readonly Unregistered[] {
  return shelf.facts.logged.flatMap((logged): Unregistered[] => {
    const { node, id, runId, created } = logged;
    const name = logged.name ?? id;
    const at: Logged = { modelId: id, ...(runId !== undefined && { runId }), path: name };
    const what = `logged model "${name}"`;
    const known = shelf.models.find(at);
    if (known !== undefined) {
      shelf.models.add(at, known);
      node.account.read(node.pointer, what, `a version of ${known.id}`);
      return [];
    }
    const file = shelf.files.find({ modelId: id });
    if (file !== undefined) shelf.filesUsed.add(file);
    const run = runId === undefined ? undefined : shelf.runs.get(runId);
    return [
      {
        node,
        what,
        name,
        at,
        metrics: new Map([...logged.metrics, ...(run?.metrics ?? [])]),
        ...(created !== undefined && { created }),
        ...(file !== undefined && { file }),
        ...(run !== undefined && { run }),
      },
    ];
  });
}

function unregisteredFiles(shelf: Shelf): readonly Unregistered[] {
  return shelf.facts.files.flatMap((file): Unregistered[] => {
    if (shelf.filesUsed.has(file)) return [];
    shelf.filesUsed.add(file);
    const { node } = file;
    const at = placeOfFile(file);
    const known = shelf.models.find(at);
    if (known !== undefined) {
      node.account.notRead('', 'MLmodel of an older version', 'the current version says how it is made');
      return [];
    }
    const name = file.name ?? file.path.split('/').at(-2) ?? 'model';
    const run = file.runId === undefined ? undefined : shelf.runs.get(file.runId);
    return [
      {
        node,
        what: `model "${name}"`,
        name,
        at,
        file,
        metrics: run?.metrics ?? new Map(),
        ...(file.created !== undefined && { created: file.created }),
        ...(run !== undefined && { run }),
      },
    ];
  });
}

/** What runs of MLflow 1 and 2 say that they have logged, where no file of it is here. */
function unregisteredTagged(shelf: Shelf): readonly Unregistered[] {
  return shelf.facts.runs.flatMap((run) =>
    historyOf(run).flatMap(({ path, flavors, created }): Unregistered[] => {
      const at: Logged = { runId: run.id, path };
      if (shelf.models.find(at) !== undefined || shelf.files.find(at) !== undefined) return [];
      return [
        {
          node: run.node,
          what: `model "${path}" of run "${run.name ?? run.id}"`,
          name: path,
          at,
          flavors,
          metrics: run.metrics,
          run,
          ...(created !== undefined && { created }),
        },
      ];
    }),
  );
}

function readGroup(shelf: Shelf, newestFirst: readonly Unregistered[]): void {
  const [newest] = newestFirst;
  if (newest === undefined) return;
  const { run } = newest;
  const experiment = run?.experimentId === undefined ? undefined : shelf.experiments.get(run.experimentId);
  const named = experiment === undefined ? undefined : experimentName(experiment);
  // Every second model is called "model".
  const name = newest.name === 'model' && named !== undefined ? `${named} model` : newest.name;
  const { file } = newest;
  const id = shelf.draft.asset(
    { name, ...kindOf(file?.flavors ?? newest.flavors), place: newest.node.place },
    'model',
  );
  if (file !== undefined) describeModel(shelf, id, file);
  const model = { id, name };
  for (const [index, each] of newestFirst.entries()) {
    shelf.models.add(each.at, model);
    const { pointer, account } = each.node;
    if (index >= EVIDENCE_OF_UNREGISTERED) {
      account.notRead(
        pointer,
        each.what,
        `only the newest ${EVIDENCE_OF_UNREGISTERED} of ${id} are evidence`,
      );
      continue;
    }
    const version = each.at.modelId ?? each.at.runId;
    const evidence = addEvidence(shelf, model, {
      ...each,
      named: `${id}-logged`,
      ...(version !== undefined && { version }),
    });
    account.read(
      pointer,
      each.what,
      index === 0 ? `asset ${id}, evidence ${evidence}` : `evidence ${evidence}`,
    );
  }
  const { runId } = newest.at;
  if (run !== undefined || runId === undefined) return;
  shelf.draft.keep(id, 'x-run', runId);
  newest.node.account.kept(`${newest.node.pointer}/run_id`, `run ${runId}`, `x-run of ${id}`);
  shelf.draft.ask(id, 'which pipeline made it (built-by), from which data (trained-on)?');
}
