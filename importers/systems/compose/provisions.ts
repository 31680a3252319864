/** What a stack provides for its services beside other services: models that the engine runs, secrets, and files of settings. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Workload, Workloads } from '../../formats/workloads.ts';
import { namesOf } from './layers.ts';
import { reportNowhere } from './nowhere.ts';
import type { Settings } from './settings.ts';

/** Of one file of settings; what comes after it is not read. */
const MAX_CHARACTERS = 65_536;

export class Provisions {
  readonly #roots: readonly TreeNode[];
  readonly #draft: DraftBuilder;
  readonly #workloads: Workloads;
  readonly #settings: Settings;
  readonly #models = new Map<string, string>();
  #secrets: string | undefined;

  constructor(roots: readonly TreeNode[], draft: DraftBuilder, workloads: Workloads, settings: Settings) {
    this.#roots = roots;
    this.#draft = draft;
    this.#workloads = workloads;
    this.#settings = settings;
  }

  /** Models that the engine runs for services (`models`, since Compose 2.38). */
  readModels(): void {
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

  readUses(id: string, layer: TreeNode): void {
    for (const name of namesOf(layer, 'models')) {
      const model = this.#models.get(name);
      const pointer = `${layer.pointer}/models`;
      if (model === undefined) {
        reportNowhere(layer, pointer, `model "${name}"`);
      } else {
        this.#draft.relate(id, 'uses', model);
        layer.account.read(pointer, `model "${name}"`, `${id} uses ${model}`);
      }
    }
  }

  readSecrets(id: string, layer: TreeNode): void {
    for (const { item, name, defined } of this.#named(layer, 'secrets', 'secret')) {
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

  /** Of files of settings whose text stands in the stack, which services they name; of others only that they are there. */
  readConfigs(workload: Workload, layer: TreeNode): void {
    for (const { item, name, defined } of this.#named(layer, 'configs', 'config')) {
      this.#draft.list(workload.id, 'x-configs', [name]);
      item.account.kept(item.pointer, `config "${name}"`, `x-configs of ${workload.id}`);
      const content = defined.isObject ? defined.any('content')?.value : undefined;
      if (typeof content !== 'string') continue;
      const text = this.#settings.filledIn(content.slice(0, MAX_CHARACTERS));
      const at = { ...workload, account: item.account };
      this.#workloads.settings(at, item.pointer, { named: `config "${name}"`, texts: text.split('\n') });
    }
  }

  /** What a layer takes of a section of the stack; what is nowhere there is reported. */
  *#named(
    layer: TreeNode,
    section: 'secrets' | 'configs',
    what: string,
  ): Generator<{ readonly item: TreeNode; readonly name: string; readonly defined: TreeNode }> {
    for (const item of layer.any(section)?.elements() ?? []) {
      const name = item.isObject ? item.text('source') : item.asText();
      if (item.isObject) item.tell('target', 'uid', 'gid', 'mode');
      if (name === undefined) continue;
      const defined = this.#roots
        .map((root) => root.any(section)?.any(name))
        .find((each) => each !== undefined);
      if (defined === undefined) reportNowhere(item, item.pointer, `${what} "${name}"`);
      else yield { item, name, defined };
    }
  }
}
