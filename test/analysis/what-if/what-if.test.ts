import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '#analysis/what-if/apply-changes';
import { whatIfSystem } from '#analysis/what-if/what-if';
import type { SystemChanges, WhatIfAnswer } from '#model/answers/what-if';
import type { SystemModel } from '#model/system-model';
import { readChangedSystem } from '#systems/read-changed-system';
import { SYSTEM, TODAY, knowledge, libraryOf, systemOf } from '../tiny.ts';

const CONTROLS = new Set(knowledge.controls.keys());
const NONE: SystemChanges = {
  set: [],
  addSafeguards: [],
  removeSafeguards: [],
  inPlace: [],
  removeAssets: [],
  removeFlows: [],
};
const GUARDED = `${SYSTEM}
safeguards:
  now: { on: [bot], implements: [M2], status: in-place, effectiveness: 0.5 }
  later: { on: [crm], implements: [M3], status: planned, effectiveness: 1 }
flows:
  - { from: visitor, to: bot, carries: [prompt] }
  - { id: side, from: bot, to: crm, carries: [record] }
`;

function ask(
  changes: Partial<SystemChanges>,
  { body = GUARDED, after }: { body?: string; after?: SystemModel } = {},
): WhatIfAnswer {
  const all = { ...NONE, ...changes };
  const system = systemOf(body);
  const base = { libraries: [libraryOf()], knowledge, today: TODAY };
  const changed = applyChanges(after ?? system, all, CONTROLS);
  return whatIfSystem({ ...base, system }, { ...base, system: changed }, all, { version: '0' });
}

