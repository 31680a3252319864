import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { packageRoot } from '#packaging/package-root';
import { ENGINE_VERSION, openLadybugStore } from '#stores/ladybug/ladybug-store';
import type { GraphStore } from '#stores/port';
import { parseGraphSchema } from '#stores/schema/parse-schema';
import { graphSchema, readSchemaTexts } from '#stores/schema/read-schema';
import { fixtureGraph } from '../../conformance/fixture-graph.ts';

const COUNT = 'MATCH (a:Asset) RETURN count(*) AS n';

describe('an embedded store whose files are not what was written', () => {
  const root = mkdtempSync(join(tmpdir(), 'threatloom-damage-'));
  const sound = join(root, 'sound');
  const folder = join(root, 'graph');
  let store: GraphStore;

  beforeAll(async () => {
    const writer = openLadybugStore({ folder: sound, schema: graphSchema() });
    await writer.load(fixtureGraph());
    await writer.close();
  });
  beforeEach(() => {
    cpSync(sound, folder, { recursive: true });
    store = openLadybugStore({ folder, schema: graphSchema() });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  const database = (): string =>
    join(
      folder,
      readdirSync(folder).find((name) => name.startsWith('build-'))!,
      'graph.lbug',
    );

  async function failure(reader: GraphStore = store): Promise<ThreatloomError> {
    try {
      await reader.read(COUNT);
    } catch (error) {
      if (error instanceof ThreatloomError) return error;
      throw error;
    }
    throw new Error('it answered');
  }

  const damages: readonly (readonly [string, string, () => void])[] = [
    [
      'cut short',
      'it has 100 bytes, not ',
      () => {
        truncateSync(database(), 100);
      },
    ],
    [
      'gone',
      'the file is gone',
      () => {
        rmSync(database());
      },
    ],
    ...[0, 0.3, 0.5, 0.7, 1].map((part): readonly [string, string, () => void] => [
      `flipped in one bit at ${part * 100} %`,
      'its checksum does not match',
      () => {
        const bytes = readFileSync(database());
        bytes[Math.floor((bytes.length - 1) * part)]! ^= 1;
        writeFileSync(database(), bytes);
      },
    ]),
  ];

  it.each(damages)('is found out where the database is %s', async (_, why, damage) => {
    damage();
    const error = await failure();
    expect([error.code, error.exitCode, error.file]).toEqual(['STORE-002', 4, database()]);
    expect(error.message).toContain(`the embedded graph is damaged: ${why}`);
    expect(error.hint).toBe('build it again from its sources: threatloom build');
    await store.load(fixtureGraph());
    expect((await store.read(COUNT)).rows).toEqual([[4]]);
  });

  it.each([
    ['no JSON', '{"format": 1,', 'it is no JSON'],
    ['of another version', '{"format": 2}', 'it is no manifest of this version'],
    ['pointing elsewhere', undefined, 'it is no manifest of this version'],
  ])('is found out where the manifest is %s', async (_, text, why) => {
    const manifest = join(folder, 'current.json');
    const elsewhere = readFileSync(manifest, 'utf8').replace('"file": "', '"file": "../../');
    writeFileSync(manifest, text ?? elsewhere);
    const error = await failure();
    expect([error.code, error.exitCode, error.message]).toEqual([
      'STORE-002',
      4,
      `the embedded graph is damaged: ${why}`,
    ]);
  });

  it('is refused where another graph schema made it, and rebuilt by the next load', async () => {
    const texts = [...readSchemaTexts(), { file: 'more.graphql', text: 'type More @node { key: ID! }' }];
    const other = openLadybugStore({ folder, schema: parseGraphSchema(texts) });
    const error = await failure(other);
    expect([error.code, error.exitCode, error.message]).toEqual([
      'STORE-003',
      4,
      'the graph was built by another version of threatloom',
    ]);
    await other.load(fixtureGraph());
    expect((await other.read('MATCH (m:More) RETURN count(*) AS n')).rows).toEqual([[0]]);
    await other.close();
  });

  it('is missing where nothing was loaded', async () => {
    const empty = openLadybugStore({ folder: join(folder, 'none'), schema: graphSchema() });
    const error = await failure(empty);
    expect([error.code, error.exitCode, error.message, error.hint]).toEqual([
      'STORE-001',
      4,
      'there is no graph yet',
      'build it: threatloom build',
    ]);
    await empty.close();
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('cannot be written where its folder is a file', async () => {
    const blocked = openLadybugStore({ folder: join(folder, 'current.json'), schema: graphSchema() });
    await expect(blocked.load(fixtureGraph())).rejects.toMatchObject({ code: 'STORE-005', exitCode: 4 });
    await blocked.close();
  });
});

describe('the engine', () => {
  it('is the version that builds are stamped with, pinned exactly', () => {
    const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(manifest.dependencies['@ladybugdb/core']).toBe(ENGINE_VERSION);
  });
});
