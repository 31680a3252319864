import { expect, it, describe } from 'vitest';
import type { AnalysisResult } from '#model/analysis-result';
import { analyzeSystem, openWorkspace, readSystem } from '#workspace/analysis';
import { scoreReplay, sameTechnique } from './scoring/measures.ts';
import { HELD_OUT, NEGATIVES, SAFEGUARDED, WORKING_SET } from './scoring/replays.ts';
import type { Replay } from './scoring/replays.ts';
import { scoreTable } from './scoring/score-table.ts';

const workspace = openWorkspace();

function analysed(file: string): { readonly result: AnalysisResult; readonly assets: number } {
  const { model, diagnostics } = readSystem(workspace, file, '/');
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return { result: analyzeSystem(workspace, model, { today: '2026-11-23' }), assets: model.assets.length };
}

function scored({ id, victim, expected }: Replay): readonly [string, ReturnType<typeof scoreReplay>] {
  const { result, assets } = analysed(victim);
  const steps = expected.steps.filter(({ scope }) => scope === 'in');
  return [id, scoreReplay(result, expected.goal, steps, assets)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('replays of ATLAS case studies', () => {
  const working = WORKING_SET.map(scored);
  const heldOut = HELD_OUT.map(scored);

  it('score as the committed table says', async () => {
    const missed = [...working, ...heldOut].flatMap(([id, score]) =>
      score.missed.map(({ technique, at }) => `- ${id}: ${technique} at ${at.join(' or ')}`),
    );
    const page = [
      '# Scores',
      '',
      'Made by `npm run score:replays`; what is measured is in [README.md](README.md). Rules are written looking at the working set.',
      'The held-out victims were not read for it, but their scores and the steps that were missed were: take them as a check, not as proof.',
      '',
      '## Working set',
      '',
      scoreTable(working),
      '',
      '## Held-out set',
      '',
      scoreTable(heldOut),
      '',
      '## Steps not found',
      '',
      ...(missed.length > 0 ? missed : ['None.']),
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('SCORES.md');
  });

  it('find the steps of the working set, at the right asset, on paths that are like the case, without noise', () => {
    const scores = working.map(([, score]) => score);
    expect(mean(scores.map(({ stepRecall }) => stepRecall))).toBeGreaterThanOrEqual(0.95);
    expect(mean(scores.map(({ pathRecall }) => pathRecall))).toBeGreaterThanOrEqual(0.7);
    expect(mean(scores.map(({ pathPrecision }) => pathPrecision))).toBeGreaterThanOrEqual(0.5);
    expect(mean(scores.map(({ noise }) => noise))).toBeLessThanOrEqual(8);
    expect(working.filter(([, { goalFirst }]) => !goalFirst).map(([id]) => id)).toEqual([]);
  });
});

it.each(NEGATIVES)('$id: names nothing that cannot be', ({ victim, forbidden }) => {
  const { result } = analysed(victim);
  const named = result.threats.filter(({ reachable }) => reachable);
  const wrong = forbidden.flatMap(({ technique, at }) =>
    named.filter(
      (threat) =>
        (at === undefined || at.includes(threat.asset)) &&
        (technique.endsWith('*')
          ? threat.technique.startsWith(technique.slice(0, -1))
          : threat.technique === technique),
    ),
  );
  expect(wrong.map(({ technique, asset, rule }) => `${technique} at ${asset} by ${rule}`)).toEqual([]);
});

it.each(SAFEGUARDED)(
  '$id: safeguards at choke points close the goal and nothing else',
  ({ victim, system, expected }) => {
    const before = analysed(victim).result;
    const after = analysed(system).result;
    for (const goal of expected.underivable) {
      expect(before.goals.find(({ id }) => id === goal)).toMatchObject({ reachable: true });
      expect(after.goals.find(({ id }) => id === goal)).toMatchObject({ reachable: false, likelihood: 0 });
    }
    for (const goal of expected['open-goals']) {
      expect(after.goals.find(({ id }) => id === goal)).toMatchObject({ reachable: true });
    }
    const open = after.threats.filter(({ reachable }) => reachable);
    for (const { technique, at } of expected['open-threats']) {
      expect(
        open.some((threat) => at.includes(threat.asset) && sameTechnique(threat.technique, technique)),
      ).toBe(true);
    }
  },
);
