import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
import { BatchBuilder } from '../../conformance/batch-builder.ts';

const graphOf = (size: number) => {
  const batch = new BatchBuilder();
  for (let n = 0; n < size; n++)
    batch.node('Zone', `z${n}`, { id: `z${n}`, name: 'z', system: 's', trust: 1 });
  return batch.build();
};

describe('an embedded store that is loaded while it is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threatloom-concurrency-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('answers every query from one whole build or the other', { timeout: 120_000 }, async () => {
    const open = () => openLadybugStore({ folder, schema: graphSchema() });
    const [writer, reader] = [open(), open()];
    await writer.load(graphOf(10));
    let loading = true;
    const reading = Array.from({ length: 4 }, async () => {
      const answers: number[] = [];
      while (loading) {
        const { rows } = await reader.read(
          'MATCH (z:Zone) WITH count(*) AS zones MATCH (b:Build) RETURN zones, b.nodes AS nodes',
        );
        expect(rows).toHaveLength(1);
        expect(rows[0]![0]).toBe(rows[0]![1]);
        answers.push(rows[0]![0] as number);
      }
      return answers;
    });
    for (const size of [20, 30, 40]) await writer.load(graphOf(size));
    await reader.read('RETURN 1 AS n');
    loading = false;
    for (const answers of await Promise.all(reading)) {
      expect(answers[0]).toBe(10);
      expect(answers).toEqual([...answers].sort((a, b) => a - b));
    }
    expect((await reader.read('MATCH (z:Zone) RETURN count(*) AS n')).rows).toEqual([[40]]);
    await Promise.all([writer.close(), reader.close()]);
  });

  it('closes while queries are under way, after they have ended', async () => {
    const store = openLadybugStore({ folder, schema: graphSchema() });
    const queries = Array.from({ length: 8 }, () => store.read('MATCH (z:Zone) RETURN count(*) AS n'));
    await store.close();
    expect((await Promise.all(queries)).map((answer) => answer.rows)).toEqual(
      Array.from({ length: 8 }, () => [[40]]),
    );
  });

  it('closes after queries that all failed for want of a graph', async () => {
    const store = openLadybugStore({ folder: join(folder, 'none'), schema: graphSchema() });
    const failures = await Promise.allSettled(Array.from({ length: 3 }, () => store.read('RETURN 1 AS n')));
    expect(failures.map((each) => each.status)).toEqual(['rejected', 'rejected', 'rejected']);
    await store.close();
  });
});
