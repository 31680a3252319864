/** Model cards: what a model learned from, how well it does, and what its makers warn of. */
import type { Relation } from '#model/system-model';
import { readPackageUrl } from '../../formats/package-url.ts';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep, localRef, register, type Bom, type Subject } from './bom.ts';
import { dataClassesOf, readGovernance, readProperties } from './details.ts';

/** Data sets whose names say that a model is judged on them. */
const EVALUATION =
  /(?:^|[^a-z])(?:eval(?:uation)?|test(?:ing)?|valid(?:ation)?|benchmark|holdout|dev)(?:[^a-z]|$)/i;

export function readModelCard(bom: Bom, card: TreeNode, model: Subject): void {
  card.expectObject();
  const parameters = card.at('modelParameters');
  if (parameters !== undefined) readParameters(bom, parameters, model);
  const analysis = card.at('quantitativeAnalysis');
  if (analysis !== undefined) readMetrics(bom, analysis, model);
  const considerations = card.at('considerations');
  if (considerations !== undefined) readConsiderations(bom, considerations, model);
  readProperties(bom, card, model.id);
  register(bom, card, model);
}

function readParameters(bom: Bom, parameters: TreeNode, model: Subject): void {
  for (const key of ['task', 'architectureFamily', 'modelArchitecture'] as const) {
    const value = parameters.text(key);
    const node = parameters.any(key);
    if (value !== undefined && node !== undefined) {
      keep(bom, model.id, node, `${key} "${value}"`, { key: `x-${KEYS[key]}`, value });
    }
  }
  const approach = parameters.at('approach');
  const type = approach?.text('type');
  if (approach !== undefined && type !== undefined) {
    keep(bom, model.id, approach, `approach "${type}"`, { key: 'x-approach', value: type });
  }
  for (const key of ['inputs', 'outputs'] as const) {
    const formats = parameters.objects(key).flatMap((each) => each.text('format') ?? []);
    const node = parameters.any(key);
    if (formats.length > 0 && node !== undefined) {
      keep(bom, model.id, node, `${key} ${formats.join(', ')}`, { key: `x-${key}`, value: formats });
    }
  }
  for (const dataset of parameters.objects('datasets')) readDataset(bom, dataset, model);
}

const KEYS = {
  task: 'task',
  architectureFamily: 'architecture-family',
  modelArchitecture: 'architecture',
} as const;

/** A data set of its own, or a reference to a component or to a URN; references wait until all components are read. */
function readDataset(bom: Bom, node: TreeNode, model: Subject): void {
  const ref = node.text('ref');
  if (ref !== undefined) {
    bom.pending.push({ node, ref, model });
    return;
  }
  const type = node.text('type') ?? 'dataset';
  const name = node.text('name');
  const what = `${type} "${name ?? ''}"`;
  // Some generators put the address beside the contents.
  const url = node.at('contents')?.text('url') ?? node.text('url');
  const words = [node.text('classification'), ...node.texts('sensitiveData')].filter(
    (word) => word !== undefined,
  );
  const classes = dataClassesOf(words);
  const description = node.text('description');
  const id = bom.draft.asset(
    {
      place: node.place,
      fallback: 'store',
      ...(type === 'dataset' ? { kind: 'dataset' } : { hints: { types: [type] } }),
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(classes.length > 0 && { data: classes }),
      extensions: {
        ...(url !== undefined && { 'x-contents': withoutCredentials(url) }),
        ...(words.length > 0 && { 'x-classification': words }),
      },
      ask: ['who can add to it or change it (contributors)?'],
    },
    'dataset',
  );
  node.account.read(node.pointer, what, `asset ${id}`);
  const data: Subject = { id, sort: 'data', what };
  register(bom, node, data);
  linkDataset(bom, node, model, data);
  if (url !== undefined && hostOf(url) === 'huggingface.co') {
    const registry = bom.inventory.registry('huggingface', node.place);
    bom.draft.relate(id, 'stored-in', registry.id);
    bom.draft.amend(id, ({ facts }) => ({ facts: { ...facts, provider: ['public-hub'] } }));
  }
  readGovernance(bom, node, id);
}

/** The format says only that a model was trained or judged on it. */
export function linkDataset(bom: Bom, node: TreeNode, model: Subject, data: Subject): void {
  const isEvaluation = EVALUATION.test(data.what);
  const relation: Relation = isEvaluation ? 'evaluated-on' : 'trained-on';
  if (!bom.draft.relate(model.id, relation, data.id)) return;
  node.account.guessed(
    node.pointer,
    `data set of ${model.what}`,
    `${model.id} ${relation} ${data.id}`,
    isEvaluation ? 'its name says so' : 'the format does not tell training from evaluation',
  );
}

