import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { threatloom } from '../cli/captured-io.ts';
import { pythonPrograms } from '../python/venv.ts';
import { REQUIREMENTS, startMlflow, type RunningMlflow } from './server.ts';

const python = await pythonPrograms(REQUIREMENTS);

interface Model {
  readonly assets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly evidence: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly flows: readonly { readonly from: string; readonly to: string }[];
}

describe.skipIf(python === undefined)('a real MLflow', { timeout: 240_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), 'threatloom-import-'));
  let mlflow: RunningMlflow | undefined;
  beforeAll(async () => {
    mlflow = await startMlflow(join(python!.bin, 'python'));
  }, 240_000);
  afterAll(async () => {
    await mlflow?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it.each(['server', 'folder'] as const)('gives a model with provenance: its %s', async (of) => {
    const source = of === 'server' ? mlflow!.address : mlflow!.folder;
    const file = `${of}.system.yaml`;
    const imported = await threatloom(home, [
      'import',
      source,
      '--from',
      'mlflow',
      '-o',
      file,
      '--report',
      `${of}.txt`,
    ]);
    expect([imported.exitCode, imported.stdout]).toEqual([0, '']);
    const text = readFileSync(join(home, file), 'utf8');
    const { assets, evidence, flows } = parse(text) as Model;
    expect(
      Object.entries(assets)
        .map(([id, { kind }]) => `${id}: ${String(kind)}`)
        .sort(),
    ).toEqual([
      'artefacts: store',
      'churn-model: model',
      'churn-training: training-pipeline',
      'customers: dataset',
      'example-churn: source-repository',
      'holdout: dataset',
      'mlflow: model-registry',
      'pypi: package-registry',
    ]);
    expect(assets['churn-model']).toMatchObject({
      description: 'Says who leaves',
      'built-by': ['churn-training'],
      'trained-on': ['customers'],
      'evaluated-on': ['holdout'],
      'depends-on': ['pypi'],
      'stored-in': ['mlflow', 'artefacts'],
      'x-version': '1',
      'x-aliases': { champion: '1' },
      'x-signature': { inputs: 'age: long, balance: double', outputs: 'long' },
      'x-loading-runs-code': true,
    });
    expect(assets['mlflow']?.['anonymous']).toEqual(of === 'server' ? ['read'] : undefined);
    expect(flows.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual([
      'churn-training → mlflow',
      'customers → churn-training',
      'holdout → churn-training',
    ]);
    for (const version of ['1', '2']) {
      expect(evidence[`churn-model-version-${version}`]).toMatchObject({
        kind: 'model',
        subject: 'churn-model',
        'subject-version': version,
        file: expect.stringMatching(/MLmodel$/) as string,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        measures: [{ metric: 'auc', value: 0.91 }],
      });
    }
    const told = text + readFileSync(join(home, `${of}.txt`), 'utf8');
    expect(told).not.toContain('hunter2');
    // A run's parameter is a file of its own, whose digest would give a short secret away.
    expect(told).not.toContain(createHash('sha256').update('hunter2').digest('hex'));
    const valid = await threatloom(home, ['validate', file]);
    expect(valid.exitCode).toBe(0);
    const analysed = await threatloom(home, ['analyze', file]);
    expect(analysed.exitCode).toBe(0);
  });
});
