/** Training jobs of Kubeflow Trainer: what trains, on which data, and from which model. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster, Placed } from './cluster.ts';
import { readContainer } from './containers.ts';
import { readAddress } from './serving.ts';

const JOBS: ReadonlySet<string> = new Set(['trainer.kubeflow.org/TrainJob', 'kubeflow.org/TrainJob']);

/** https://www.kubeflow.org/docs/components/trainer/: `trainer` is a container without a name. */
export function readTraining(cluster: Cluster, job: Placed): void {
  const spec = job.node.any('spec');
  if (!JOBS.has(`${job.group}/${job.kind}`) || spec?.isObject !== true) return;
  const trainer = spec.any('trainer');
  if (trainer?.isObject === true) {
    readContainer(cluster, job, trainer);
    trainer.tell('numNodes', 'numProcPerNode', 'resourcesPerNode');
  }
  const runtime = spec.any('runtimeRef');
  const named = runtime?.any('name')?.value;
  if (runtime !== undefined && typeof named === 'string') {
    cluster.draft.keep(job.workload.id, 'x-runtime', named);
    job.node.account.kept(runtime.pointer, `runtime "${named}"`, `x-runtime of ${job.workload.id}`);
    runtime.tellParts();
  }
  const initializer = spec.any('initializer');
  readSource(cluster, job, initializer?.any('dataset'), 'dataset');
  readSource(cluster, job, initializer?.any('model'), 'model');
}

function readSource(
  cluster: Cluster,
  { workload, namespace, what }: Placed,
  source: TreeNode | undefined,
  kind: 'dataset' | 'model',
): void {
  const address = source?.isObject === true ? source.text('storageUri') : undefined;
  if (source === undefined || address === undefined) return;
  const name =
    /^hf:\/\/(.+)$/.exec(address)?.[1] ?? `${kind === 'dataset' ? 'Data' : 'Base model'} of ${workload.id}`;
  const { draft } = cluster;
  const id = draft.asset(
    { name, kind, kindIsLoose: kind === 'model', fallback: 'store', place: source.place },
    kind,
  );
  draft.flow({ from: id, to: workload.id, place: source.place });
  source.account.read(`${source.pointer}/storageUri`, `${kind} of ${what}`, `flow ${id} → ${workload.id}`);
  readAddress(cluster, id, address, source);
  const secret = source.any('secretRef')?.any('name')?.value;
  if (typeof secret === 'string') cluster.useSecret(workload, source, namespace, secret);
  source.tellParts();
}
