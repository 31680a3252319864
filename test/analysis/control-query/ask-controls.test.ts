import { describe, expect, it } from 'vitest';
import { basisOf } from '#analysis/basis';
import { askControls } from '#analysis/control-query/ask-controls';
import type { ControlRun } from '#analysis/control-query/ask-controls';
import type { ControlAdvice } from '#model/answers/control-advice';
import { SYSTEM, deriveTiny } from '../tiny.ts';

/** A second way to the money, by a bot of its own. */
const BODY = SYSTEM.replace(
  '  refund:',
  '  helper: { kind: agent, zone: prod, exposure: public, calls: [refund] }\n  refund:',
);

function ask(target?: number, more = '', run: ControlRun = {}): ControlAdvice {
  const basis = basisOf(deriveTiny(BODY + more));
  return askControls(basis, { goals: [], ...(target === undefined ? {} : { target }) }, '0', run);
}

describe('the controls for a goal', () => {
  it('are the fewest, at the places where they have to act', () => {
    const { plans, threats } = ask(0.05);
    expect(plans).toMatchObject([
      {
        goal: 'money',
        impact: 'critical',
        likelihoodBefore: 0.144,
        likelihoodAfter: 0.0432,
        controls: ['M1'],
        exact: true,
        cost: 1,
        costAtLeast: 1,
        aim: 0.05,
        achieved: true,
        steps: [
          {
            id: 'M1',
            name: 'Control M1',
            framework: 'tiny',
            cost: 1,
            effectiveness: 0.7,
            planned: [],
            places: [{ asset: 'bot' }, { asset: 'helper' }],
          },
        ],
      },
    ]);
    const named = plans[0]!.steps[0]!.places.flatMap((place) => place.threats);
    expect(threats.map(({ id }) => id).sort()).toEqual([...named].sort());
  });

  it('have to act at one place where one place is on every way', () => {
    const { plans } = ask(
      0.05,
      'safeguards:\n  half: { on: [bot, helper], implements: [M1, M2], status: in-place, effectiveness: 0.5 }\n',
    );
    expect(plans[0]).toMatchObject({
      likelihoodBefore: 0.072,
      controls: ['M3'],
      steps: [{ id: 'M3', places: [{ asset: 'crm' }] }],
    });
  });

  it('name the planned safeguards that implement them', () => {
    const more = 'safeguards:\n  soon: { on: [bot], implements: [M1, M2], status: planned }\n';
    expect(ask(0.05, more).plans[0]?.steps[0]).toMatchObject({ id: 'M1', planned: ['soon'] });
  });

  it('aim at the lowest band that can be had, unless told', () => {
    expect(ask().plans[0]).toMatchObject({ aim: 0.05, achieved: true });
    // M1 and M2 at the prompt and M3 at the database leave 0.144 × 0.3³.
    expect(ask(0.004).plans[0]).toMatchObject({ controls: ['M1', 'M2', 'M3'], likelihoodAfter: 0.003888 });
  });

  it('say where no set is enough, and which way is left', () => {
    const { plans, threats } = ask(0);
    expect(plans[0]).toMatchObject({ controls: [], steps: [], achieved: false, likelihoodAfter: 0.144 });
    const names = new Map(threats.map(({ id, technique }) => [id, technique]));
    expect(plans[0]?.pathLeft?.map((id) => names.get(id))).toEqual(['T1', 'T2.001', 'T3']);
  });

  it('are none where the goal is below the aim already', () => {
    expect(ask(0.2).plans[0]).toMatchObject({
      controls: [],
      achieved: true,
      exact: true,
      likelihoodAfter: 0.144,
    });
  });

  it('are ranked one by one by the risk that they remove', () => {
    const { ranking } = ask();
    expect(ranking.risk).toBe(1.44);
    expect(ranking.controls).toMatchObject(
      ['M1', 'M2', 'M3'].map((id) => ({ id, cost: 1, riskRemoved: 1.008, riskRemovedPerCost: 1.008 })),
    );
  });

  it('are given where the time is up, with a bound that may prove them', () => {
    let asked = 0;
    const [plan] = ask(0.05, '', { shouldStop: () => (asked += 1) > 0 }).plans;
    expect(asked).toBeGreaterThan(0);
    expect(plan).toMatchObject({ achieved: true, likelihoodAfter: 0.0432 });
    // Where there was no time to look for what can be spared, all places stay.
    expect(plan!.steps.flatMap(({ places }) => places)).not.toEqual([]);
    expect([plan!.costAtLeast, plan!.cost, plan!.exact]).toEqual([1, 1, true]);
  });

  it('tell how far they are', () => {
    const seen: string[] = [];
    ask(0.05, '', { onProgress: ({ done, total }) => seen.push(`${done}/${total}`) });
    expect([seen[0], seen.at(-1)]).toEqual(['0/2', '2/2']);
  });
});
