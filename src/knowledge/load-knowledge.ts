/**
 * Reads what knowledge is built from: the shipped fact packs and crosswalks, and what the caller adds. The only part
 * of this layer that touches files, beside `pack-index.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttackLibrary } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import type { FrameworkRecords } from '#model/framework-records';
import { packageRoot } from '#packaging/package-root';
import { buildKnowledge, type Knowledge } from './knowledge.ts';
import { readIndexedPack, readPackIndex } from './pack-index.ts';
import { readSssom, type MappingSet } from './sssom.ts';

export interface LoadOptions {
  /** Folder with `packs/` and `mappings/`; by default this package's own. */
  readonly root?: string;
  /** Ids of shipped frameworks to read beyond the default ones, e.g. `['owasp-aisvs']`; `'all'` for all that are shipped. */
  readonly packs?: readonly string[] | 'all';
  /** Editions that the user added; one that is shipped too takes the place of its pack. */
  readonly frameworks?: readonly FrameworkRecords[];
  readonly libraries?: readonly AttackLibrary[];
  /** Crosswalks that the user added. */
  readonly mappingSets?: readonly MappingSet[];
  /** Framework → edition meant where none is named; by default as the index of the packs says. */
  readonly pinned?: Readonly<Record<string, string>>;
}

/**
 * @example loadKnowledge().catalogue.record('technique', 'atlas', 'AML.T0051')?.name
 * @throws ThreatloomError PACK-002, PACK-003 (shipped packs), SSSOM-001 (crosswalks), and as `buildKnowledge`
 */
export function loadKnowledge(options: LoadOptions = {}): Knowledge {
  const root = options.root ?? packageRoot();
  const packs = join(root, 'packs');
  const added = options.frameworks ?? [];
  const given = new Set(added.map(({ framework: { id, edition } }) => `${id}@${edition}`));
  const wanted = options.packs ?? [];
  const index = readPackIndex(packs).filter(
    (entry) => entry.default || wanted === 'all' || wanted.includes(entry.framework),
  );
  const shipped = index
    .filter(({ framework, edition }) => !given.has(`${framework}@${edition}`))
    .map((entry) => readIndexedPack(packs, entry));
  const pinned = index.filter((entry) => entry.pinned).map(({ framework, edition }) => [framework, edition]);
  return buildKnowledge({
    frameworks: [...shipped, ...added],
    libraries: options.libraries ?? [],
    mappingSets: [...readMappingSets(join(root, 'mappings')), ...(options.mappingSets ?? [])],
    successions: readMappingSets(join(root, 'mappings', 'successions')).flatMap(({ mappings }) => mappings),
    pinned: { ...(Object.fromEntries(pinned) as Record<string, string>), ...options.pinned },
  });
}

/** All `*.sssom.tsv` of a folder, in name order; none where the folder is not there. */
export function readMappingSets(folder: string): readonly MappingSet[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith('.sssom.tsv'))
    .sort(compareText)
    .map((name) => readSssom(readFileSync(join(folder, name), 'utf8'), name));
}
