/** From what MLflow knows to a draft: registry, models, pipelines, data, and evidence for each version. */
import { compareText } from '#model/diagnostics';
import type { Evidence, Measure } from '#model/system-model';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { Inventory } from '../../formats/inventory.ts';
import { withoutCredentials } from '../../formats/redact.ts';
import { ArtifactStores } from './artifact-stores.ts';
import { Datasets } from './datasets.ts';
import { currentOf, type MlflowFacts, type ModelFile, type ModelVersion, type Run } from './facts.ts';

/** Flavors that say what kind of model it is. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['openai', 'llm'],
  ['anthropic', 'llm'],
  ['sentence_transformers', 'embedding-model'],
]);
/** Flavors behind which a chain or agent may stand. */
const AGENT_FLAVORS: ReadonlySet<string> = new Set([
  'langchain',
  'llama_index',
  'dspy',
  'langgraph',
  'crewai',
  'chat_agent',
  'responses_agent',
]);

interface Model {
  readonly id: string;
  readonly name: string;
}

export class MlflowDraft {
  readonly draft = new DraftBuilder();
  readonly inventory = new Inventory(this.draft);
  readonly #facts: MlflowFacts;
  readonly #runs: ReadonlyMap<string, Run>;
  readonly #filesByRun: ReadonlyMap<string, ModelFile>;
  readonly #stores = new ArtifactStores(this.draft);
  readonly #datasets = new Datasets(this.draft, this.inventory);
  readonly #pipelines = new Map<string, string>();
  /** Keys of logged models, runs and versions → model. */
  readonly #models = new Map<string, Model>();
  readonly #filesUsed = new Set<ModelFile>();
  #registry: string | undefined;

