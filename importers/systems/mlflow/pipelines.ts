/** Scripts and notebooks that made models, each within its experiment, and the repositories that they are kept in. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import { withoutCredentials } from '../../formats/redact.ts';
import { experimentName, type Experiment, type Run } from './facts.ts';

export class Pipelines {
  readonly #draft: DraftBuilder;
  readonly #experiments: ReadonlyMap<string, Experiment>;
  /** Experiment and script → asset. */
  readonly #assets = new Map<string, string>();
  /** Address → asset. */
  readonly #repositories = new Map<string, string>();

  constructor(draft: DraftBuilder, experiments: readonly Experiment[]) {
    this.#draft = draft;
    this.#experiments = new Map(experiments.map((each) => [each.id, each]));
  }

  /** What a run is one of. */
  of(run: Run): string {
    const source = run.tags.get('mlflow.source.name')?.split(/[\\/]/).at(-1);
    const key = `${run.experimentId ?? ''} ${source ?? ''}`;
    const id = this.#assets.get(key) ?? this.#add(run, source);
    this.#assets.set(key, id);
    // Not every run of a script says where it is kept.
    this.#linkRepository(run, id);
    return id;
  }

  #add(run: Run, source: string | undefined): string {
    const experiment = run.experimentId === undefined ? undefined : this.#experiments.get(run.experimentId);
    const named = experiment === undefined ? undefined : experimentName(experiment);
    return this.#draft.asset(
      {
        name: named === undefined ? (source ?? 'Training') : `${named} training`,
        kind: run.tags.get('mlflow.source.type') === 'NOTEBOOK' ? 'notebook' : 'training-pipeline',
        fallback: 'process',
        place: run.node.place,
        ...(source !== undefined && { extensions: { 'x-source': source } }),
        ask: ['who can change or start it, and where does it run (hosted-on)?'],
      },
      'training',
    );
  }

  #linkRepository(run: Run, pipeline: string): void {
    const commit = run.tags.get('mlflow.source.git.commit');
    if (commit !== undefined) this.#draft.keep(pipeline, 'x-commit', commit);
    const url = run.tags.get('mlflow.source.git.repoURL');
    if (url === undefined) return;
    const address = withoutCredentials(url);
    const known = this.#repositories.get(address);
    const repository =
      known ??
      this.#draft.asset(
        {
          name: address.split('/').slice(-2).join('/'),
          kind: 'source-repository',
          fallback: 'store',
          place: run.node.place,
          extensions: { 'x-address': address },
        },
        'repository',
      );
    this.#repositories.set(address, repository);
    this.#draft.relate(pipeline, 'built-from', repository);
  }
}
