/** Services of NVIDIA's NIM operator: they are containers that are said in other words. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster, Placed } from './cluster.ts';
import { variablesOf } from './containers.ts';
import { open } from './entrances.ts';

/** https://docs.nvidia.com/nim-operator/: `image` in parts, `authSecret`, `env`, and `expose` for who reaches it. */
export function readNim(cluster: Cluster, placed: Placed): void {
  const spec = placed.node.any('spec');
  if (placed.group !== 'apps.nvidia.com' || spec?.isObject !== true) return;
  const { workload, namespace } = placed;
  const image = spec.any('image');
  const repository = image?.isObject === true ? image.text('repository') : undefined;
  if (image !== undefined && repository !== undefined) {
    const tag = image.text('tag');
    cluster.workloads.image(workload, image.pointer, repository + (tag === undefined ? '' : `:${tag}`));
    image.tellParts();
  }
  cluster.workloads.variables(workload, `${spec.pointer}/env`, variablesOf(cluster, placed, spec));
  const secret = spec.text('authSecret');
  if (secret !== undefined) cluster.useSecret(workload, spec.any('authSecret')!, namespace, secret);
  const endpoint = spec.any('nimEndpoint');
  const address = endpoint?.isObject === true ? endpoint.text('baseURL') : undefined;
  if (endpoint !== undefined && address !== undefined)
    cluster.workloads.address(workload, endpoint.pointer, `endpoint of ${placed.what}`, address);
  const exposed = spec.any('expose');
  if (exposed?.isObject === true) readExposed(cluster, placed, exposed);
}

function readExposed(cluster: Cluster, { workload, what }: Placed, exposed: TreeNode): void {
  const type = exposed.any('service')?.any('type')?.value;
  const isRouted = exposed.any('ingress')?.any('enabled')?.value === true;
  exposed.tellParts();
  if (type !== 'LoadBalancer' && type !== 'NodePort' && !isRouted) return;
  const why = 'it is reached from outside the cluster';
  open(cluster, workload.id, why);
  exposed.account.guessed(exposed.pointer, `who reaches ${what}`, `exposure of ${workload.id}: public`, why);
}