  constructor(facts: MlflowFacts) {
    this.#facts = facts;
    this.#runs = new Map(facts.runs.map((run) => [run.id, run]));
    this.#filesByRun = new Map(
      facts.files.flatMap((file) => [
        ...(file.modelId === undefined ? [] : [[file.modelId, file] as const]),
        ...(file.runId === undefined ? [] : [[file.runId, file] as const]),
      ]),
    );
    this.#readRegistry();
    this.#readModels();
    this.#readLogged();
    this.#readLooseFiles();
    this.#readRuns();
    this.#readExperiments();
    this.inventory.finish();
  }

  #readRegistry(): void {
    const { server, models, versions } = this.#facts;
    const node = server?.node ?? models[0]?.node ?? versions[0]?.node;
    if (node === undefined) return;
    const registry = this.draft.asset(
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
    this.#registry = registry;
    if (server === undefined) return;
    node.account.read(server.node.pointer, `tracking server ${server.address}`, `asset ${registry}`);
    if (server.anonymous)
      node.account.read('/anonymous', 'it asked for no credentials', `anonymous of ${registry}: read`);
  }

  #readModels(): void {
    const { models, versions } = this.#facts;
    const named = new Map(models.map((model) => [model.name, model]));
    for (const name of new Set([...named.keys(), ...versions.map((each) => each.name)])) {
      const registered = named.get(name);
      const own = versions
        .filter((each) => each.name === name)
        .sort((a, b) => Number(a.version) - Number(b.version) || compareText(a.version, b.version));
      const node = registered?.node ?? own[0]!.node;
      const current = currentOf(own, registered?.aliases ?? new Map());
      const file = current === undefined ? undefined : this.#fileOf(current);
      const id = this.#addModel(name, node.place, file, registered?.description);
      node.account.read(node.pointer, `registered model "${name}"`, `asset ${id}`);
      if (this.#registry !== undefined) this.draft.relate(id, 'stored-in', this.#registry);
      const aliases = [...(registered?.aliases ?? [])];
      this.draft.amend(id, ({ extensions }) => ({
        extensions: {
          ...extensions,
          ...(current !== undefined && { 'x-version': current.version }),
          ...(aliases.length > 0 && { 'x-aliases': Object.fromEntries(aliases) }),
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
      for (const version of own) this.#readVersion({ id, name }, version);
    }
  }

  #addModel(
    name: string,
    place: ModelVersion['node']['place'],
    file: ModelFile | undefined,
    description?: string,
  ): string {
    const flavor = file?.flavors.find((each) => KINDS.has(each));
    const id = this.draft.asset(
      {
        name,
        ...(description !== undefined && { description }),
        kind: (flavor === undefined ? undefined : KINDS.get(flavor)) ?? 'model',
        fallback: 'store',
        place,
        ...(file?.flavors.some((each) => AGENT_FLAVORS.has(each)) === true && {
          ask: [
            'a chain or agent is stored as this model: which model answers in it (uses), and what does it call?',
          ],
        }),
      },
      'model',
    );
    if (file !== undefined) this.#readFile(id, file);
    return id;
  }

  #readFile(id: string, file: ModelFile): void {
    this.#filesUsed.add(file);
    const { node } = file;
    const signature = Object.entries(file.signature);
    this.draft.amend(id, ({ extensions }) => ({
      extensions: {
        ...extensions,
        'x-flavors': file.flavors,
        ...(signature.length > 0 && { 'x-signature': Object.fromEntries(signature) }),
        ...(file.runsCode && { 'x-loading-runs-code': true }),
      },
    }));
    node.account.kept('/flavors', `flavors ${file.flavors.join(', ')}`, `x-flavors of ${id}`);
    if (signature.length > 0) node.account.kept('/signature', 'signature', `x-signature of ${id}`);
    if (file.runsCode)
      this.draft.ask(id, 'loading it runs code that lies in it: is what is loaded checked (provenance)?');
    if (file.requirements.length > 0) {
      for (const each of file.requirements) this.inventory.addPackage(each, 'pkg:pypi/x', node.place);
      const registry = this.inventory.registry('pypi', node.place).id;
      this.draft.relate(id, 'depends-on', registry);
      node.account.read(
        '',
        `${file.requirements.length} packages of requirements.txt`,
        `${id} depends-on ${registry}`,
      );
    }
  }

  #fileOf({ name, version, modelId, runId, source }: ModelVersion): ModelFile | undefined {
    const fetched = this.#facts.files.find(
      (file) => file.version?.name === name && file.version.version === version,
    );
    const logged = modelId ?? /^models:\/(m-[\w-]+)/.exec(source ?? '')?.[1];
    return fetched ?? this.#filesByRun.get(logged ?? '') ?? this.#filesByRun.get(runId ?? '');
  }

  #readVersion(model: Model, version: ModelVersion): void {
    const { node, runId, modelId, stage } = version;
    const run = runId === undefined ? undefined : this.#runs.get(runId);
    const file = this.#fileOf(version);
    const logged = modelId ?? /^models:\/(m-[\w-]+)/.exec(version.source ?? '')?.[1];
    for (const key of [logged, runId])
      if (key !== undefined && !this.#models.has(key)) this.#models.set(key, model);
    const evidence = this.#addEvidence(model, {
      version: version.version,
      node,
      ...(version.created !== undefined && { created: version.created }),
      ...(file !== undefined && { file }),
      ...(run !== undefined && { run }),
    });
    node.account.read(
      node.pointer,
      `version ${version.version} of "${model.name}"${stage === undefined ? '' : `, stage ${stage}`}`,
      `evidence ${evidence}`,
    );
    if (file !== undefined && !this.#filesUsed.has(file)) {
      this.#filesUsed.add(file);
      file.node.account.read('', `MLmodel of version ${version.version}`, `evidence ${evidence}`);
    }
    if (runId !== undefined && this.#facts.runs.length > 0 && run === undefined) {
      node.account.warn(
        `${node.pointer}/run_id`,
        `run ${runId} of version ${version.version} of "${model.name}" is nowhere here`,
        { code: 'MLFLOW-004', hint: 'was it deleted, or is it in another store?' },
      );
      node.account.notRead(`${node.pointer}/run_id`, `run ${runId}`, 'it is nowhere here');
    }
  }

  #addEvidence(
    model: Model,
    {
      version,
      node,
      created,
      file,
      run,
    }: {
      readonly version?: string;
      readonly node: ModelVersion['node'];
      readonly created?: string;
      readonly file?: ModelFile;
      readonly run?: Run;
    },
  ): string {
    const measures: Measure[] = [...(run?.metrics ?? [])]
      .map(([metric, value]) => ({ metric, value }))
      .sort((a, b) => compareText(a.metric, b.metric));
    const day = created ?? file?.created;
    const evidence: Omit<Evidence, 'id'> = {
      kind: 'model',
      subject: model.id,
      measures,
      ...(version !== undefined && { subjectVersion: version }),
      ...(day !== undefined && { collected: day }),
      ...(file !== undefined && { file: file.path, sha256: file.sha256 }),
    };
    return this.draft.evidence(
      version === undefined ? `${model.id}-logged` : `${model.id}-version-${version}`,
      { ...evidence, place: node.place },
    );
  }

  /** Models that runs logged and nobody registered; only those whose file is here, for runs log many. */
  #readLogged(): void {
    for (const logged of this.#facts.logged) {
      const known =
        this.#models.get(logged.id) ??
        (logged.runId === undefined ? undefined : this.#models.get(logged.runId));
      if (known !== undefined) {
        this.#models.set(logged.id, known);
        logged.node.account.read(
          logged.node.pointer,
          `logged model "${logged.name ?? logged.id}"`,
          `a version of ${known.id}`,
        );
        continue;
      }
      const name = logged.name ?? logged.id;
      const file = this.#filesByRun.get(logged.id);
      const id = this.#addModel(name, logged.node.place, file);
      const model = { id, name };
      this.#models.set(logged.id, model);
      if (logged.runId !== undefined) this.#models.set(logged.runId, model);
      const run = logged.runId === undefined ? undefined : this.#runs.get(logged.runId);
      this.#addEvidence(model, {
        node: logged.node,
        ...(logged.created !== undefined && { created: logged.created }),
        ...(file !== undefined && { file }),
        ...(run !== undefined && { run }),
      });
      logged.node.account.read(logged.node.pointer, `logged model "${name}"`, `asset ${id}`);
    }
  }

  #readLooseFiles(): void {
    for (const file of this.#facts.files) {
      if (this.#filesUsed.has(file)) continue;
      const known = [file.modelId, file.runId]
        .map((key) => (key === undefined ? undefined : this.#models.get(key)))
        .find((each) => each !== undefined);
      if (known !== undefined) {
        this.#filesUsed.add(file);
        file.node.account.notRead(
          '',
          'MLmodel of an older version',
          'the current version says how it is made',
        );
        continue;
      }
      const name = file.name ?? file.path.split('/').at(-2) ?? 'model';
      const id = this.#addModel(name, file.node.place, file);
      const model = { id, name };
      if (file.runId !== undefined) this.#models.set(file.runId, model);
      const run = file.runId === undefined ? undefined : this.#runs.get(file.runId);
      const evidence = this.#addEvidence(model, { node: file.node, file, ...(run !== undefined && { run }) });
      file.node.account.read('', `model "${name}"`, `asset ${id}, evidence ${evidence}`);
      if (run === undefined && file.runId !== undefined) {
        this.draft.amend(id, ({ extensions }) => ({ extensions: { ...extensions, 'x-run': file.runId } }));
        file.node.account.kept('/run_id', `run ${file.runId}`, `x-run of ${id}`);
        this.draft.ask(id, 'which pipeline made it (built-by), from which data (trained-on)?');
      }
    }
  }

  #readRuns(): void {
    for (const run of this.#facts.runs) {
      const models = [run.id, ...run.outputs].flatMap((key) => this.#models.get(key) ?? []);
      const what = `run "${run.name ?? run.id}"`;
      if (models.length === 0) {
        run.node.account.notRead(run.node.pointer, what, 'no model came of it');
        run.node.tellParts();
        for (const input of run.inputs) input.node.tellParts();
        continue;
      }
      const pipeline = this.#pipelineOf(run);
      run.node.account.read(run.node.pointer, what, `asset ${pipeline}`);
      for (const model of new Map(models.map((each) => [each.id, each])).values()) {
        this.draft.relate(model.id, 'built-by', pipeline);
        for (const input of run.inputs) this.#datasets.read(run, input, model.id, pipeline);
      }
      if (this.#registry !== undefined)
        this.draft.flow({ from: pipeline, to: this.#registry, carries: ['model'], place: run.node.place });
    }
  }

  /** The script or notebook of a run, within its experiment: what made the models. */
  #pipelineOf(run: Run): string {
    const experiment = this.#facts.experiments.find(({ id }) => id === run.experimentId);
    const source = run.tags.get('mlflow.source.name')?.split(/[\\/]/).at(-1);
    const isNotebook = run.tags.get('mlflow.source.type') === 'NOTEBOOK';
    const key = `${run.experimentId ?? ''} ${source ?? ''}`;
    const known = this.#pipelines.get(key);
    if (known !== undefined) return known;
    const place = run.node.place;
    const id = this.draft.asset(
      {
        name:
          experiment === undefined || experiment.name === 'Default'
            ? (source ?? 'Training')
            : `${experiment.name} training`,
        kind: isNotebook ? 'notebook' : 'training-pipeline',
        fallback: 'process',
        place,
        ...(source !== undefined && { extensions: { 'x-source': source } }),
        ask: ['who can change or start it, and where does it run (hosted-on)?'],
      },
      'training',
    );
    this.#pipelines.set(key, id);
    const repository = run.tags.get('mlflow.source.git.repoURL');
    const commit = run.tags.get('mlflow.source.git.commit');
    if (commit !== undefined)
      this.draft.amend(id, ({ extensions }) => ({ extensions: { ...extensions, 'x-commit': commit } }));
    if (repository !== undefined) {
      const address = withoutCredentials(repository);
      const store = this.draft.asset(
        {
          name: address.split('/').slice(-2).join('/'),
          kind: 'source-repository',
          fallback: 'store',
          place,
          extensions: { 'x-address': address },
        },
        'repository',
      );
      this.draft.relate(id, 'built-from', store);
    }
    return id;
  }

  #readExperiments(): void {
    for (const { node, id, name, artifacts } of this.#facts.experiments) {
      const used = this.#facts.runs.some(
        (run) => run.experimentId === id && [run.id, ...run.outputs].some((key) => this.#models.has(key)),
      );
      if (!used) {
        node.account.notRead(node.pointer, `experiment "${name}"`, 'no model came of it');
        continue;
      }
      node.account.read(node.pointer, `experiment "${name}"`, 'the pipelines of its runs');
      if (artifacts === undefined) continue;
      const store = this.#stores.at(artifacts, node.place);
      for (const run of this.#facts.runs) {
        if (run.experimentId !== id) continue;
        for (const key of [run.id, ...run.outputs]) {
          const model = this.#models.get(key);
          if (model !== undefined) this.draft.relate(model.id, 'stored-in', store);
        }
      }
      node.account.read(`${node.pointer}/artifact_location`, 'where its artefacts lie', `asset ${store}`);
    }
  }
}
