// Writes packs/former-names.json: what ids of a framework were called in earlier editions, where the pinned one calls them otherwise or
// no longer has them. Ids and names are facts; no prose.
//   npm run build && node scripts/former-names.mjs ATLAS-3.0.0.yaml ATLAS-4.9.0.yaml …
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openImportFile } from '#importers/formats/import-file';
import { readFramework } from '#importers/frameworks/registry';
import { compareText } from '#model/diagnostics';
import { readIndexedPack, readPackIndex } from '#knowledge/pack-index';

const packs = join(new URL('..', import.meta.url).pathname, 'packs');
const pinned = new Map(
  readPackIndex(packs).flatMap((e) => (e.pinned ? [[e.framework, readIndexedPack(packs, e)]] : [])),
);

function namesOf({ tactics, techniques, risks, controls, requirements, caseStudies }) {
  const names = new Map();
  for (const list of [tactics, techniques, risks, controls, requirements, caseStudies]) {
    for (const { id, name, parent } of list) {
      const above = parent === undefined ? undefined : list.find((each) => each.id === parent);
      names.set(id, above === undefined ? [name] : [name, `${above.name}: ${name}`]);
    }
  }
  return names;
}

const found = {};
for (const path of process.argv.slice(2)) {
  const records = readFramework([openImportFile(path, readFileSync(path))]);
  const { id: framework, edition } = records.framework;
  const now = namesOf(pinned.get(framework));
  const entry = (found[framework] ??= { editions: new Set(), names: new Map() });
  entry.editions.add(edition);
  for (const [id, names] of namesOf(records)) {
    for (const name of names) {
      if (now.get(id)?.includes(name)) continue;
      entry.names.set(id, (entry.names.get(id) ?? new Set()).add(name));
    }
  }
}
const content = Object.fromEntries(
  Object.entries(found)
    .sort(([a], [b]) => compareText(a, b))
    .map(([framework, { editions, names }]) => [
      framework,
      {
        editions: [...editions].sort(compareText),
        names: Object.fromEntries(
          [...names]
            .sort(([a], [b]) => compareText(a, b))
            .map(([id, set]) => [id, [...set].sort(compareText)]),
        ),
      },
    ]),
);
writeFileSync(join(packs, 'former-names.json'), `${JSON.stringify(content, null, 2)}\n`);
