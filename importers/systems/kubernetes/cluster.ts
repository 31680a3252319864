/** Resources of a cluster: workloads in namespaces, the services and ingresses before them, secrets and settings. */
import type { DraftSystem } from '#model/draft-system';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { Inventory } from '../../formats/inventory.ts';
import { withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';
import { Workloads, type Workload } from '../../formats/workloads.ts';

const WORKLOADS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
  'InferenceService',
]);

interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly node: TreeNode;
  readonly what: string;
}

interface Placed extends Resource {
  readonly workload: Workload;
  readonly labels: ReadonlyMap<string, string>;
}

export class ClusterReader {
  readonly #draft = new DraftBuilder();
  readonly #inventory = new Inventory(this.#draft);
  readonly #workloads = new Workloads(this.#draft, this.#inventory, 'KUBE-004');
  readonly #resources: readonly Resource[];
  readonly #zones = new Map<string, string>();
  readonly #stores = new Map<string, string>();

  constructor(roots: readonly TreeNode[]) {
    this.#resources = roots.flatMap(resourcesOf);
  }

  get isEmpty(): boolean {
    return !this.#resources.some(({ kind }) => WORKLOADS.has(kind));
  }

  read(): DraftSystem {
    const placed = this.#resources
      .filter(({ kind }) => WORKLOADS.has(kind))
      .map((resource) => this.#place(resource));
    for (const resource of this.#resources) {
      if (resource.kind === 'Namespace')
        resource.node.account.read(
          resource.node.pointer,
          resource.what,
          `zone ${this.#zoneOf(resource.name, resource.node)}`,
        );
    }
    for (const resource of this.#resources)
      if (resource.kind === 'Service') this.#readService(resource, placed);
    for (const resource of this.#resources) if (resource.kind === 'Ingress') this.#readIngress(resource);
    for (const each of placed) this.#readWorkload(each);
    for (const resource of this.#resources) this.#readOther(resource);
    this.#inventory.finish();
    const [only, another] = [...this.#zones.keys()];
    const name = only !== undefined && another === undefined && only !== 'default' ? only : 'Cluster';
    return this.#draft.build(
      name === 'Cluster' ? 'cluster' : this.#zones.get(name)!.replace(/^namespace-/, ''),
      { name },
    );
  }

  #zoneOf(namespace: string, node: TreeNode): string {
    const known = this.#zones.get(namespace);
    if (known !== undefined) return known;
    const zone = this.#draft.zone({
      name: `Namespace ${namespace}`,
      place: node.place,
      ask: ['how far is it trusted, 0 (anyone) to 5?'],
    });
    this.#zones.set(namespace, zone);
    return zone;
  }

  #place(resource: Resource): Placed {
    const { node, name, kind, namespace, what } = resource;
    const id = this.#draft.asset(
      {
        name,
        fallback: 'process',
        place: node.place,
        zone: this.#zoneOf(namespace, node),
        ...(kind === 'InferenceService' ? { kind: 'inference-api' } : { hints: { types: [kind] } }),
      },
      'workload',
    );
    node.account.read(node.pointer, what, `asset ${id}`);
    if (kind === 'CronJob') this.#draft.relate(id, 'triggered-by', 'schedule');
    const template = kind === 'Pod' ? node : (podOf(node)?.parent ?? node);
    const labels = new Map(textsOf(template.any('metadata')?.any('labels')));
    return { ...resource, labels, workload: { id, account: node.account, pointer: node.pointer, what } };
  }

  /** Names by which workloads call each other, and whether others outside can. */
  #readService({ name, namespace, node, what }: Resource, placed: readonly Placed[]): void {
    const spec = node.at('spec');
    const selector = textsOf(spec?.any('selector'));
    const behind = placed.filter(
      (each) =>
        each.namespace === namespace &&
        selector.length > 0 &&
        selector.every(([key, value]) => each.labels.get(key) === value),
    );
    const type = spec?.text('type');
    spec?.tell(
      'ports',
      'clusterIP',
      'selector',
      'ipFamilyPolicy',
      'ipFamilies',
      'sessionAffinity',
      'internalTrafficPolicy',
      'publishNotReadyAddresses',
    );
    const [first] = behind;
    if (first === undefined) {
      node.account.notRead(
        node.pointer,
        what,
        selector.length === 0 ? 'it selects nothing' : 'no workload here has its labels',
      );
      if (selector.length > 0)
        node.account.warn(node.pointer, `no workload here has the labels that ${what} selects`, {
          code: 'KUBE-004',
        });
      return;
    }
    for (const each of [name, `${name}.${namespace}`])
      if (!this.#workloads.names.has(each)) this.#workloads.names.set(each, first.workload.id);
    node.account.read(node.pointer, what, `a name of ${first.workload.id}`);
    if (type !== 'LoadBalancer' && type !== 'NodePort') return;
    for (const { workload } of behind) this.#open(workload.id);
    node.account.guessed(
      `${node.pointer}/spec/type`,
      `type ${type}`,
      `exposure of ${first.workload.id}: public`,
      'it is reached from outside the cluster',
    );
  }

  #readIngress({ node, what }: Resource): void {
    const paths = (node.at('spec')?.objects('rules') ?? []).flatMap(
      (rule) => rule.at('http')?.objects('paths') ?? [],
    );
    const backends = [node.at('spec')?.at('defaultBackend'), ...paths.map((path) => path.at('backend'))];
    const hasTls = node.any('spec')?.has('tls') === true;
    for (const backend of backends) {
      const named = backend?.at('service')?.text('name') ?? backend?.text('serviceName');
      if (backend === undefined || named === undefined) continue;
      const id = this.#workloads.names.get(named);
      if (id === undefined) {
        backend.account.warn(backend.pointer, `the service "${named}" of ${what} is nowhere here`, {
          code: 'KUBE-004',
        });
        backend.account.notRead(backend.pointer, `service "${named}"`, 'it is nowhere here');
        continue;
      }
      this.#open(id);
      backend.account.guessed(
        backend.pointer,
        `${what} to service "${named}"`,
        `exposure of ${id}: public`,
        hasTls ? 'an ingress is reached from outside, here with TLS' : 'an ingress is reached from outside',
      );
      backend.tellParts();
    }
    for (const path of paths) path.tell('path', 'pathType');
  }

  #open(id: string): void {
    this.#draft.amend(id, () => ({ exposure: 'public' }));
    this.#draft.ask(id, 'who can reach it from outside?');
  }

  #readWorkload({ node, workload, namespace }: Placed): void {
    const spec = podOf(node)?.spec ?? (node.any('kind')?.value === 'Pod' ? node.at('spec') : undefined);
    if (spec !== undefined) {
      for (const key of ['initContainers', 'containers'] as const) {
        for (const container of spec.objects(key)) this.#readContainer(workload, container, namespace);
      }
      if (spec.has('hostNetwork') && spec.boolean('hostNetwork') === true)
        this.#draft.ask(workload.id, 'it shares the network of its host: what does that open?');
      spec.tell('restartPolicy', 'terminationGracePeriodSeconds', 'dnsPolicy', 'schedulerName');
    }
    const model =
      node.any('kind')?.value === 'InferenceService'
        ? node.at('spec')?.at('predictor')?.at('model')
        : undefined;
    if (model !== undefined) this.#readServedModel(workload, model);
    if (node.any('spec')?.isObject === true)
      node.at('spec')?.tell('replicas', 'selector', 'strategy', 'serviceName', 'schedule', 'backoffLimit');
  }

  /** KServe: the model behind an inference service. */
  #readServedModel(workload: Workload, node: TreeNode): void {
    const [format, address] = [node.at('modelFormat')?.text('name'), node.text('storageUri')];
    const id = this.#draft.asset({
      name: `Model of ${workload.id}`,
      kind: format === 'huggingface' || format === 'vLLM' ? 'llm' : 'model',
      fallback: 'store',
      place: node.place,
      extensions: {
        ...(format !== undefined && { 'x-format': format }),
        ...(address !== undefined && { 'x-address': withoutCredentials(address) }),
      },
      ask: ['who can write where it is stored (stored-in), and is what is loaded checked (provenance)?'],
    });
    this.#draft.relate(workload.id, 'serves', id);
    if (address?.startsWith('hf://') === true)
      this.#draft.relate(id, 'deployed-from', this.#inventory.registry('huggingface', node.place).id);
    node.account.read(node.pointer, `model of ${workload.what}`, `${workload.id} serves ${id}`);
    node.tell('runtime', 'args', 'env', 'protocolVersion');
  }

  #readContainer(workload: Workload, node: TreeNode, namespace: string): void {
    const image = node.text('image');
    if (image !== undefined) this.#workloads.image(workload, `${node.pointer}/image`, image);
    const variables = node.objects('env').flatMap((each): Variable[] => {
      const name = each.text('name');
      const value = each.any('value');
      value?.tellWhole();
      const from = each.at('valueFrom');
      const secret = from?.at('secretKeyRef')?.text('name');
      if (secret !== undefined) this.#secret(workload, each, namespace, secret);
      from?.tellParts();
      const text = value?.value;
      return name === undefined
        ? []
        : [{ name, value: typeof text === 'string' || typeof text === 'number' ? String(text) : undefined }];
    });
    for (const each of node.objects('envFrom')) {
      const secret = each.at('secretRef')?.text('name');
      if (secret !== undefined) this.#secret(workload, each, namespace, secret);
      const named = each.at('configMapRef')?.text('name');
      const settings = this.#resources.find(
        (one) => one.kind === 'ConfigMap' && one.name === named && one.namespace === namespace,
      );
      if (named !== undefined && settings === undefined) {
        each.account.warn(each.pointer, `the ConfigMap "${named}" is nowhere here`, { code: 'KUBE-004' });
        each.account.notRead(each.pointer, `ConfigMap "${named}"`, 'it is nowhere here');
      }
      for (const [name, value] of textsOf(settings?.node.any('data'))) variables.push({ name, value });
      each.tell('prefix');
    }
    this.#workloads.variables(workload, `${node.pointer}/env`, variables);
    const words = [...node.texts('command'), ...node.texts('args')].flatMap((text) => text.split(/\s+/));
    this.#workloads.command(workload, `${node.pointer}/${node.has('args') ? 'args' : 'command'}`, words);
    const security = node.any('securityContext');
    if (security?.isObject === true && security.any('privileged')?.value === true) {
      this.#draft.amend(workload.id, ({ extensions }) => ({
        extensions: { ...extensions, 'x-privileges': ['privileged'] },
      }));
      this.#draft.ask(workload.id, 'it has rights on its host: who can make it use them?');
      security.account.kept(security.pointer, 'privileged', `x-privileges of ${workload.id}`);
    }
    node.tell('name', 'ports', 'imagePullPolicy', 'volumeMounts', 'workingDir');
  }

  #secret(workload: Workload, node: TreeNode, namespace: string, name: string): void {
    const store = this.#secretStore(namespace, node);
    this.#draft.relate(workload.id, 'credentials-in', store);
    node.account.read(node.pointer, `Secret "${name}"`, `${workload.id} credentials-in ${store}`);
    if (
      this.#resources.some((one) => one.kind === 'Secret' && one.name === name && one.namespace === namespace)
    )
      return;
    node.account.warn(node.pointer, `the Secret "${name}" is nowhere here`, {
      code: 'KUBE-004',
      hint: 'secrets are often made apart; then nothing is wrong',
    });
  }

  #secretStore(namespace: string, node: TreeNode): string {
    const known = this.#stores.get(namespace);
    if (known !== undefined) return known;
    const id = this.#draft.asset(
      {
        name: `Secrets of ${namespace}`,
        kind: 'secret-store',
        fallback: 'store',
        zone: this.#zoneOf(namespace, node),
        place: node.place,
        ask: ['how do they lie there (protection), and what do they give entry to (opens)?'],
      },
      'secrets',
    );
    this.#stores.set(namespace, id);
    return id;
  }

  #readOther({ kind, node, what, namespace }: Resource): void {
    if (WORKLOADS.has(kind) || ['Namespace', 'Service', 'Ingress'].includes(kind)) return;
    if (kind === 'Secret')
      node.account.read(
        node.pointer,
        `${what}: no keys, no values`,
        `a part of ${this.#secretStore(namespace, node)}`,
      );
    else if (kind === 'ConfigMap')
      node.account.read(node.pointer, what, 'variables of the workloads that name it');
    else
      node.account.notRead(
        node.pointer,
        what,
        `a system model has no place for a ${kind === '' ? 'resource without a kind' : kind}`,
      );
    node.tellParts();
  }
}

function resourcesOf(root: TreeNode): Resource[] {
  const kind = root.text('kind') ?? '';
  root.tell('apiVersion');
  if (kind === 'List' || kind.endsWith('List'))
    return root
      .objects('items')
      .flatMap((item) => (item.any('kind')?.value === 'List' ? [] : resourcesOf(item)));
  const metadata = root.at('metadata');
  const name = metadata?.text('name') ?? metadata?.text('generateName') ?? '';
  const namespace = metadata?.text('namespace') ?? 'default';
  return [{ kind, name, namespace, node: root, what: `${kind === '' ? 'resource' : kind} "${name}"` }];
}

/** The pods that a workload makes: its template, and what stands in it. */
function podOf(node: TreeNode): { readonly parent: TreeNode; readonly spec: TreeNode } | undefined {
  const outer = node.any('spec');
  const job = outer?.any('jobTemplate')?.any('spec') ?? outer;
  const parent = job?.any('template');
  const spec = parent?.any('spec');
  return parent?.isObject === true && spec?.isObject === true ? { parent, spec } : undefined;
}

function textsOf(node: TreeNode | undefined): (readonly [string, string])[] {
  return (node?.entries() ?? []).flatMap(([key, { value }]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[key, String(value)] as const]
      : [],
  );
}
