/** Services of Compose files: what each file and `extends` say of one, and what that means. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Workload, Workloads } from '../../formats/workloads.ts';
import { aliasesOf, interpolated, namesOf, textOf, variablesOf, wordsOf } from './layers.ts';
import { Volumes } from './volumes.ts';

/** How far `extends` is followed. */
const MAX_EXTENDS = 10;

interface Service {
  readonly name: string;
  /** What is said of it, the last word last. */
  readonly layers: readonly TreeNode[];
  readonly workload: Workload;
}

export class ComposeReader {
  readonly #roots: readonly TreeNode[];
  readonly #draft: DraftBuilder;
  readonly #workloads: Workloads;
  readonly #definitions = new Map<string, TreeNode[]>();
  readonly #zones = new Map<string, string>();
  readonly #models = new Map<string, string>();
  readonly #volumes: Volumes;
  /** What was found to be nowhere, so that services that extend it do not say it again. */
  readonly #reported = new Set<string>();
  #secrets: string | undefined;

  constructor(roots: readonly TreeNode[], draft: DraftBuilder, workloads: Workloads) {
    this.#roots = roots;
    this.#draft = draft;
    this.#workloads = workloads;
    this.#volumes = new Volumes(draft);
    for (const root of roots) {
      for (const [name, node] of root.entriesOf('services')) {
        if (node.expectObject()) this.#definitions.set(name, [...(this.#definitions.get(name) ?? []), node]);
      }
    }
  }

