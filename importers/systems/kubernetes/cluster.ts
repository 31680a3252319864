/** What the readers of a cluster's resources share: where things stand, and what is found by its name. */
import { HOW_TRUSTED } from '#model/draft-system';
import { DraftBuilder } from '../../formats/draft-builder.ts';
import { Inventory } from '../../formats/inventory.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { Workloads, type Workload } from '../../formats/workloads.ts';
import type { Pods } from './pods.ts';
import type { Resource } from './resources.ts';
import { isSynced, providerOf, secretMadeBy } from './synced-secrets.ts';

/** A resource that runs something. */
export interface Placed extends Resource {
  readonly workload: Workload;
  readonly pods: readonly Pods[];
}

export class Cluster {
  readonly draft = new DraftBuilder();
  readonly inventory = new Inventory(this.draft);
  readonly workloads = new Workloads(this.draft, this.inventory, 'KUBE-004');
  readonly resources: readonly Resource[];
  /** Kind, namespace and name of what runs → its asset. */
  readonly placed = new Map<string, string>();
  readonly #byName: ReadonlyMap<string, Resource>;
  readonly #zones = new Map<string, string>();
  readonly #stores = new Map<string, string>();
  readonly #outerStores = new Map<string, string>();
  /** Namespace and name of Secrets that operators make. */
  readonly #synced: ReadonlySet<string>;
  /** What workloads name and nobody gave, so that each is told once of each. */
  readonly #reported = new Set<string>();

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    this.#synced = new Set(
      resources.filter(isSynced).map((each) => `${each.namespace} ${secretMadeBy(each)}`),
    );
    this.#byName = new Map(
      [...resources].reverse().map((each) => [`${each.kind} ${each.namespace} ${each.name}`, each]),
    );
  }

  find(kind: string, name: string, namespace: string): Resource | undefined {
    return this.#byName.get(`${kind} ${namespace} ${name}`);
  }

  /** Names of namespaces that became zones. */
  get namespaces(): readonly string[] {
    return [...this.#zones.keys()];
  }

  zoneOf(namespace: string, node: TreeNode): string {
    const known = this.#zones.get(namespace);
    if (known !== undefined) return known;
    const zone = this.draft.zone({
      name: `Namespace ${namespace}`,
      place: node.place,
      ask: [HOW_TRUSTED],
    });
    this.#zones.set(namespace, zone);
    this.workloads.domains.add(namespace);
    return zone;
  }

  /** Secrets of one namespace are one store. */
  secretStore(namespace: string, node: TreeNode): string {
    const known = this.#stores.get(namespace);
    if (known !== undefined) return known;
    const id = this.draft.asset(
      {
        name: `Secrets of ${namespace}`,
        kind: 'secret-store',
        fallback: 'store',
        zone: this.zoneOf(namespace, node),
        place: node.place,
        ask: ['how do they lie there (protection), and what do they give entry to (opens)?'],
      },
      'secrets',
    );
    this.#stores.set(namespace, id);
    return id;
  }

  /** What External Secrets are fetched from, whether or not it is given. */
  outerStore({
    kind,
    name,
    namespace,
    node,
  }: Pick<Resource, 'kind' | 'name' | 'namespace' | 'node'>): string {
    const key = `${kind} ${namespace} ${name}`;
    const known = this.#outerStores.get(key);
    if (known !== undefined) return known;
    const { provider, address } = providerOf(node);
    const id = this.draft.asset(
      {
        name: `Secret store ${name}`,
        kind: 'secret-store',
        fallback: 'external',
        place: node.place,
        extensions: {
          ...(provider !== undefined && { 'x-provider': provider }),
          ...(address !== undefined && { 'x-address': address }),
        },
        ask: ['who can read and change what lies there, and who runs it (provider)?'],
      },
      'secret-store',
    );
    this.#outerStores.set(key, id);
    return id;
  }

  /** A secret that a workload can read. */
  useSecret({ id }: Workload, node: TreeNode, namespace: string, name: string): void {
    const store = this.secretStore(namespace, node);
    this.draft.relate(id, 'credentials-in', store);
    node.account.read(node.pointer, `Secret "${name}"`, `${id} credentials-in ${store}`);
    const isHere =
      this.find('Secret', name, namespace) !== undefined || this.#synced.has(`${namespace} ${name}`);
    if (!isHere) this.tellOfAbsent({ id }, node, `Secret "${name}"`);
  }

  /** Says once of each workload that it names what is there for it, and nobody gave; what comes of the name is read. */
  tellOfAbsent({ id }: Pick<Workload, 'id'>, node: TreeNode, what: string): void {
    if (!this.#isNew(id, what)) return;
    node.account.warn(node.pointer, `the ${what} is nowhere here`, {
      code: 'KUBE-004',
      hint: 'it is often made apart; then nothing is wrong',
    });
  }

  /** Reports what many variables of a workload may name. */
  reportOnce({ id }: Workload, node: TreeNode, what: string): void {
    if (this.#isNew(id, what)) this.reportNowhere(node, what);
  }

  #isNew(id: string, what: string): boolean {
    const key = `${id} ${what}`;
    if (this.#reported.has(key)) return false;
    this.#reported.add(key);
    return true;
  }

  /** Reports what a resource names and nobody gave. */
  reportNowhere(node: TreeNode, what: string, by?: string): void {
    node.account.warn(node.pointer, `the ${what}${by === undefined ? '' : ` of ${by}`} is nowhere here`, {
      code: 'KUBE-004',
    });
    node.account.notRead(node.pointer, what, 'it is nowhere here');
  }
}
