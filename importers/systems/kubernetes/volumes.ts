/** Volumes of pods: secrets, folders of the host, and what several workloads share. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { keepVolume, shareVolume, type VolumeUse } from '../../formats/volumes.ts';
import type { Cluster, Placed } from './cluster.ts';
import { textsOf } from './resources.ts';

export class Volumes {
  readonly #cluster: Cluster;
  /** Claim with its namespace → who uses it. */
  readonly #claims = new Map<string, { readonly name: string; readonly uses: VolumeUse[] }>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  read(placed: Placed): void {
    for (const { spec } of placed.pods) {
      if (spec.any('volumes')?.isList !== true) continue;
      for (const volume of spec.objects('volumes')) this.#readVolume(placed, volume);
    }
    const spec = placed.node.any('spec');
    if (spec?.any('volumeClaimTemplates')?.isList !== true) return;
    for (const claim of spec.objects('volumeClaimTemplates')) {
      const name = claim.any('metadata')?.any('name')?.value;
      if (typeof name === 'string')
        keepVolume(this.#cluster.draft, { id: placed.workload.id, node: claim }, name);
      claim.tellParts();
    }
  }

  /** A claim that several use is a way from one to the other; one that is its workload's alone is a part of it. */
  finish(): void {
    for (const { name, uses } of this.#claims.values()) {
      if (new Set(uses.map(({ id }) => id)).size < 2)
        for (const use of uses) keepVolume(this.#cluster.draft, use, name);
      else shareVolume(this.#cluster.draft, uses, name);
    }
  }

  #readVolume({ workload, namespace }: Placed, volume: TreeNode): void {
    const { id } = workload;
    const settings = nameOf(volume.any('configMap')?.any('name'));
    if (settings !== undefined) this.#readSettings({ workload, namespace }, volume, settings);
    for (const secret of secretsOf(volume)) this.#cluster.useSecret(workload, volume, namespace, secret);
    const claim = volume.any('persistentVolumeClaim')?.any('claimName')?.value;
    const path = volume.any('hostPath')?.any('path')?.value;
    if (typeof claim === 'string') {
      const key = `${namespace} ${claim}`;
      const known = this.#claims.get(key) ?? { name: claim, uses: [] };
      this.#claims.set(key, known);
      known.uses.push({ id, node: volume });
    } else if (typeof path === 'string' && /(?:docker|containerd|podman|crio)\.sock$/.test(path)) {
      this.#cluster.draft.ask(
        id,
        'it can give orders to the container engine of its host: who can make it do so?',
      );
      this.#cluster.draft.keep(id, 'x-controls-engine', true);
      volume.account.kept(volume.pointer, 'socket of the container engine', `x-controls-engine of ${id}`);
    } else if (typeof path === 'string') {
      this.#cluster.draft.ask(id, `it sees "${path}" of its host: can it write there?`);
      keepVolume(this.#cluster.draft, { id, node: volume }, path);
    }
    volume.tellParts();
  }

  /** Files of settings: only which workloads they name is taken from them. */
  #readSettings(
    { workload, namespace }: Pick<Placed, 'workload' | 'namespace'>,
    node: TreeNode,
    name: string,
  ): void {
    const settings = this.#cluster.find('ConfigMap', name, namespace);
    if (settings === undefined) {
      this.#cluster.reportNowhere(node, `ConfigMap "${name}"`);
      return;
    }
    const texts = textsOf(settings.node.any('data')).map(([, text]) => text);
    this.#cluster.workloads.settings(workload, node.pointer, { named: `ConfigMap "${name}"`, texts });
  }
}

function secretsOf(volume: TreeNode): readonly string[] {
  const sources = volume.any('projected')?.any('sources');
  const projected =
    sources?.isList === true ? sources.elements().map((each) => each.any('secret')?.any('name')) : [];
  return [volume.any('secret')?.any('secretName'), ...projected].flatMap((name) => nameOf(name) ?? []);
}

function nameOf(node: TreeNode | undefined): string | undefined {
  return typeof node?.value === 'string' && node.value !== '' ? node.value : undefined;
}
