/** How components were made: workflows as pipelines, by what they and their tasks take in and put out. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { localRef, register, resolve, type Bom, type Subject } from './bom.ts';
import { readComponent } from './components.ts';
import { linkDataset } from './model-card.ts';

/** What goes through a workflow or one of its tasks. */
interface Work {
  readonly inputs: readonly Resource[];
  readonly outputs: readonly Resource[];
}

interface Resource {
  readonly node: TreeNode;
  readonly subject: Subject;
}

/** @returns what links the workflows, to be called when all components are known */
export function readFormulation(bom: Bom): readonly (() => void)[] {
  return bom.root.objects('formulation').flatMap((formula) => {
    formula.tell('bom-ref');
    const tools = new Map(
      formula.objects('components').flatMap((node) => {
        const ref = node.text('bom-ref');
        return ref === undefined ? [] : [[ref, node] as const];
      }),
    );
    const links = formula.objects('workflows').map((node) => {
      const workflow = readWorkflow(bom, node);
      return () => {
        linkWorkflow(bom, node, workflow, tools);
      };
    });
    links.push(() => {
      for (const [ref, node] of tools) if (!bom.subjects.has(ref)) passOver(bom, ref, node);
    });
    return links;
  });
}

/** What was there while something was built says little by itself. */
function passOver(bom: Bom, ref: string, node: TreeNode): void {
  node.account.notRead(node.pointer, `component "${node.text('name') ?? ''}"`, 'no workflow names it');
  node.tellParts();
  bom.passedOver.add(ref);
}

function readWorkflow(bom: Bom, node: TreeNode): Subject {
  const name = node.text('name') ?? node.text('uid');
  const types = node.texts('taskTypes');
  const description = node.text('description');
  const id = bom.draft.asset(
    {
      place: node.place,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      fallback: 'process',
      hints: { types: ['workflow', ...types] },
    },
    'workflow',
  );
  const what = `workflow "${name ?? ''}"`;
  node.account.read(node.pointer, what, `asset ${id}`);
  const subject: Subject = { id, sort: 'workflow', what };
  register(bom, node, subject);
  for (const task of node.objects('tasks')) {
    register(bom, task, subject);
    task.account.read(task.pointer, `task "${task.text('name') ?? ''}"`, `a step of ${id}`);
    task.tell('uid', 'description', 'taskTypes', 'timeStart', 'timeEnd');
  }
  node.tell('uid', 'timeStart', 'timeEnd');
  return subject;
}

/** @param tools components that the formula lists: read where a workflow names them */
function linkWorkflow(
  bom: Bom,
  node: TreeNode,
  workflow: Subject,
  tools: ReadonlyMap<string, TreeNode>,
): void {
  const named = (holder: TreeNode | undefined): readonly Resource[] =>
    holder === undefined ? [] : resourceOf(bom, holder, tools);
  for (const part of [node, ...node.objects('tasks')]) {
    const [inputs, outputs] = [part.objects('inputs'), part.objects('outputs')];
    const work = {
      inputs: inputs.flatMap((each) => named(each.at('resource'))),
      outputs: outputs.flatMap((each) => named(each.at('resource'))),
    };
    const sources = [
      ...inputs.flatMap((each) => named(each.at('source'))),
      ...part.objects('resourceReferences').flatMap(named),
    ];
    for (const resource of [...work.inputs, ...sources]) linkInput(bom, workflow, resource);
    for (const resource of work.outputs) linkOutput(bom, workflow, resource);
    for (const each of outputs)
      for (const resource of named(each.at('target'))) linkTarget(bom, workflow, resource);
    linkMaterial(bom, work);
  }
}

function resourceOf(bom: Bom, node: TreeNode, tools: ReadonlyMap<string, TreeNode>): readonly Resource[] {
  const ref = node.text('ref');
  if (ref === undefined) return [];
  const tool = tools.get(localRef(bom, ref));
  if (tool !== undefined && !bom.subjects.has(localRef(bom, ref))) readComponent(bom, tool);
  const subject = resolve(bom, `${node.pointer}/ref`, ref);
  return subject === undefined ? [] : [{ node, subject }];
}

function linkOutput(bom: Bom, workflow: Subject, { node, subject: output }: Resource): void {
  if (!bom.draft.relate(output.id, 'built-by', workflow.id)) return;
  node.account.read(
    `${node.pointer}/ref`,
    `outputs of ${workflow.what}: ${output.what}`,
    `${output.id} built-by ${workflow.id}`,
  );
}

const CARRIED = {
  model: 'model',
  data: 'sample',
  software: 'code',
  service: 'record',
  workflow: 'record',
} as const;

function linkInput(bom: Bom, workflow: Subject, { node, subject: input }: Resource): void {
  const isPackage = input.sort === 'package';
  const linked = isPackage
    ? bom.draft.relate(workflow.id, 'depends-on', input.id)
    : bom.draft.flow({
        from: input.id,
        to: workflow.id,
        carries: [CARRIED[input.sort]],
        place: node.place,
      });
  if (!linked) return;
  node.account.read(
    `${node.pointer}/ref`,
    `inputs of ${workflow.what}: ${input.what}`,
    isPackage ? `${workflow.id} depends-on ${input.id}` : `flow ${input.id} → ${workflow.id}`,
  );
}

/** Where an output is put. */
function linkTarget(bom: Bom, workflow: Subject, { node, subject: target }: Resource): void {
  if (!bom.draft.flow({ from: workflow.id, to: target.id, place: node.place })) return;
  node.account.read(
    `${node.pointer}/ref`,
    `outputs of ${workflow.what} go to ${target.what}`,
    `flow ${workflow.id} → ${target.id}`,
  );
}

/** What puts out a model makes it from the data and models that it takes in. */
function linkMaterial(bom: Bom, { inputs, outputs }: Work): void {
  const models = outputs.filter(({ subject }) => subject.sort === 'model');
  for (const { subject: model } of models) {
    for (const { node, subject: input } of inputs) {
      const known = (['trained-on', 'evaluated-on', 'built-from'] as const).some((relation) =>
        bom.draft.related(model.id, relation).includes(input.id),
      );
      if (known) continue;
      if (input.sort === 'data') linkDataset(bom, node, model, input);
      else if (input.sort === 'model' && bom.draft.relate(model.id, 'built-from', input.id)) {
        node.account.guessed(
          `${node.pointer}/ref`,
          `${input.what}, from which ${model.what} is made`,
          `${model.id} built-from ${input.id}`,
          'the same task takes the one in and puts the other out',
        );
      }
    }
  }
}
