/** Volumes of pods: secrets, folders of the host, and what several workloads share. */
import type { TreeNode } from '../../formats/tree-node.ts';
import { controlEngine, keepVolume, shareVolume, type VolumeUse } from '../../formats/volumes.ts';
import type { Cluster, Placed } from './cluster.ts';
import { isBuiltIn } from './kinds.ts';
import { listed, textsOf } from './resources.ts';

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
    const templates =
      spec?.any('volumeClaimTemplates')?.isList === true ? spec.objects('volumeClaimTemplates') : [];
    const claimed = templates.flatMap((claim) => {
      const name = nameOf(claim.any('metadata')?.any('name'));
      if (name !== undefined) keepVolume(this.#cluster.draft, { id: placed.workload.id, node: claim }, name);
      claim.tellParts();
      return name ?? [];
    });
    if (isBuiltIn(placed)) this.#checkMounts(placed, claimed);
  }

  /** Kubernetes starts no pod that mounts what it does not have; operators may add volumes of their own. */
  #checkMounts({ workload, pods }: Placed, claimed: readonly string[]): void {
    for (const { spec, containers, initContainers } of pods) {
      const volumes = listed(spec, 'volumes').flatMap((volume) => nameOf(volume.any('name')) ?? []);
      const known = new Set([...claimed, ...volumes]);
      for (const mount of [...containers, ...initContainers].flatMap((each) =>
        listed(each, 'volumeMounts'),
      )) {
        const name = nameOf(mount.any('name'));
        if (name !== undefined && !known.has(name))
          this.#cluster.reportOnce(workload, mount, `volume "${name}"`);
      }
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
      if (this.#cluster.find('PersistentVolumeClaim', claim, namespace) === undefined)
        this.#cluster.tellOfAbsent(workload, volume, `PersistentVolumeClaim "${claim}"`);
      known.uses.push({ id, node: volume });
    } else if (typeof path === 'string' && /(?:docker|containerd|podman|crio)\.sock$/.test(path)) {
      controlEngine(this.#cluster.draft, { id, node: volume }, 'socket of the container engine');
    } else if (typeof path === 'string') {
      this.#cluster.draft.ask(id, `it sees "${path}" of its host: can it write there?`);
      keepVolume(this.#cluster.draft, { id, node: volume }, path);
    } else {
      const elsewhere = storedElsewhere(volume);
      if (elsewhere !== undefined) keepVolume(this.#cluster.draft, { id, node: volume }, elsewhere);
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

/** Where a volume lies that neither the cluster nor the host has: a server of files, a bucket behind a driver, an image. */
function storedElsewhere(volume: TreeNode): string | undefined {
  const [nfs, csi, image] = ['nfs', 'csi', 'image'].map((key) => volume.any(key));
  const server = nameOf(nfs?.any('server'));
  if (server !== undefined) return `nfs://${server}${nameOf(nfs?.any('path')) ?? ''}`;
  const driver = nameOf(csi?.any('driver'));
  if (driver === undefined) return nameOf(image?.any('reference'));
  const bucket = nameOf(csi?.any('volumeAttributes')?.any('bucketName'));
  return bucket === undefined ? driver : `${driver} ${bucket}`;
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
