/** What is known while MLflow's facts become a draft. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { Inventory } from '../../formats/inventory.ts';
import type { Experiment, MlflowFacts, ModelFile, Run } from './facts.ts';
import type { LoggedIndex, Model } from './logged-index.ts';

export interface Shelf {
  readonly draft: DraftBuilder;
  readonly inventory: Inventory;
  readonly facts: MlflowFacts;
  readonly runs: ReadonlyMap<string, Run>;
  readonly experiments: ReadonlyMap<string, Experiment>;
  readonly models: LoggedIndex<Model>;
  readonly files: LoggedIndex<ModelFile>;
  /** Run → ids of logged models that it measured on data. */
  readonly judged: ReadonlyMap<string, readonly string[]>;
  /** Sort and name of what models need → its asset. */
  readonly resources: Map<string, string>;
  /** Name and revision of models of a hub → its asset. */
  readonly sources: Map<string, string>;
  /** Files that a line of the account tells of. */
  readonly filesUsed: Set<ModelFile>;
  /** Its asset; undefined where nothing is registered. */
  readonly registry: string | undefined;
}
