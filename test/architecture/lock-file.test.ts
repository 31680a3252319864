import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';

interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      { readonly optionalDependencies?: Readonly<Record<string, string>>; readonly resolved?: string }
    >
  >;
}

const lock = JSON.parse(readFileSync(join(packageRoot(), 'package-lock.json'), 'utf8')) as LockFile;

// A package manager drops what its registry does not serve for another platform, and `npm ci` then fails there.
it('names the embedded engine of every platform', () => {
  const engines = lock.packages['node_modules/@ladybugdb/core']!.optionalDependencies!;
  expect(Object.keys(engines)).toHaveLength(5);
  for (const name of Object.keys(engines)) expect(lock.packages).toHaveProperty([`node_modules/${name}`]);
});

it('names no registry', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