  read(): void {
    this.#readZones();
    this.#readModels();
    const services = [...this.#definitions].map(([name, own]) => this.#makeService(name, own));
    for (const service of services) this.#readService(service);
    for (const service of services) this.#readDependencies(service);
    this.#volumes.finish(this.#roots);
    for (const root of this.#roots) {
      for (const include of root.has('include') ? (root.any('include')?.elements() ?? []) : []) {
        const path = include.isObject ? include.texts('path').join(', ') : include.asText();
        include.account.notRead(include.pointer, `included file "${path ?? ''}"`, 'give it beside this one');
      }
    }
  }

  #readZones(): void {
    for (const root of this.#roots) {
      for (const [name, node] of root.entriesOf('networks')) {
        if (this.#zones.has(name)) continue;
        const zone = this.#draft.zone({
          name: name === 'default' ? 'Default network' : name,
          place: node.place,
          ask: ['how far is it trusted, 0 (anyone) to 5?'],
        });
        this.#zones.set(name, zone);
        node.account.read(node.pointer, `network "${name}"`, `zone ${zone}`);
        if (node.isObject)
          node.tell(
            'driver',
            'driver_opts',
            'ipam',
            'name',
            'external',
            'internal',
            'attachable',
            'enable_ipv6',
            'labels',
          );
      }
    }
  }

  /** Models that the engine runs for services (`models`, since Compose 2.38). */
  #readModels(): void {
    for (const root of this.#roots) {
      for (const [name, node] of root.entriesOf('models')) {
        if (!node.expectObject()) continue;
        const model = node.text('model');
        const id = this.#draft.asset(
          {
            name: model ?? name,
            kind: 'llm',
            fallback: 'store',
            place: node.place,
            ask: ['is what arrives checked against what its publisher made (provenance)?'],
          },
          'model',
        );
        this.#models.set(name, id);
        node.account.read(node.pointer, `model "${name}"`, `asset ${id}`);
        node.tell('context_size', 'runtime_flags');
      }
    }
  }

  #makeService(name: string, own: readonly TreeNode[]): Service {
    const layers = [...this.#extended(own, new Set([name])), ...own];
    const last = layers.at(-1)!;
    const container = textOf(layers, 'container_name');
    const description =
      layers.some((layer) => layer.has('build')) && !layers.some((layer) => layer.has('image'))
        ? 'Built from source beside the Compose file.'
        : undefined;
    const id = this.#draft.asset(
      {
        name,
        fallback: 'process',
        place: own[0]!.place,
        ...(description !== undefined && { description }),
        hints: { ...(container !== undefined && { names: [container] }) },
      },
      'service',
    );
    for (const each of [name, container])
      if (each !== undefined) this.#workloads.names.set(each.toLowerCase(), id);
    for (const layer of layers) {
      for (const alias of aliasesOf(layer)) this.#workloads.names.set(alias.toLowerCase(), id);
    }
    last.account.read(own[0]!.pointer, `service "${name}"`, `asset ${id}`);
    return {
      name,
      layers,
      workload: { id, account: own[0]!.account, pointer: own[0]!.pointer, what: `service "${name}"` },
    };
  }

  /** What a service takes over from others; from another file only where that file is given too. */
  #extended(layers: readonly TreeNode[], seen: Set<string>): TreeNode[] {
    return layers.flatMap((layer) => {
      const holder = layer.any('extends');
      const name =
        holder === undefined ? undefined : holder.isObject ? holder.text('service') : layer.text('extends');
      if (holder === undefined || name === undefined) return [];
      const file = holder.isObject ? holder.text('file') : undefined;
      const base = this.#definitions
        .get(name)
        ?.filter(
          ({ account }) =>
            file === undefined ||
            account.file === file ||
            account.file.endsWith(`/${file.replace(/^\.\//, '')}`) ||
            file.endsWith(account.file),
        );
      if (base === undefined || base.length === 0) {
        const where = file === undefined ? '' : ` of ${file}`;
        layer.account.warn(
          holder.pointer,
          `the service "${name}"${where} that this one extends is nowhere here`,
          { code: 'COMPOSE-004', hint: 'give its file too' },
        );
        layer.account.notRead(holder.pointer, `what it extends: "${name}"`, 'it is nowhere here');
        return [];
      }
      if (seen.has(name) || seen.size > MAX_EXTENDS) {
        if (file === undefined)
          layer.account.warn(holder.pointer, `services extend each other in a circle: "${name}"`, {
            code: 'COMPOSE-005',
          });
        return [];
      }
      return [...this.#extended(base, new Set([...seen, name])), ...base];
    });
  }

  #readService(service: Service): void {
    const { layers, workload } = service;
    const { id } = workload;
    const image = layers.findLast((layer) => layer.has('image'));
    const reference = image?.text('image');
    if (image !== undefined && reference !== undefined) {
      this.#workloads.image(
        { ...workload, account: image.account },
        `${image.pointer}/image`,
        interpolated(reference),
      );
    }
    this.#readPlacement(service);
    for (const layer of layers) {
      const at = { ...workload, account: layer.account };
      this.#readPorts(service, layer);
      this.#workloads.variables(at, `${layer.pointer}/environment`, variablesOf(layer));
      for (const key of ['command', 'entrypoint'] as const)
        this.#workloads.command(at, `${layer.pointer}/${key}`, wordsOf(layer, key));
      this.#readSecrets(service, layer);
      this.#volumes.read(id, layer);
      this.#readPrivileges(id, layer);
      this.#readUses(id, layer);
      const profiles = layer.texts('profiles');
      if (profiles.length > 0) this.#keep(id, layer, 'profiles', 'x-profiles', profiles);
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

  /** The zone is the first of its networks; without one, that of all services without one. */
  #readPlacement({ layers, workload: { id } }: Service): void {
    const mode = layers.findLast((layer) => layer.has('network_mode'));
    if (mode !== undefined) {
      const named = mode.text('network_mode');
      this.#keep(id, mode, 'network_mode', 'x-network-mode', named);
      if (named === 'host') this.#draft.ask(id, 'it shares the network of its host: what does that open?');
    }
    const networks = new Map(
      layers.flatMap((layer) => namesOf(layer, 'networks').map((name) => [name, layer])),
    );
    for (const [name, layer] of networks) {
      const pointer = `${layer.pointer}/networks`;
      if (this.#zones.has(name) || name === 'default' || this.#reported.has(`${pointer} ${name}`)) continue;
      this.#reported.add(`${pointer} ${name}`);
      layer.account.warn(pointer, `the network "${name}" is nowhere here`, { code: 'COMPOSE-004' });
      layer.account.notRead(pointer, `network "${name}"`, 'it is nowhere here');
    }
    const names = [...networks.keys()];
    const known = names.find((name) => this.#zones.has(name));
    if (mode === undefined) {
      const zone = known === undefined ? this.#defaultZone(layers[0]!) : this.#zones.get(known)!;
      this.#draft.amend(id, () => ({ zone }));
    }
    const last = [...networks.values()].at(-1);
    if (last === undefined) return;
    if (names.length > 1) this.#keep(id, last, 'networks', 'x-networks', names);
    if (names.every((name) => this.#isInternal(name))) {
      this.#draft.amend(id, ({ facts }) => ({ facts: { ...facts, egress: ['none'] } }));
      last.account.read(`${last.pointer}/networks`, 'its networks are internal', `egress of ${id}: none`);
    }
  }

  #defaultZone(layer: TreeNode): string {
    const known = this.#zones.get('default');
    if (known !== undefined) return known;
    const zone = this.#draft.zone({
      name: 'Default network',
      place: layer.place,
      ask: ['how far is it trusted, 0 (anyone) to 5?'],
    });
    this.#zones.set('default', zone);
    return zone;
  }

  #isInternal(name: string): boolean {
    return this.#roots.some((root) => {
      const network = root.any('networks')?.any(name);
      return network?.isObject === true && network.any('internal')?.value === true;
    });
  }

  /** A published port is open on all addresses of the host unless an address is written before it. */
  #readPorts({ workload: { id } }: Service, layer: TreeNode): void {
    if (!layer.has('ports')) return;
    const list = layer.any('ports')!;
    const published = list.elements().flatMap((port) => {
      if (port.isObject) {
        port.tell('target', 'protocol', 'mode', 'name', 'app_protocol');
        const [host, address] = [port.text('published'), port.text('host_ip')];
        return host === undefined || /^127\.|^::1$/.test(address ?? '') ? [] : [host];
      }
      const text = interpolated(port.asText() ?? '');
      if (/^(?:127\.[\d.]+|\[::1\]|localhost):/.test(text)) return [];
      return [text.replace(/\/(?:tcp|udp)$/, '')];
    });
    if (published.length === 0) {
      list.account.read(list.pointer, 'ports on this machine alone', `exposure of ${id}: internal`);
      return;
    }
    this.#draft.amend(id, ({ extensions }) => ({
      exposure: 'public',
      extensions: { ...extensions, 'x-ports': published },
    }));
    this.#draft.ask(id, 'its ports are published: can anyone outside reach this host?');
    list.account.guessed(
      list.pointer,
      `published ports ${published.join(', ')}`,
      `exposure of ${id}: public`,
      'published ports are open on all addresses of the host',
    );
  }

  #readSecrets({ workload: { id } }: Service, layer: TreeNode): void {
    if (!layer.has('secrets')) return;
    for (const item of layer.any('secrets')!.elements()) {
      const name = item.isObject ? item.text('source') : item.asText();
      if (item.isObject) item.tell('target', 'uid', 'gid', 'mode');
      if (name === undefined) continue;
      const defined = this.#roots
        .map((root) => root.any('secrets')?.any(name))
        .find((each) => each !== undefined);
      if (defined === undefined) {
        item.account.warn(item.pointer, `the secret "${name}" is nowhere here`, { code: 'COMPOSE-004' });
        item.account.notRead(item.pointer, `secret "${name}"`, 'it is nowhere here');
        continue;
      }
      this.#secrets ??= this.#draft.asset(
        {
          name: 'Compose secrets',
          kind: 'secret-store',
          fallback: 'store',
          place: defined.place,
          ask: ['how do they lie there (protection), and what do they give entry to (opens)?'],
        },
        'secrets',
      );
      const store = this.#secrets;
      this.#draft.relate(id, 'credentials-in', store);
      item.account.read(item.pointer, `secret "${name}"`, `${id} credentials-in ${store}`);
    }
  }

  #readPrivileges(id: string, layer: TreeNode): void {
    const privileges = [
      ...(layer.boolean('privileged') === true ? ['privileged'] : []),
      ...layer.texts('cap_add').map((each) => `capability ${each}`),
      ...(layer.text('pid') === 'host' ? ['processes of the host'] : []),
      ...(layer.text('user') === 'root' ? ['runs as root'] : []),
    ];
    if (privileges.length === 0) return;
    this.#draft.amend(id, ({ extensions }) => ({
      extensions: { ...extensions, 'x-privileges': privileges },
    }));
    this.#draft.ask(id, 'it has rights on its host: who can make it use them?');
    layer.account.kept(layer.pointer, `rights: ${privileges.join(', ')}`, `x-privileges of ${id}`);
  }

  #readUses(id: string, layer: TreeNode): void {
    for (const name of namesOf(layer, 'models')) {
      const model = this.#models.get(name);
      const pointer = `${layer.pointer}/models`;
      if (model === undefined) {
        layer.account.warn(pointer, `the model "${name}" is nowhere here`, { code: 'COMPOSE-004' });
        layer.account.notRead(pointer, `model "${name}"`, 'it is nowhere here');
      } else {
        this.#draft.relate(id, 'uses', model);
        layer.account.read(pointer, `model "${name}"`, `${id} uses ${model}`);
      }
    }
  }

  /** What a service starts after it needs, and so presumably calls, unless a variable said so already. */
  #readDependencies({ layers, workload: { id, what } }: Service): void {
    for (const layer of layers) {
      for (const [key, isLink] of [
        ['depends_on', false],
        ['links', true],
        ['external_links', true],
      ] as const) {
        for (const name of namesOf(layer, key).map((each) => each.split(':')[0] ?? each)) {
          const other = this.#workloads.names.get(name.toLowerCase());
          const pointer = `${layer.pointer}/${key}`;
          if (other === undefined) {
            layer.account.warn(pointer, `the service "${name}" that ${what} needs is nowhere here`, {
              code: 'COMPOSE-004',
            });
            layer.account.notRead(pointer, `service "${name}"`, 'it is nowhere here');
            continue;
          }
          if (!this.#draft.relate(id, 'depends-on', other)) continue;
          layer.account.read(pointer, `${what} needs service "${name}"`, `${id} depends-on ${other}`);
          if (this.#draft.joins(id, other)) continue;
          this.#draft.flow({ from: id, to: other, both: true, place: layer.account.place(pointer) });
          layer.account.guessed(
            pointer,
            `${what} needs service "${name}"`,
            `flow ${id} → ${other}`,
            isLink ? 'it is linked to it' : 'it starts after it, and so presumably calls it',
          );
        }
      }
    }
  }

  #keep(id: string, layer: TreeNode, key: string, extension: `x-${string}`, value: unknown): void {
    this.#draft.amend(id, ({ extensions }) => ({ extensions: { ...extensions, [extension]: value } }));
    layer.account.kept(`${layer.pointer}/${key}`, key, `${extension} of ${id}`);
  }
}
