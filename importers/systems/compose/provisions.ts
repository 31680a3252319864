/** What a stack provides for its services beside other services: models that the engine runs, and secrets. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { namesOf } from './layers.ts';
import { reportNowhere } from './nowhere.ts';

export class Provisions {
  readonly #roots: readonly TreeNode[];
  readonly #draft: DraftBuilder;
  readonly #models = new Map<string, string>();
  #secrets: string | undefined;

  constructor(roots: readonly TreeNode[], draft: DraftBuilder) {
    this.#roots = roots;
    this.#draft = draft;
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
    if (!layer.has('secrets')) return;
    for (const item of layer.any('secrets')!.elements()) {
      const name = item.isObject ? item.text('source') : item.asText();
      if (item.isObject) item.tell('target', 'uid', 'gid', 'mode');
      if (name === undefined) continue;
      const defined = this.#roots
        .map((root) => root.any('secrets')?.any(name))
        .find((each) => each !== undefined);
      if (defined === undefined) {
        reportNowhere(item, item.pointer, `secret "${name}"`);
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
}
