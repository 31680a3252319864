import type { SourcePlace } from '#model/draft-system';
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import { hostOf } from '../../formats/redact.ts';

export class ArtifactStores {
  readonly #draft: DraftBuilder;
  readonly #byName = new Map<string, string>();

  constructor(draft: DraftBuilder) {
    this.#draft = draft;
  }

  /** Where artefacts lie: one asset for each bucket, host or disk. */
  at(location: string, place: SourcePlace): string {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(location)?.[1]?.toLowerCase() ?? 'file';
    const name =
      scheme === 'file' || scheme === 'mlflow-artifacts'
        ? 'Artefacts'
        : `Artefacts in ${scheme}://${hostOf(location) ?? ''}`;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const id = this.#draft.asset(
      {
        name,
        fallback: 'store',
        place,
        hints: { types: ['artifact store'], technologies: [scheme] },
        ask: ['who can write there?'],
      },
      'artefacts',
    );
    this.#byName.set(name, id);
    return id;
  }
}
