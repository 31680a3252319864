/** Services of Compose files as a system. */
import { isRareCapability } from '../../formats/capabilities.ts';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { controlEngine } from '../../formats/volumes.ts';
import type { Workloads } from '../../formats/workloads.ts';
import { Definitions } from './definitions.ts';
import { Environment } from './environment.ts';
import { readIncludes } from './includes.ts';
import { keep } from './keep.ts';
import { aliasesOf, textOf } from './layers.ts';
import { readNeeds } from './needs.ts';
import { Networks } from './networks.ts';
import { readPorts } from './ports.ts';
import { Provisions } from './provisions.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';
import { Volumes } from './volumes.ts';

export class Stack {
  readonly #roots: readonly TreeNode[];
  readonly #draft: DraftBuilder;
  readonly #workloads: Workloads;
  readonly #settings: Settings;
  readonly #definitions: Definitions;
  readonly #networks: Networks;
  readonly #provisions: Provisions;
  readonly #volumes: Volumes;

  constructor(roots: readonly TreeNode[], draft: DraftBuilder, workloads: Workloads, settings: Settings) {
    this.#roots = roots;
    this.#draft = draft;
    this.#workloads = workloads;
    this.#settings = settings;
    this.#definitions = new Definitions(roots);
    this.#networks = new Networks(roots, draft);
    this.#provisions = new Provisions(roots, draft, workloads, settings);
    this.#volumes = new Volumes(draft);
  }

  read(): void {
    this.#networks.read();
    this.#provisions.readModels();
    const made = [...this.#definitions.entries()].map(([name, own]) => this.#makeService(name, own));
    const services = withProfiles(made);
    this.#nameServices(services);
    const environment = new Environment(services, this.#settings, this.#workloads);
    for (const service of services) {
      this.#readImage(service);
      this.#networks.place(service);
      environment.read(service);
      this.#readLayers(service);
    }
    for (const service of services) readNeeds(service, this.#draft, this.#workloads);
    this.#volumes.finish(this.#roots);
    readIncludes(this.#roots);
    for (const root of this.#roots) {
      for (const [key, node] of root.entries())
        if (key.startsWith('x-'))
          node.account.notRead(
            node.pointer,
            `extension "${key}"`,
            'what services take over from it is read there',
          );
    }
  }

  #makeService(name: string, own: readonly TreeNode[]): Service {
    const layers = this.#definitions.layersOf(name, own);
    const container = textOf(layers, 'container_name');
    const isBuilt = layers.some((layer) => layer.has('build')) && !layers.some((layer) => layer.has('image'));
    const [first, ...later] = own;
    const { account, pointer, place } = first!;
    const id = this.#draft.asset(
      {
        name,
        fallback: 'process',
        // So that a service called "user" is no person.
        facts: {},
        place,
        ...(isBuilt && { description: 'Built from source beside the Compose file.' }),
        hints: { ...(container !== undefined && { names: [container] }) },
      },
      'service',
    );
    const what = `service "${name}"`;
    account.read(pointer, what, `asset ${id}`);
    for (const layer of later)
      layer.account.guessed(
        layer.pointer,
        what,
        `asset ${id}`,
        'a file that comes later changes the service of its name',
      );
    return { name, layers, workload: { id, account, pointer, what } };
  }

  /** Names of services come before what else they may be called by. */
  #nameServices(services: readonly Service[]): void {
    for (const { name, workload } of services) this.#workloads.name(name.toLowerCase(), workload.id);
    for (const { layers, workload } of services) {
      const others = [
        textOf(layers, 'container_name'),
        textOf(layers, 'hostname'),
        ...layers.flatMap((layer) => aliasesOf(layer)),
      ];
      for (const each of others)
        if (each !== undefined) this.#workloads.name(each.toLowerCase(), workload.id);
    }
  }

  #readImage({ layers, workload }: Service): void {
    const image = layers.findLast((layer) => layer.has('image'));
    const reference = image?.text('image');
    if (image !== undefined && reference !== undefined) {
      this.#workloads.image(
        { ...workload, account: image.account },
        `${image.pointer}/image`,
        this.#settings.filledIn(reference),
      );
    }
  }

  #readLayers({ layers, workload }: Service): void {
    const { id } = workload;
    for (const layer of layers) {
      readPorts(this.#draft, id, layer, this.#settings);
      this.#provisions.readSecrets(id, layer);
      this.#provisions.readUses(id, layer);
      this.#provisions.readConfigs(workload, layer);
      this.#volumes.read(id, layer);
      this.#readPrivileges(id, layer);
      if (layer.boolean('use_api_socket') === true)
        controlEngine(this.#draft, { id, node: layer.any('use_api_socket')! }, 'socket of the engine');
      const profiles = layer.texts('profiles');
      if (profiles.length > 0)
        keep(this.#draft, id, layer, { key: 'profiles', extension: 'x-profiles', value: profiles });
      layer.tell(
        'image',
        'container_name',
        'build',
        'expose',
        'hostname',
        'pull_policy',
        'platform',
        'init',
        'stdin_open',
        'tty',
        'working_dir',
        'extends',
        'scale',
        'stop_grace_period',
        'mem_limit',
        'cpus',
        'runtime',
        'gpus',
      );
    }
  }

  #readPrivileges(id: string, layer: TreeNode): void {
    const added = layer.texts('cap_add');
    const rare = added.filter(isRareCapability);
    if (rare.length < added.length)
      layer.account.notRead(
        `${layer.pointer}/cap_add`,
        `capabilities ${added.filter((each) => !rare.includes(each)).join(', ')}`,
        'engines give them to each container',
      );
    const privileges = [
      ...(layer.boolean('privileged') === true ? ['privileged'] : []),
      ...rare.map((each) => `capability ${each}`),
      ...layer.texts('security_opt').filter((each) => /unconfined|label[:=]disable/.test(each)),
      ...(layer.text('pid') === 'host' ? ['processes of the host'] : []),
      ...(layer.text('ipc') === 'host' ? ['shared memory of the host'] : []),
      ...(/^(?:root|0)(?::|$)/.test(layer.text('user') ?? '') ? ['runs as root'] : []),
    ];
    if (privileges.length === 0) return;
    this.#draft.keep(id, 'x-privileges', privileges);
    this.#draft.ask(id, 'it has rights on its host: who can make it use them?');
    layer.account.kept(layer.pointer, `rights: ${privileges.join(', ')}`, `x-privileges of ${id}`);
  }
}

/** Services of different profiles are seldom started together, and may have the same name in the network. */
function withProfiles(services: readonly Service[]): readonly Service[] {
  const profiles = new Map(
    services.map(({ layers, workload }) => [
      workload.id,
      new Set(layers.findLast((layer) => layer.has('profiles'))?.texts('profiles')),
    ]),
  );
  return services.map((service) => {
    const own = profiles.get(service.workload.id);
    if (own === undefined || own.size === 0) return service;
    const runsWith = (id: string): boolean => {
      const theirs = profiles.get(id);
      return theirs === undefined || theirs.size === 0 || [...theirs].some((each) => own.has(each));
    };
    return { ...service, workload: { ...service.workload, runsWith } };
  });
}