describe('what-if', () => {
  it('changes nothing where nothing is changed', () => {
    expect(ask({})).toMatchObject({
      risk: { before: 0.72, after: 0.72 },
      goals: [{ goal: 'money', change: 'same', before: { likelihood: 0.072 }, after: { likelihood: 0.072 } }],
      pathsGone: [],
      pathsNew: [],
      pathsChanged: [],
      threats: [],
      sentences: {},
    });
  });

  it('shows what a planned safeguard would stop', () => {
    const answer = ask({ inPlace: ['later'] });
    expect(answer.goals).toEqual([
      {
        goal: 'money',
        before: { reachable: true, likelihood: 0.072, risk: 'high' },
        after: { reachable: false, likelihood: 0, risk: 'low' },
        change: 'out-of-reach',
      },
    ]);
    expect(answer.pathsGone.map(({ goal, likelihood }) => [goal, likelihood])).toEqual([['money', 0.072]]);
    expect(answer.pathsNew).toEqual([]);
    // What led to the money alone is less of a risk now, too.
    expect(
      answer.threats.map(({ technique, before, after }) => [
        technique,
        `${before?.status} ${before?.residualRisk}`,
        `${after?.status} ${after?.residualRisk}`,
      ]),
    ).toEqual([
      ['T2.001', 'partly-covered critical', 'partly-covered low'],
      ['T3', 'gap critical', 'covered low'],
      ['T1', 'gap critical', 'gap medium'],
    ]);
    expect(Object.values(answer.sentences)).toContain('Use refund on crm');
  });

  it('shows how a path becomes likelier without a safeguard', () => {
    const answer = ask({ removeSafeguards: ['now'] });
    expect(answer.goals[0]).toMatchObject({ change: 'likelier', after: { likelihood: 0.144 } });
    expect(answer.pathsChanged.map(({ before, after }) => [before, after])).toEqual([[0.072, 0.144]]);
    expect([answer.pathsGone, answer.pathsNew]).toEqual([[], []]);
  });

  it('takes what refers to an asset away with it', () => {
    const answer = ask({ removeAssets: ['crm'] });
    expect(answer.goals).toEqual([
      { goal: 'money', before: { reachable: true, likelihood: 0.072, risk: 'high' }, change: 'removed' },
    ]);
    expect(answer.pathsGone).toHaveLength(1);
    expect(answer.threats.filter(({ after }) => after === undefined)).toMatchObject([
      { technique: 'T3', asset: 'crm', does: 'Use refund on crm' },
    ]);
    const { assets, flows, safeguards, goals } = applyChanges(
      systemOf(GUARDED),
      { ...NONE, removeAssets: ['crm'] },
      CONTROLS,
    );
    expect(assets.map(({ id }) => id)).toEqual(['bot', 'loner', 'refund']);
    expect(assets.find(({ id }) => id === 'refund')?.relations['acts-on']).toEqual([]);
    expect([flows.map(({ id }) => id), safeguards.map(({ id }) => id), goals]).toEqual([
      ['visitor->bot#1'],
      ['now'],
      [],
    ]);
  });

  it('takes flows away by id', () => {
    const changed = applyChanges(
      systemOf(GUARDED),
      { ...NONE, removeFlows: ['visitor->bot#1', 'side'] },
      CONTROLS,
    );
    expect(changed.flows).toEqual([]);
  });

  it('does not depend on the order of changes', () => {
    const changes: SystemChanges = {
      ...NONE,
      addSafeguards: [
        { id: 'b', implements: ['M3', 'M1'], on: ['prod', 'bot'], effectiveness: 0.2 },
        { id: 'a', implements: ['M2'], on: ['bot'] },
      ],
      removeSafeguards: ['now'],
      inPlace: ['later'],
      removeAssets: ['loner', 'refund'],
      removeFlows: ['side', 'visitor->bot#1'],
    };
    const turned: SystemChanges = {
      ...changes,
      addSafeguards: [...changes.addSafeguards]
        .reverse()
        .map((each) => ({ ...each, implements: [...each.implements].reverse(), on: [...each.on].reverse() })),
      removeAssets: [...changes.removeAssets].reverse(),
      removeFlows: [...changes.removeFlows].reverse(),
    };
    expect(JSON.stringify(ask(turned))).toBe(JSON.stringify(ask(changes)));
  });

  it('never gains a likelihood, a path or a threat by a safeguard', () => {
    let felt = 0;
    const safeguard = fc.record({
      implements: fc.subarray(['M1', 'M2', 'M3'], { minLength: 1 }),
      on: fc.subarray(['bot', 'crm', 'refund', 'loner', 'prod', 'visitor', 'side'], { minLength: 1 }),
      effectiveness: fc.constantFrom(0, 0.25, 0.7, 1),
    });
    fc.assert(
      fc.property(fc.array(safeguard, { minLength: 1, maxLength: 3 }), fc.boolean(), (list, planned) => {
        const answer = ask({
          addSafeguards: list.map((each, i) => ({ ...each, id: `s${i}` })),
          inPlace: planned ? ['later'] : [],
        });
        expect(answer.pathsNew).toEqual([]);
        expect(answer.risk.after).toBeLessThanOrEqual(answer.risk.before);
        for (const { before, after } of [...answer.goals]) {
          expect(after!.likelihood).toBeLessThanOrEqual(before!.likelihood);
        }
        for (const { before, after } of answer.threats) {
          expect(after!.residualLikelihood).toBeLessThanOrEqual(before!.residualLikelihood);
          expect(after!.likelihood).toBe(before!.likelihood);
          expect(before!.reachable || !after!.reachable).toBe(true);
        }
        if (answer.risk.after < answer.risk.before) felt += 1;
      }),
      { numRuns: 60 },
    );
    expect(felt).toBeGreaterThan(20);
  });

  it.each<[Partial<SystemChanges>, string, string | undefined]>([
    [{ removeAssets: ['crn'] }, 'there is no asset "crn"', 'did you mean "crm"?'],
    [{ removeFlows: ['sidee'] }, 'there is no flow "sidee"', 'did you mean "side"?'],
    [{ removeSafeguards: ['x'] }, 'there is no safeguard "x"', 'there are later, now'],
    [
      { inPlace: ['now'] },
      'safeguard now is in-place already',
      'only planned ones can be tried as if they were in place',
    ],
    [
      { addSafeguards: [{ id: 'a', implements: ['M9'], on: ['bot'] }] },
      'there is no control "M9"',
      'did you mean "M1"?',
    ],
    [
      { addSafeguards: [{ id: 'now', implements: ['M1'], on: ['bot'] }] },
      'there is a safeguard "now" already',
      'give the one to be tried an id of its own',
    ],
    [
      { removeAssets: ['crm'], addSafeguards: [{ id: 'a', implements: ['M1'], on: ['crm'] }] },
      'there is no asset, actor, zone or flow "crm"',
      undefined,
    ],
  ])('refuses %j', (changes, message, hint) => {
    const fault = { code: 'ASK-010', message, ...(hint === undefined ? {} : { hint }) };
    expect(() => ask(changes)).toThrow(expect.objectContaining(fault) as Error);
  });

  it('names all changes that cannot be made at once', () => {
    const changes = { removeAssets: ['nothing'], inPlace: ['nobody'] };
    expect(() => ask(changes)).toThrow(
      expect.objectContaining({
        message: '2 changes cannot be made',
        diagnostics: [
          expect.objectContaining({ message: 'there is no asset "nothing"' }),
          expect.objectContaining({ message: 'there is no safeguard "nobody"' }),
        ],
      }) as Error,
    );
  });
});

