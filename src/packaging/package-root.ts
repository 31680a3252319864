/**
 * Where this package stands on disk, so that its data folders are found from the sources and from the built files alike.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: { readonly root: string; readonly version: string } | undefined;

/** The sources stand two folders below the root, the built files three; so look for the manifest, not for a depth. */
function find(): { readonly root: string; readonly version: string } {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      if (isManifest(content) && content.name === 'threatloom')
        return { root: folder, version: content.version };
    }
    if (dirname(folder) === folder) throw new Error(`no package.json of threatloom above ${import.meta.url}`);
  }
}

function isManifest(value: unknown): value is { name: string; version: string } {
  return typeof value === 'object' && value !== null && 'name' in value && 'version' in value;
}

/** Absolute path of the folder that holds this package's `package.json`, `graph-schema`, `queries`, `libraries` … */
export function packageRoot(): string {
  return (found ??= find()).root;
}

/** This package's version, e.g. `0.1.0`. */
export function packageVersion(): string {
  return (found ??= find()).version;
}
