/** The registry's models and prompts, with all their versions as evidence. */
import { compareText } from '#model/diagnostics';
import { currentOf, type ModelFile, type ModelVersion, type RegisteredModel } from './facts.ts';
import { groupedBy } from './grouped-by.ts';
import { loggedAt, type Logged, type Model } from './logged-index.ts';
import type { Shelf } from './shelf.ts';
import { addEvidence, describeModel, kindOf } from './stored-model.ts';

export function readRegistered(shelf: Shelf): void {
  const { models, versions } = shelf.facts;
  const named = new Map(models.map((model) => [model.name, model]));
  const byName = groupedBy(versions, ({ name }) => name);
  for (const name of new Set([...named.keys(), ...byName.keys()])) {
    const own = (byName.get(name) ?? []).toSorted(
      (a, b) => Number(a.version) - Number(b.version) || compareText(a.version, b.version),
    );
    readRegisteredModel(shelf, name, named.get(name), own);
  }
}

function readRegisteredModel(
  shelf: Shelf,
  name: string,
  registered: RegisteredModel | undefined,
  own: readonly ModelVersion[],
): void {
  const node = registered?.node ?? own[0]!.node;
  const isPrompt = registered?.isPrompt === true;
  const aliases = registered?.aliases ?? new Map<string, string>();
  const current = currentOf(own, aliases);
  const file = current === undefined ? undefined : fileOf(shelf, current);
  const description = registered?.description;
  const id = shelf.draft.asset(
    {
      name,
      ...(description !== undefined && { description }),
      ...(isPrompt ? { kind: 'system-prompt', fallback: 'store' as const } : kindOf(file?.flavors)),
      place: node.place,
    },
    'model',
  );
  node.account.read(node.pointer, `registered ${isPrompt ? 'prompt' : 'model'} "${name}"`, `asset ${id}`);
  if (file !== undefined) describeModel(shelf, id, file);
  if (shelf.registry !== undefined) shelf.draft.relate(id, 'stored-in', shelf.registry);
  const stages = own.flatMap(({ version, stage }) =>
    stage === undefined ? [] : [[version, stage] as const],
  );
  shelf.draft.amend(id, ({ extensions }) => ({
    extensions: {
      ...extensions,
      ...(current !== undefined && { 'x-version': current.version }),
      ...(aliases.size > 0 && { 'x-aliases': Object.fromEntries(aliases) }),
      ...(stages.length > 0 && { 'x-stages': Object.fromEntries(stages) }),
    },
  }));
  for (const [alias, version] of aliases) {
    if (own.length === 0 || own.some((each) => each.version === version)) continue;
    node.account.warn(
      node.pointer,
      `alias "${alias}" of "${name}" is version ${version}, which is nowhere here`,
      { code: 'MLFLOW-004' },
    );
    node.account.notRead(`${node.pointer}/aliases`, `alias "${alias}"`, `there is no version ${version}`);
  }
  for (const version of own) readVersion(shelf, { id, name }, version);
}

function fileOf(shelf: Shelf, version: ModelVersion): ModelFile | undefined {
  const { name } = version;
  const fetched = shelf.facts.files.find(
    (file) => file.version?.name === name && file.version.version === version.version,
  );
  return fetched ?? shelf.files.find(versionPlace(version));
}

function readVersion(shelf: Shelf, model: Model, version: ModelVersion): void {
  const { node, runId, stage } = version;
  const run = runId === undefined ? undefined : shelf.runs.get(runId);
  const file = fileOf(shelf, version);
  shelf.models.add(versionPlace(version), model);
  const evidence = addEvidence(shelf, model, {
    named: `${model.id}-version-${version.version}`,
    version: version.version,
    node,
    metrics: run?.metrics ?? new Map(),
    ...(version.created !== undefined && { created: version.created }),
    ...(file !== undefined && { file }),
  });
  node.account.read(
    node.pointer,
    `version ${version.version} of "${model.name}"${stage === undefined ? '' : `, stage ${stage}`}`,
    `evidence ${evidence}`,
  );
  if (file !== undefined && !shelf.filesUsed.has(file)) {
    shelf.filesUsed.add(file);
    file.node.account.read('', `MLmodel of version ${version.version}`, `evidence ${evidence}`);
  }
  if (runId !== undefined && shelf.facts.runs.length > 0 && run === undefined) {
    node.account.warn(
      `${node.pointer}/run_id`,
      `run ${runId} of version ${version.version} of "${model.name}" is nowhere here`,
      { code: 'MLFLOW-004', hint: 'was it deleted, or is it in another store?' },
    );
    node.account.notRead(`${node.pointer}/run_id`, `run ${runId}`, 'it is nowhere here');
  }
}

/** By its own id, else by what its source says, in the run that it names. */
function versionPlace({ modelId, runId, source }: ModelVersion): Logged {
  const said = loggedAt(source);
  const id = modelId ?? said.modelId;
  return {
    ...(id !== undefined && { modelId: id }),
    ...(runId !== undefined && { runId }),
    ...(said.path !== undefined && (runId === undefined || said.runId === runId) && { path: said.path }),
    ...(runId === undefined && said.runId !== undefined && { runId: said.runId }),
  };
}
