import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileLibrary, reviveLibrary } from '#analysis/library/compiled-library';
import { loadLibrary } from '#analysis/library/load-library';
import { packageRoot } from '#packaging/package-root';

it('gives the core library back as it was read', () => {
  const folder = join(packageRoot(), 'libraries', 'core');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
  const { library } = loadLibrary(files);
  const revived = reviveLibrary(compileLibrary(library!));
  expect(revived).toEqual(library);
  expect(revived.rules[0]!.at).toBeInstanceOf(Map);
});
