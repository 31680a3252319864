/** Networks of a stack: zones, which of them a service stands in, and whether it can send anywhere else. */
import { HOW_TRUSTED } from '#model/draft-system';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { keep } from './keep.ts';
import { namesOf } from './layers.ts';
import { reportNowhere } from './nowhere.ts';
import { isServiceName, type Service } from './service.ts';

export class Networks {
  readonly #roots: readonly TreeNode[];
  readonly #draft: DraftBuilder;
  readonly #zones = new Map<string, string>();
  /** What was found to be nowhere, so that services that extend it do not say it again. */
  readonly #reported = new Set<string>();

  constructor(roots: readonly TreeNode[], draft: DraftBuilder) {
    this.#roots = roots;
    this.#draft = draft;
  }

  read(): void {
    for (const root of this.#roots) {
      for (const [name, node] of root.entriesOf('networks')) {
        if (this.#zones.has(name)) continue;
        const zone = this.#make(name, node);
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

  /** The zone is the first of its networks; without one, that of all services without one. */
  place({ layers, workload: { id } }: Service): void {
    const mode = layers.findLast((layer) => layer.has('network_mode'));
    if (mode !== undefined) {
      const named = mode.text('network_mode');
      keep(this.#draft, id, mode, { key: 'network_mode', extension: 'x-network-mode', value: named });
      if (named === 'host') this.#draft.ask(id, 'it shares the network of its host: what does that open?');
    }
    const networks = new Map(
      layers.flatMap((layer) => namesOf(layer, 'networks').map((name) => [name, layer])),
    );
    for (const [name, layer] of networks) this.#reportNowhere(name, layer);
    const names = [...networks.keys()];
    const known = names.find((name) => this.#zones.has(name));
    if (mode === undefined) {
      const zone = this.#zones.get(known ?? 'default') ?? this.#make('default', layers[0]!);
      this.#draft.amend(id, () => ({ zone }));
    }
    const last = [...networks.values()].at(-1);
    if (last === undefined) return;
    if (names.length > 1)
      keep(this.#draft, id, last, { key: 'networks', extension: 'x-networks', value: names });
    if (names.every((name) => this.#isInternal(name))) {
      this.#draft.amend(id, ({ facts }) => ({ facts: { ...facts, egress: ['none'] } }));
      last.account.read(`${last.pointer}/networks`, 'its networks are internal', `egress of ${id}: none`);
    }
  }

  #make(name: string, node: TreeNode): string {
    const zone = this.#draft.zone({
      name:
        name === 'default' ? 'Default network' : isServiceName(this.#roots, name) ? `Network ${name}` : name,
      place: node.place,
      ask: [HOW_TRUSTED],
    });
    this.#zones.set(name, zone);
    return zone;
  }

  #reportNowhere(name: string, layer: TreeNode): void {
    const pointer = `${layer.pointer}/networks`;
    const key = `${layer.account.file} ${pointer} ${name}`;
    if (this.#zones.has(name) || name === 'default' || this.#reported.has(key)) return;
    this.#reported.add(key);
    reportNowhere(layer, pointer, `network "${name}"`);
  }

  #isInternal(name: string): boolean {
    return this.#roots.some((root) => {
      const network = root.any('networks')?.any(name);
      return network?.isObject === true && network.any('internal')?.value === true;
    });
  }
}
