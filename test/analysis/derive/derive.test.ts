import { describe, expect, it } from 'vitest';
import { deriveTiny, likelihoodAt, SYSTEM, systemOf, takenIn } from '../tiny.ts';

describe('derivation', () => {
  it('takes exactly the steps whose needs are met', () => {
    expect(takenIn(deriveTiny(SYSTEM))).toEqual([
      'act refund bot crm',
      'craft bot',
      'inject bot',
      'reaches visitor bot',
    ]);
  });

  it('keeps steps that fit but cannot be reached in the ground, not in the graph', () => {
    const { ground, graph } = deriveTiny(SYSTEM);
    expect([ground.stepCount, graph.stepCount]).toEqual([6, 4]);
  });

  it('invents no attacker', () => {
    expect(takenIn(deriveTiny(SYSTEM.replace('attacker: external', 'attacker: none')))).toEqual([]);
  });

  it('stops where a stated fact rules a step out', () => {
    const approved = SYSTEM.replace('acts-on: [crm]', 'acts-on: [crm], approval: each-call');
    expect(takenIn(deriveTiny(approved))).toEqual(['craft bot', 'inject bot', 'reaches visitor bot']);
  });

  it('numbers facts and steps of the graph so that every need is given', () => {
    const { graph, wholeStep, graphStep, wholeFact, graphFact } = deriveTiny(SYSTEM);
    const given = new Set(graph.gives);
    expect([...graph.needs].every((fact) => given.has(fact))).toBe(true);
    expect([...wholeStep].map((step) => graphStep[step])).toEqual([0, 1, 2, 3]);
    expect([...wholeFact].map((fact) => graphFact[fact])).toEqual([...wholeFact.keys()]);
  });
});

describe('the likelihood of a step', () => {
  it.each([
    ['craft', 'bot', 0.6],
    ['inject', 'bot', 0.8],
    ['act', 'crm', 0.3],
  ])('%s: by the maturity of its technique', (rule, at, likelihood) => {
    expect(likelihoodAt(deriveTiny(SYSTEM), rule, at)).toBe(likelihood);
  });

  it('of a start is that of the kind of attacker', () => {
    const insider = SYSTEM.replace('zone: internet, attacker: external', 'zone: prod, attacker: insider');
    const { ground, current, wholeStep } = deriveTiny(insider);
    const starts = [...wholeStep].filter((step) => ground.rules[ground.ruleOf[step]!]!.id === 'reaches');
    expect(starts.map((step) => current[step])).toEqual([0.3, 0.3, 0.3]);
  });
});

const guard = (more: string): string => `
safeguards:
  guard: { on: [bot], implements: [M2], status: in-place, effectiveness: 0.5 ${more} }
`;

describe('a safeguard', () => {
  it.each([
    ['acts on its element', 'on: [bot], implements: [M2], status: in-place, effectiveness: 0.5', 0.4],
    [
      'acts on a zone of its element',
      'on: [prod], implements: [M2], status: verified, effectiveness: 0.5',
      0.4,
    ],
    ['has the library default', 'on: [bot], implements: [M2], status: in-place', 0.8 * (1 - 0.7)],
    [
      'works for a control of the parent technique',
      'on: [bot], implements: [M1], status: in-place, effectiveness: 0.5',
      0.4,
    ],
    [
      'counts once for two controls',
      'on: [bot], implements: [M1, M2], status: in-place, effectiveness: 0.5',
      0.4,
    ],
    ['does nothing while planned', 'on: [bot], implements: [M2], status: planned, effectiveness: 0.5', 0.8],
    [
      'does nothing elsewhere',
      'on: [loner, internet], implements: [M2], status: in-place, effectiveness: 0.5',
      0.8,
    ],
    [
      'does nothing against another technique',
      'on: [bot], implements: [M3], status: in-place, effectiveness: 0.5',
      0.8,
    ],
  ])('%s', (_, safeguard, likelihood) => {
    const derivation = deriveTiny(`${SYSTEM}safeguards:\n  guard: { ${safeguard} }\n`);
    expect(likelihoodAt(derivation, 'inject', 'bot')).toBeCloseTo(likelihood, 12);
  });

  it('acts on steps elsewhere that come through its element, and on a flow between two', () => {
    const onBot = deriveTiny(
      `${SYSTEM}safeguards:\n  s: { on: [bot], implements: [M3], status: in-place, effectiveness: 0.5 }\n`,
    );
    expect(likelihoodAt(onBot, 'act', 'crm')).toBeCloseTo(0.15, 12);
    const flow = `flows:\n  - { id: call, from: refund, to: crm, carries: [record] }\n`;
    const onFlow = deriveTiny(
      `${SYSTEM}${flow}safeguards:\n  s: { on: [call], implements: [M3, M2], status: in-place, effectiveness: 0.5 }\n`,
    );
    expect(likelihoodAt(onFlow, 'act', 'crm')).toBeCloseTo(0.15, 12);
    expect(likelihoodAt(onFlow, 'inject', 'bot')).toBe(0.8);
  });

  it('multiplies with others', () => {
    const two = `${SYSTEM}safeguards:
  a: { on: [bot], implements: [M1], status: in-place, effectiveness: 0.5 }
  b: { on: [prod], implements: [M2], status: in-place, effectiveness: 0.75 }
`;
    expect(likelihoodAt(deriveTiny(two), 'inject', 'bot')).toBeCloseTo(0.8 * 0.5 * 0.25, 12);
  });

  it('at effectiveness 1 takes the step and all behind it', () => {
    const derivation = deriveTiny(SYSTEM + guard('').replace('0.5', '1'));
    expect(takenIn(derivation)).toEqual(['craft bot', 'reaches visitor bot']);
    expect([...derivation.takenBare].filter((taken) => taken === 1)).toHaveLength(4);
  });
});

