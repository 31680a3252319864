/** Data sets of runs: one asset for each name, its digests as versions. */
import type { Relation } from '#model/system-model';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { Inventory } from '../../formats/inventory.ts';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import type { Dataset, Run, RunInput } from './facts.ts';

export class Datasets {
  readonly #draft: DraftBuilder;
  readonly #inventory: Inventory;
  /** Name → asset. */
  readonly #assets = new Map<string, string>();
  readonly #digests = new Map<string, Set<string>>();

  constructor(draft: DraftBuilder, inventory: Inventory) {
    this.#draft = draft;
    this.#inventory = inventory;
  }

  /** What a run read: data that its model learned from, or was judged on. */
  read(run: Run, input: RunInput, model: string, pipeline: string): void {
    const { node, dataset } = input;
    const id = this.#idOf(run, input);
    if (dataset === undefined || id === undefined) return;
    const context = (input.context ?? '').toLowerCase();
    const relation: Relation = /eval|test|valid|holdout/.test(context) ? 'evaluated-on' : 'trained-on';
    this.#draft.relate(model, relation, id);
    this.#draft.flow({ from: id, to: pipeline, carries: ['sample'], place: node.place });
    if (input.context === undefined)
      node.account.guessed(
        node.pointer,
        `data set "${dataset.name}"`,
        `${model} ${relation} ${id}`,
        'its context is not said',
      );
    else
      node.account.read(
        node.pointer,
        `data set "${dataset.name}" (${input.context})`,
        `${model} ${relation} ${id}`,
      );
  }

  /** What a run judged a model on, whatever its context. @returns the asset of the data set, if it is here */
  readJudged(run: Run, input: RunInput, model: string): string | undefined {
    const id = this.#idOf(run, input);
    if (id === undefined) return undefined;
    this.#draft.relate(model, 'evaluated-on', id);
    input.node.account.read(
      input.node.pointer,
      `${input.named} of a run that judges`,
      `${model} evaluated-on ${id}`,
    );
    return id;
  }

  #idOf(run: Run, { node, dataset, named }: RunInput): string | undefined {
    if (dataset !== undefined) return this.#datasetOf(dataset);
    node.account.warn(node.pointer, `${named} of run "${run.name ?? run.id}" is nowhere here`, {
      code: 'MLFLOW-004',
    });
    node.account.notRead(node.pointer, named, 'it is nowhere here');
    return undefined;
  }

  /** One asset for each name; its digests are versions of it. */
  #datasetOf({ node, name, digest, sourceType, source }: Dataset): string {
    const known = this.#assets.get(name);
    const address = addressIn(source);
    const id =
      known ??
      this.#draft.asset(
        {
          name,
          kind: 'dataset',
          fallback: 'store',
          place: node.place,
          extensions: {
            ...(address !== undefined && { 'x-source': withoutCredentials(address) }),
            ...(sourceType !== undefined && { 'x-source-type': sourceType }),
          },
          ask: ['who can add to it or change it (contributors)?'],
        },
        'dataset',
      );
    this.#assets.set(name, id);
    if (known === undefined) {
      node.account.read(node.pointer, `data set "${name}"`, `asset ${id}`);
      if (sourceType === 'hugging_face' || hostOf(address ?? '') === 'huggingface.co') {
        this.#draft.relate(id, 'stored-in', this.#inventory.registry('huggingface', node.place).id);
        this.#draft.amend(id, () => ({ facts: { provider: ['public-hub'] } }));
      }
    }
    const digests = this.#digests.get(id) ?? new Set<string>();
    this.#digests.set(id, digests);
    if (digest !== undefined && !digests.has(digest)) {
      digests.add(digest);
      this.#draft.evidence(`${id}-${digest}`, {
        kind: 'data',
        subject: id,
        subjectVersion: digest,
        measures: [],
        place: node.place,
      });
      node.account.read(`${node.pointer}/digest`, `digest ${digest}`, `evidence about ${id}`);
    }
    return id;
  }
}

/** The address in the JSON of a data set's source: `{"url": …}`, `{"uri": …}`, `{"path": …}`. */
function addressIn(source: string | undefined): string | undefined {
  if (source === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === 'object' && value !== null) {
      const found = ['url', 'uri', 'path'].map((key) =>
        Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined,
      );
      return found.find((each) => typeof each === 'string');
    }
  } catch {
    // Not JSON, so an address by itself.
  }
  return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(source) ? source : undefined;
}
