/** What the results of the shipped examples hold, whatever the library says next. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { YAMLMap } from 'yaml';
import type { AnalysisResult } from '#model/analysis-result';
import { packageRoot } from '#packaging/package-root';
import { exampleFolder, threatloom } from '../cli/captured-io.ts';

const EXAMPLES = ['support-chatbot', 'fraud-detection', 'trading-model'];
const place = exampleFolder();
afterAll(place.remove);

const texts = new Map<string, string>();
const results = new Map<string, AnalysisResult>();

async function analyze(file: string): Promise<string> {
  const { exitCode, stdout, stderr } = await threatloom(place.folder, [
    'analyze',
    file,
    '--quiet',
    '--format',
    'json',
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout;
}

beforeAll(async () => {
  for (const name of EXAMPLES) {
    const text = await analyze(`examples/${name}.system.yaml`);
    texts.set(name, text);
    results.set(name, JSON.parse(text) as AnalysisResult);
  }
});

describe.each(EXAMPLES)('the result of %s', { timeout: 60_000 }, (name) => {
  it('is as schemas/result.schema.json says', () => {
    const ajv = new Ajv2020({ allErrors: true });
    (addFormats as unknown as (to: Ajv2020) => void)(ajv);
    const schema = readFileSync(join(packageRoot(), 'schemas', 'result.schema.json'), 'utf8');
    const valid = ajv.compile(JSON.parse(schema) as object);
    valid(results.get(name));
    expect(valid.errors).toBeNull();
  });

  it('has the same bytes when it is made again', async () => {
    expect(await analyze(`examples/${name}.system.yaml`)).toBe(texts.get(name));
  });

  it('does not depend on the order in which the model lists things', async () => {
    const file = `examples/${name}.system.yaml`;
    const document = parseDocument(readFileSync(join(place.folder, file), 'utf8'));
    for (const part of ['zones', 'actors', 'assets', 'safeguards', 'evidence', 'goals']) {
      (document.get(part) as YAMLMap | undefined)?.items.reverse();
    }
    writeFileSync(join(place.folder, 'turned.system.yaml'), String(document));
    const turned = JSON.parse(await analyze('turned.system.yaml')) as AnalysisResult;
    expect(comparable(turned)).toEqual(comparable(results.get(name)!));
  });

  it('refers only to what it holds', () => {
    const { threats, paths, goals, controlPlan } = results.get(name)!;
    const threatIds = new Set(threats.map(({ id }) => id));
    const goalIds = new Set(goals.map(({ id }) => id));
    expect(threatIds.size).toBe(threats.length);
    expect(threats.length).toBeGreaterThan(20);
    for (const { goal, steps, variants } of paths) {
      expect(goalIds).toContain(goal);
      for (const { threat } of steps) expect(threatIds).toContain(threat);
      for (const variant of variants) for (const id of variant.threats) expect(threatIds).toContain(id);
      for (const [place, { enabledBy }] of steps.entries()) {
        for (const earlier of enabledBy) expect(earlier).toBeLessThan(place);
      }
    }
    for (const { goal } of controlPlan) expect(goalIds).toContain(goal);
  });

  it('numbers the paths of each goal, none likelier than the goal', () => {
    const { goals, paths } = results.get(name)!;
    for (const { id, reachable, likelihood } of goals) {
      const own = paths.filter(({ goal }) => goal === id);
      expect(own.map(({ rank }) => rank)).toEqual(own.map((_, i) => i + 1));
      expect([id, reachable]).toEqual([id, own.length > 0]);
      for (const path of own) expect(path.likelihood).toBeLessThanOrEqual(likelihood);
    }
  });
});

/** Without what says where the model was read and at which lines. */
function comparable({ digest, diagnostics, ...rest }: AnalysisResult): unknown {
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  return { ...rest, diagnostics: diagnostics.map(({ code, pointer }) => `${code} ${pointer}`).sort() };
}

describe('what fits a system and what does not', () => {
  it('names no technique against prompts, retrieval or agents where there is no language model', () => {
    const foreign = /^AML\.T00(51(\.\d+)?|54|56|57|61|65|66|68|69(\.\d+)?|70|71|80(\.\d+)?|82|93)$/;
    const named = results.get('fraud-detection')!.threats.map(({ technique }) => technique);
    expect(named.filter((technique) => foreign.test(technique))).toEqual([]);
    const chatbot = results.get('support-chatbot')!.threats.map(({ technique }) => technique);
    expect(chatbot.filter((technique) => foreign.test(technique)).length).toBeGreaterThan(5);
  });

  it('finds a path of three or more stages into the chatbot', () => {
    const lengths = results.get('support-chatbot')!.paths.map(({ steps }) => steps.length);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(3);
  });
});