const evidence = (more: string): string => `
evidence:
  probe: { kind: llm, sha256: ${'0'.repeat(64)}, collected: 2026-11-01, expires: 2027-05-01, measures: [{ metric: attack-success-rate, value: 0.12, technique: T2 }] ${more} }
`;

describe('evidence', () => {
  const at = (body: string, more = {}): number => likelihoodAt(deriveTiny(body, more), 'inject', 'bot');

  it.each([
    ['replaces the default while fresh', ', subject: bot', '2027-05-01', 0.12],
    ['counts no more when expired', ', subject: bot', '2027-05-02', 0.8],
    ['counts not yet before it was collected', ', subject: bot', '2026-10-31', 0.8],
    ['of another subject does not count', ', subject: loner', '2026-11-23', 0.8],
    ['of no subject does not count by itself', '', '2026-11-23', 0.8],
  ])('%s', (_, more, today, likelihood) => {
    expect(at(SYSTEM + evidence(more), { today })).toBeCloseTo(likelihood, 12);
  });

  it.each([
    ['another technique', 'technique: T3', 0.8],
    ['the sub-technique itself', 'technique: T2.001', 0.12],
  ])('measured of %s', (_, technique, likelihood) => {
    expect(at(SYSTEM + evidence(', subject: bot').replace('technique: T2', technique))).toBeCloseTo(
      likelihood,
      12,
    );
  });

  it('without a technique counts by the metric and kind that the rule asks for', () => {
    const bare = evidence(', subject: bot').replace(', technique: T2', '');
    expect(at(SYSTEM + bare)).toBeCloseTo(0.12, 12);
    expect(at(SYSTEM + bare.replace('kind: llm', 'kind: model'))).toBe(0.8);
  });

  it('of a metric that says how often attacks fail counts the other way round', () => {
    expect(at(SYSTEM + evidence(', subject: bot').replace('attack-success-rate', 'block-rate'))).toBeCloseTo(
      0.88,
      12,
    );
  });

  it('may show more than the default', () => {
    expect(at(SYSTEM + evidence(', subject: bot').replace('0.12', '0.95'))).toBeCloseTo(0.95, 12);
  });

  it('includes the safeguards that name it, and others act on top', () => {
    const named = SYSTEM + evidence(', subject: bot') + guard(', evidence: [probe]');
    expect(at(named)).toBeCloseTo(0.12, 12);
    expect(at(SYSTEM + evidence(', subject: bot') + guard(''))).toBeCloseTo(0.06, 12);
    // Without a subject it speaks for the safeguard that names it.
    expect(at(SYSTEM + evidence('') + guard(', evidence: [probe]'))).toBeCloseTo(0.12, 12);
  });

  it.each([
    ['verified', 0.12],
    ['unverified', 0.8],
    ['missing', 0.8],
  ] as const)('found %s', (check, likelihood) => {
    const evidenceChecks = new Map([['probe', check]]);
    expect(at(SYSTEM + evidence(', subject: bot'), { evidenceChecks })).toBeCloseTo(likelihood, 12);
  });

  it('says in which state it is', () => {
    const { evidenceStates } = deriveTiny(SYSTEM + evidence(''), { today: '2028-01-01' });
    expect([...evidenceStates]).toEqual([['probe', 'expired']]);
    expect(systemOf(SYSTEM).evidence).toEqual([]);
  });
});
