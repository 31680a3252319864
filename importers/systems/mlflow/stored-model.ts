/** What an `MLmodel` file says of the model that it lies with. */
import type { DraftAsset } from '#model/draft-system';
import { compareText } from '#model/diagnostics';
import type { Evidence, Measure } from '#model/system-model';
import type { ModelFile, ModelVersion } from './facts.ts';
import type { Model } from './logged-index.ts';
import { linkResources } from './resources.ts';
import type { Shelf } from './shelf.ts';

/** Flavors that say what kind of model it is. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['openai', 'llm'],
  ['anthropic', 'llm'],
  ['sentence_transformers', 'embedding-model'],
]);
/** Flavors of models that answer with classes and numbers, whatever they are called. */
const PREDICTIVE: ReadonlySet<string> = new Set([
  'catboost',
  'diviner',
  'fastai',
  'h2o',
  'lightgbm',
  'mleap',
  'pmdarima',
  'prophet',
  'sklearn',
  'spark',
  'statsmodels',
  'xgboost',
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

/** The kind by the flavors of a model; where they leave it open, the name of the model may say more. */
export function kindOf(
  flavors: readonly string[] = [],
): Pick<DraftAsset, 'kind' | 'kindIsLoose' | 'fallback' | 'ask'> {
  const known = flavors.map((flavor) => KINDS.get(flavor)).find((kind) => kind !== undefined);
  const isLoose = known === undefined && !flavors.some((flavor) => PREDICTIVE.has(flavor));
  return {
    kind: known ?? 'model',
    kindIsLoose: isLoose,
    fallback: 'store',
    ...(flavors.some((flavor) => AGENT_FLAVORS.has(flavor)) && {
      ask: [
        'a chain or agent is stored as this model: which model answers in it (uses), and what does it call?',
      ],
    }),
  };
}

/** Tasks of pipelines whose models make text. */
const MAKES_TEXT = /^(?:text-generation|text2text-generation|conversational|image-text-to-text|llm\/v1\/.*)$/;

/** What was stored is the model of the hub itself, or was made from it. */
function linkSource(
  { draft, inventory, sources }: Shelf,
  id: string,
  { source, task = '' }: ModelFile,
): void {
  if (source === undefined) return;
  const { node, name, revision } = source;
  const key = `${name} ${revision ?? ''}`;
  const known = sources.get(key);
  const base =
    known ??
    draft.asset(
      {
        name,
        kind: MAKES_TEXT.test(task) ? 'llm' : 'model',
        kindIsLoose: !MAKES_TEXT.test(task),
        fallback: 'store',
        facts: { provider: ['public-hub'] },
        ...(revision !== undefined && { extensions: { 'x-version': revision } }),
        place: node.place,
        ask: ['is what arrives checked against what its publisher made (provenance)?'],
      },
      'model',
    );
  sources.set(key, base);
  if (known === undefined)
    draft.relate(base, 'deployed-from', inventory.registry('huggingface', node.place).id);
  draft.relate(id, 'built-from', base);
  node.account.read(
    `${node.pointer}/source_model_name`,
    `source model "${name}"`,
    `${id} built-from ${base}`,
  );
}

/** Flavors, signature and packages, at the asset of the model. */
export function describeModel(shelf: Shelf, id: string, file: ModelFile): void {
  const { draft, inventory, filesUsed } = shelf;
  filesUsed.add(file);
  const { node } = file;
  const signature = Object.entries(file.signature);
  draft.amend(id, ({ extensions }) => ({
    extensions: {
      ...extensions,
      'x-flavors': file.flavors,
      ...(signature.length > 0 && { 'x-signature': Object.fromEntries(signature) }),
      ...(file.runsCode && { 'x-loading-runs-code': true }),
    },
  }));
  node.account.kept('/flavors', `flavors ${file.flavors.join(', ')}`, `x-flavors of ${id}`);
  if (file.task !== undefined && MAKES_TEXT.test(file.task))
    draft.amend(id, () => ({ kind: 'llm', kindIsLoose: false }));
  linkSource(shelf, id, file);
  if (signature.length > 0) node.account.kept('/signature', 'signature', `x-signature of ${id}`);
  if (file.runsCode)
    draft.ask(id, 'loading it runs code that lies in it: is what is loaded checked (provenance)?');
  linkResources(shelf, id, file);
  if (file.requirements.length === 0) return;
  for (const each of file.requirements) inventory.addPackage(each, 'pkg:pypi/x', node.place);
  const registry = inventory.registry('pypi', node.place).id;
  draft.relate(id, 'depends-on', registry);
  node.account.read(
    '',
    `${file.requirements.length} packages of requirements.txt`,
    `${id} depends-on ${registry}`,
  );
}

/** A version of a model, or what one run left: its file with its digest, and how it did. */
export function addEvidence(
  shelf: Shelf,
  model: Model,
  {
    named,
    version,
    node,
    created,
    file,
    metrics,
  }: {
    readonly named: string;
    readonly version?: string;
    readonly node: ModelVersion['node'];
    readonly created?: string;
    readonly file?: ModelFile;
    readonly metrics: ReadonlyMap<string, number>;
  },
): string {
  const measures: Measure[] = [...metrics]
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
  return shelf.draft.evidence(named, { ...evidence, place: node.place });
}
