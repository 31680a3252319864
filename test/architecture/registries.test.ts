/** What is listed is what is there: a folder or file that nobody listed would be dead, a list of its own would lie. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackIndex } from '#knowledge/pack-index';
import { packageRoot } from '#packaging/package-root';
import { TOOLS } from '#mcp/tools/registry';
import { loadNamedQueries } from '#stores/queries/load-queries';
import { COVERAGE_FORMATS } from '#reports/registry';
import { graphSchema } from '#stores/schema/read-schema';
import { LAYER_IMPORTERS } from '../../importers/layers/registry.ts';
import { FRAMEWORK_IMPORTERS } from '../../importers/frameworks/registry.ts';
import { threatloom } from '../cli/captured-io.ts';

const root = packageRoot();
const folders = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
const files = (path: string, ending: string): string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort();

describe('registries', () => {
  it('name every importer by its folder', () => {
    expect(FRAMEWORK_IMPORTERS.map(({ id }) => id)).toEqual(folders('importers/frameworks'));
    for (const folder of folders('importers/frameworks')) {
      expect([folder, existsSync(join(root, 'importers/frameworks', folder, 'index.ts'))]).toEqual([
        folder,
        true,
      ]);
    }
  });

  it('name every reader of layers by its folder', () => {
    expect(LAYER_IMPORTERS.map(({ id }) => id)).toEqual(folders('importers/layers'));
  });

  it('name every shipped fact pack', () => {
    const listed = readPackIndex(join(root, 'packs')).map(
      ({ framework, edition }) => `${framework}/${edition}.json`,
    );
    expect(listed.sort()).toEqual(files('packs', '.json').filter((file) => file.includes('/')));
  });

  it('name every query', () => {
    const named = loadNamedQueries(graphSchema()).map(({ topic, name }) => `${topic}/${name}.cypher`);
    expect(named.sort()).toEqual(files('queries', '.cypher'));
  });

  it('name every command: one file each', () => {
    const listed = readFileSync(join(root, 'src/cli/commands/registry.ts'), 'utf8');
    const imported = [...listed.matchAll(/^import \{ (.+) \} from '\.\/(.+)\.ts';$/gm)];
    const commands = readdirSync(join(root, 'src/cli/commands'), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'registry.ts')
      .map(({ name }) => name.replace(/\.ts$/, ''));
    expect(imported.map(([, , file]) => file).sort()).toEqual(commands.sort());
    for (const name of imported.flatMap(([, names]) => names!.split(', '))) {
      expect(listed).toMatch(new RegExp(`^  ${name},$`, 'm'));
    }
  });

  it('name every tool for assistants by its file', () => {
    expect(TOOLS.map(({ name }) => `${name}.ts`).sort()).toEqual(
      files('src/mcp/tools', '.ts').filter((file) => file !== 'registry.ts'),
    );
  });

  it('say of every command what it is for', async () => {
    const { stdout } = await threatloom(root, ['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z][a-z-]+)(?: [[<][^\n]*?)? {2,}\S/gm)].map(
      ([, name]) => name!,
    );
    expect(commands).toEqual(
      expect.arrayContaining(['analyze', 'validate', 'build', 'push', 'query', 'cypher', 'doctor']),
    );
    for (const name of commands.filter((command) => command !== 'help')) {
      const help = await threatloom(root, [name, '--help']);
      expect([name, help.exitCode, help.stderr]).toEqual([name, 0, '']);
      expect(help.stdout.split('\n')[2], name).toMatch(/^[a-z].{15}/);
    }
  });

  it('name every writer of coverage', () => {
    const listed = readFileSync(join(root, 'src/reports/registry.ts'), 'utf8');
    const loaded = [...listed.matchAll(/import\('\.\/(.+)\.ts'\)/g)].map(([, file]) => file!);
    expect(new Set(COVERAGE_FORMATS.map(({ id }) => id)).size).toBe(COVERAGE_FORMATS.length);
    expect(loaded).toEqual(
      expect.arrayContaining(['coverage/text', 'coverage/rows', 'coverage/html', 'navigator/layer']),
    );
    for (const file of loaded) expect(existsSync(join(root, 'src/reports', `${file}.ts`))).toBe(true);
  });

  it('ship every folder of data that the sources read', () => {
    const { files: shipped } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      files: readonly string[];
    };
    for (const data of [
      'graph-schema',
      'libraries',
      'mappings',
      'packs',
      'publishers',
      'queries',
      'schemas',
      'examples',
      'messages',
    ]) {
      expect(shipped).toContain(data);
    }
  });
});

describe('every library', () => {
  it.each(folders('libraries'))('%s has a head and rules', (library) => {
    expect(existsSync(join(root, 'libraries', library, 'library.yaml'))).toBe(true);
    expect(files(`libraries/${library}`, '.yaml').length).toBeGreaterThan(1);
  });
});

describe('every store', () => {
  const stores = folders('src/stores').filter((name) =>
    existsSync(join(root, 'src/stores', name, `${name}-store.ts`)),
  );

  it('are the embedded one and Neo4j', () => {
    expect(stores).toEqual(['ladybug', 'neo4j']);
  });

  it.each(['ladybug', 'neo4j'])('%s runs the suite that all stores share', (store) => {
    const test = readFileSync(join(root, 'test/stores', store, 'conformance.test.ts'), 'utf8');
    expect(test).toContain('describeStore(');
  });
});
