/** The layer rules of .dependency-cruiser.js hold, and imports are followed so that they can be broken. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';

const root = packageRoot();

describe('layers', { timeout: 120_000 }, () => {
  it('keep to their rules', async () => {
    const { default: config } = (await import(join(root, '.dependency-cruiser.js'))) as {
      default: { forbidden: IForbiddenRuleType[]; options: Record<string, unknown> };
    };
    const { output } = await cruise(
      ['src', 'importers'],
      { ...config.options, baseDir: root, ruleSet: { forbidden: config.forbidden }, validate: true },
      undefined,
      { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
    );
    const { summary, modules } = output as ICruiseResult;
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    // Were imports by alias not followed, no rule across layers could ever fail.
    const cli = modules.find(({ source }) => source.endsWith('src/cli/run.ts'))!;
    const targets = cli.dependencies.map(({ resolved }) => resolved);
    expect(targets.some((target) => target.endsWith('src/model/errors.ts'))).toBe(true);
    expect(config.forbidden.every(({ comment }) => (comment ?? '').length > 20)).toBe(true);
  });

  it('are all explained in docs/architecture.md', () => {
    const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
    const layers = readdirSync(join(root, 'src'));
    expect(layers.length).toBeGreaterThan(5);
    expect(layers.filter((layer) => !new RegExp(`\\b${layer}\\b`).test(page))).toEqual([]);
  });
});