/** A data set that is named by its ref; a purl of Hugging Face is one of a component that the document leaves out. */
export function resolvePending(bom: Bom): void {
  for (const { node, ref, model } of bom.pending) {
    const known = bom.subjects.get(localRef(bom, ref));
    if (known !== undefined) {
      linkDataset(bom, node, model, known);
      if (known.sort === 'data')
        bom.draft.amend(known.id, ({ kind }) => (kind === undefined ? { kind: 'dataset' } : {}));
      continue;
    }
    const purl = readPackageUrl(ref);
    if (purl === undefined) {
      node.account.warn(
        `${node.pointer}/ref`,
        `the data set "${ref}" of ${model.what} is nowhere in the document`,
        {
          code: 'CDX-004',
          hint: 'is it a component with another bom-ref?',
        },
      );
      node.account.notRead(
        `${node.pointer}/ref`,
        `data set "${ref}"`,
        'nothing in the document has this bom-ref',
      );
      continue;
    }
    const id = bom.draft.asset({
      place: node.place,
      fallback: 'store',
      kind: 'dataset',
      name: purl.name,
      extensions: { 'x-purl': ref },
    });
    const data: Subject = { id, sort: 'data', what: `data set "${purl.name}"` };
    bom.subjects.set(ref, data);
    node.account.guessed(
      `${node.pointer}/ref`,
      `data set "${ref}"`,
      `asset ${id}`,
      'named by its purl alone',
    );
    linkDataset(bom, node, model, data);
  }
}

function readMetrics(bom: Bom, analysis: TreeNode, model: Subject): void {
  const kept: string[] = [];
  const measures = analysis.objects('performanceMetrics').flatMap((each) => {
    const [metric, value, slice] = [each.text('type'), each.text('value'), each.text('slice')];
    each.at('confidenceInterval')?.tell('lowerBound', 'upperBound');
    if (metric === undefined || value === undefined) return [];
    const name = slice === undefined ? metric : `${metric} (${slice})`;
    const number = value.endsWith('%') ? Number(value.slice(0, -1)) / 100 : Number(value);
    if (Number.isFinite(number)) return [{ metric: name, value: number }];
    kept.push(`${name}: ${value}`);
    return [];
  });
  const node = analysis.any('performanceMetrics');
  if (node === undefined) return;
  if (kept.length > 0)
    keep(bom, model.id, node, 'metrics that are no numbers', { key: 'x-metrics', value: kept });
  if (measures.length === 0) return;
  const evidence = bom.draft.evidence(`${model.id}-card`, {
    kind: 'model',
    file: bom.file.path,
    sha256: bom.file.sha256,
    subject: model.id,
    ...(bom.collected !== undefined && { collected: bom.collected }),
    measures,
    place: node.place,
  });
  node.account.read(node.pointer, `${measures.length} metrics`, `evidence ${evidence}`);
}

const KEPT_CONSIDERATIONS = ['users', 'useCases', 'technicalLimitations', 'performanceTradeoffs'] as const;

function readConsiderations(bom: Bom, considerations: TreeNode, model: Subject): void {
  considerations.expectObject();
  const kept = Object.fromEntries(
    KEPT_CONSIDERATIONS.map((key) => [key, considerations.texts(key)] as const).filter(
      ([, texts]) => texts.length > 0,
    ),
  );
  if (Object.keys(kept).length > 0) {
    keep(bom, model.id, considerations, `considerations: ${Object.keys(kept).join(', ')}`, {
      key: 'x-considerations',
      value: kept,
    });
  }
  for (const risk of considerations.items('ethicalConsiderations')) {
    if (!risk.isObject) readPlainRisk(bom, risk, model);
    else readRisk(bom, risk, model, risk.text('name') ?? 'ethical consideration', risk.text('description'));
  }
  for (const fairness of considerations.items('fairnessAssessments')) {
    if (!fairness.isObject) {
      readPlainRisk(bom, fairness, model);
      continue;
    }
    const group = fairness.text('groupAtRisk');
    const harms = fairness.text('harms');
    fairness.tell('benefits');
    readRisk(bom, fairness, model, `Fairness: ${group ?? 'a group at risk'}`, harms);
  }
}

/** A warning that is a text by itself, as some generators write it. */
function readPlainRisk(bom: Bom, node: TreeNode, model: Subject): void {
  const text = node.asText();
  if (text !== undefined) readRisk(bom, node, model, text);
}

/** What the maker warns of; a strategy against it is something that somebody may do, not something in place. */
function readRisk(bom: Bom, node: TreeNode, model: Subject, name: string, description?: string): void {
  const strategy = node.text('mitigationStrategy');
  const safeguards =
    strategy === undefined
      ? []
      : [
          bom.draft.safeguard({
            name: `Against: ${name}`,
            description: strategy,
            on: [model.id],
            implements: [],
            status: 'planned',
            place: node.place,
            ask: ['is this in place, and which control is it?'],
          }),
        ];
  const id = bom.draft.threat({
    name,
    ...(description !== undefined && { description }),
    on: [model.id],
    safeguards,
    place: node.place,
  });
  node.account.kept(
    node.pointer,
    `consideration "${name}"`,
    `x-threats ${id}`,
    'threats are derived; this one is kept beside them',
  );
  for (const safeguard of safeguards) {
    node.account.read(
      `${node.pointer}/mitigationStrategy`,
      'mitigation strategy',
      `safeguard ${safeguard}, planned`,
    );
  }
}