describe('a model whose file says something else', () => {
  const file = 'tiny.system.yaml';
  const text = `threatloom: 1\nsystem: tiny\n${GUARDED}`;
  const read = (pointer: string, value: unknown): SystemModel => {
    const { model, diagnostics } = readChangedSystem({ file, text }, [{ pointer, value }]);
    if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
    return model;
  };

  it('is derived anew', () => {
    const after = read('/assets/refund/approval', 'each-call');
    const answer = ask({ set: [{ pointer: '/assets/refund/approval', value: 'each-call' }] }, { after });
    expect(answer.goals[0]?.change).toBe('out-of-reach');
    expect(answer.threats.filter(({ after }) => after === undefined)).toMatchObject([{ technique: 'T3' }]);
    expect(answer.changes.set).toEqual([{ pointer: '/assets/refund/approval', value: 'each-call' }]);
  });

  it('says nothing any more where a value is taken away, and moves what stands behind in lists', () => {
    expect(read('/safeguards/now/effectiveness', undefined).safeguards[1]).not.toHaveProperty(
      'effectiveness',
    );
    expect(read('/flows/0', undefined).flows.map(({ id }) => id)).toEqual(['side']);
    expect(read('/assets/bot/calls/0', 'crm').assets[0]?.relations.calls).toEqual([{ id: 'crm' }]);
  });

  it('is the same in whatever order settings are given', () => {
    const settings = [
      { pointer: '/flows/0', value: undefined },
      { pointer: '/flows/1/carries', value: ['document'] },
      { pointer: '/assets/crm/exposure', value: 'public' },
    ];
    const [one, other] = [settings, [...settings].reverse()].map(
      (list) => readChangedSystem({ file, text }, list).model,
    );
    expect(one?.flows).toMatchObject([{ id: 'side', carries: ['document'] }]);
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
  });

  it('is checked like any other', () => {
    expect(() => read('/assets/refund/approval', 'sometimes')).toThrow(
      'unknown value "sometimes" for approval',
    );
  });

  it.each([
    ['/assets/nobody/kind', 'there is no /assets/nobody/kind in the model'],
    ['/flows/7', 'there is no /flows/7 in the model'],
    ['/constructor/prototype/x', 'there is no /constructor/prototype/x in the model'],
    ['assets', '"assets" is no JSON pointer'],
  ])('cannot be set at %s', (pointer, message) => {
    expect(() => read(pointer, 1)).toThrow(expect.objectContaining({ code: 'ASK-011', message }) as Error);
  });

  it('cannot be set twice at one place', () => {
    const settings = [
      { pointer: '/assets/bot', value: {} },
      { pointer: '/assets/bot/kind', value: 'llm' },
    ];
    expect(() => readChangedSystem({ file, text }, settings)).toThrow(
      '/assets/bot and /assets/bot/kind cannot both be set',
    );
  });

  it('gets no other prototype', () => {
    const faults = readChangedSystem({ file, text }, [{ pointer: '/__proto__', value: { polluted: 1 } }]);
    expect(faults.model).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
