/**
 * What bills of materials have in common: packages by the hundred, of which a model needs the registries that they come
 * from, and suppliers with what they ship.
 */
import type { SourcePlace } from '#model/draft-system';
import { compareText } from '#model/diagnostics';
import type { DraftBuilder } from './draft-builder.ts';
import { readPackageUrl, registryOfType } from './package-url.ts';

/** Registries of images that everybody can publish to, by host. */
const PUBLIC_IMAGE_REGISTRIES: ReadonlyMap<string, string> = new Map([
  ['docker.io', 'Docker Hub'],
  ['registry-1.docker.io', 'Docker Hub'],
  ['ghcr.io', 'GitHub Container Registry'],
  ['quay.io', 'Quay'],
  ['public.ecr.aws', 'Amazon ECR Public'],
  ['nvcr.io', 'NVIDIA NGC'],
  ['gcr.io', 'Google Container Registry'],
  ['mcr.microsoft.com', 'Microsoft Artifact Registry'],
  ['registry.k8s.io', 'Kubernetes registry'],
]);

/** It stands in nobody's zone, and everybody reaches it. */
const PUBLIC_HUB = { exposure: 'public', facts: { provider: ['public-hub'] } } as const;

interface Registry {
  readonly id: string;
  readonly packages: Set<string>;
}

export class Inventory {
  readonly #draft: DraftBuilder;
  readonly #registries = new Map<string, Registry>();
  readonly #suppliers = new Map<string, { readonly place: SourcePlace; readonly supplies: Set<string> }>();

  constructor(draft: DraftBuilder) {
    this.#draft = draft;
  }

  /**
   * The registry that a package comes from, as one asset for all of its packages; they are listed under `x-packages`.
   *
   * @param purl package URL, where the document has one
   * @returns id of the registry's asset
   */
  addPackage(label: string, purl: string | undefined, place: SourcePlace): string {
    const type = purl === undefined ? undefined : readPackageUrl(purl)?.type;
    const registry = this.registry(type, place);
    registry.packages.add(label);
    return registry.id;
  }

  /** @param type of a package URL; absent or without a registry: that of packages whose source nobody says */
  registry(type: string | undefined, place: SourcePlace): Registry {
    const known = type === undefined ? undefined : registryOfType(type);
    const name = known?.name ?? 'Packages of unstated source';
    const found = this.#registries.get(name);
    if (found !== undefined) return found;
    const id = this.#draft.asset(
      {
        name,
        kind: known?.kind ?? 'package-registry',
        fallback: 'store',
        place,
        ...(known?.isPublic === true && PUBLIC_HUB),
        ask: [
          known === undefined
            ? 'where do these packages come from, and who can publish there?'
            : 'are versions pinned, and is what arrives checked?',
        ],
      },
      'packages',
      known === undefined ? 'packages' : type,
    );
    const registry = { id, packages: new Set<string>() };
    this.#registries.set(name, registry);
    return registry;
  }

  /**
   * The registry that an image comes from.
   *
   * @param host as `imageOf` gives it
   */
  imageRegistry(host: string, place: SourcePlace): Registry {
    const named = PUBLIC_IMAGE_REGISTRIES.get(host);
    const name = named ?? host;
    const found = this.#registries.get(name);
    if (found !== undefined) return found;
    const id = this.#draft.asset(
      {
        name,
        kind: 'container-registry',
        fallback: 'store',
        place,
        ...(named !== undefined && PUBLIC_HUB),
        ask: [
          named === undefined
            ? 'who can publish there?'
            : 'are images pinned by digest, and is what arrives checked?',
        ],
      },
      'container-registry',
    );
    const registry = { id, packages: new Set<string>() };
    this.#registries.set(name, registry);
    return registry;
  }

  /** Whoever ships an asset: an actor of the supplier's kind. */
  addSupplier(name: string, place: SourcePlace, supplies: string): void {
    const supplier = this.#suppliers.get(name) ?? { place, supplies: new Set<string>() };
    this.#suppliers.set(name, supplier);
    supplier.supplies.add(supplies);
  }

  /** Writes what was gathered into the draft; called once, when all has been read. */
  finish(): void {
    for (const { id, packages } of this.#registries.values()) {
      if (packages.size === 0) continue;
      this.#draft.keep(id, 'x-packages', [...packages].sort(compareText));
    }
    for (const [name, { place, supplies }] of this.#suppliers) {
      this.#draft.actor(
        {
          name,
          place,
          attacker: 'supplier',
          supplies: [...supplies],
          ask: ['is this you, or a third party?'],
        },
        'supplier',
      );
    }
  }
}
