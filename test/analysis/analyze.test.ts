import { describe, expect, it } from 'vitest';
import { analyze } from '#analysis/analyze';
import type { AnalysisInput } from '#analysis/analyze';
import type { AnalysisResult } from '#model/analysis-result';
import { knowledge, libraryOf, SYSTEM, systemOf, TODAY } from './tiny.ts';

function run(body: string, more: Partial<AnalysisInput> = {}): AnalysisResult {
  return analyze({
    system: systemOf(body),
    libraries: [libraryOf()],
    knowledge,
    today: TODAY,
    version: '0.0.0',
    ...more,
  });
}

const threatOf = (result: AnalysisResult, rule: string, asset: string): AnalysisResult['threats'][number] =>
  result.threats.find((threat) => threat.rule === rule && threat.asset === asset)!;

const withGuard = (more: string): string =>
  `${SYSTEM}safeguards:\n  guard: { on: [bot], implements: [M2], ${more} }\n`;

describe('threats', () => {
  const result = run(SYSTEM);

  it('are one technique at one asset by one rule, reachable or not', () => {
    expect(result.threats.map(({ rule, asset, reachable }) => [rule, asset, reachable])).toEqual([
      ['inject', 'bot', true],
      ['craft', 'bot', true],
      ['act', 'crm', true],
      ['craft', 'loner', false],
      ['inject', 'loner', false],
    ]);
  });

  it('have all that a reader asks of one', () => {
    const ids = Object.fromEntries(
      result.threats.map((threat) => [`${threat.rule} ${threat.asset}`, threat.id]),
    );
    expect(threatOf(result, 'inject', 'bot')).toEqual({
      id: ids['inject bot'],
      asset: 'bot',
      technique: 'T2.001',
      name: 'Technique T2.001',
      tactics: ['TA3'],
      rule: 'inject',
      library: 'tiny',
      goal: 'Make bot obey',
      enabledBy: [ids['craft bot']],
      reachable: true,
      owasp: ['LLM01:2025'],
      nistAml: ['NISTAML.018'],
      stride: ['tampering'],
      rmf: ['MEASURE 2.7'],
      iso23894: ['6.4'],
      controls: [
        {
          id: 'M1',
          name: 'Control M1',
          state: 'absent',
          effectiveness: 0.7,
          inherited: true,
          framework: 'tiny',
        },
        {
          id: 'M2',
          name: 'Control M2',
          state: 'absent',
          effectiveness: 0.7,
          inherited: false,
          framework: 'tiny',
        },
      ],
      evidence: [],
      evidenceWanted: { metric: 'attack-success-rate', kind: 'llm' },
      likelihood: 0.8,
      impact: 'critical',
      risk: 'critical',
      residual: { likelihood: 0.8, risk: 'critical', note: 'no working safeguard acts here' },
      status: 'gap',
      ways: 1,
      assumes: [],
      seenIn: ['CS1'],
    });
  });

  it('keep their ids when the model around them changes', () => {
    const renamed = run(SYSTEM.replace('loner: { kind: agent', 'other: { kind: agent'));
    expect(threatOf(renamed, 'inject', 'bot').id).toBe(threatOf(result, 'inject', 'bot').id);
    expect(threatOf(result, 'inject', 'bot').id).toMatch(/^T-[0-9a-f]{12}$/);
    expect(new Set(result.threats.map(({ id }) => id)).size).toBe(5);
  });

  it('say which unknown facts they take for granted', () => {
    expect(threatOf(result, 'act', 'crm').assumes).toEqual(['/assets/refund/approval']);
  });

  it.each([
    ['partly-covered', 'status: in-place, effectiveness: 0.5', 0.4, 'guard stops 50 %'],
    ['covered', 'status: in-place, effectiveness: 0.95', 0.04, 'guard stops 95 %'],
    ['covered', 'status: verified, effectiveness: 1', 0, 'stopped by guard'],
    ['gap', 'status: planned, effectiveness: 1', 0.8, 'no working safeguard acts here'],
  ])('are %s with %s', (status, more, likelihood, note) => {
    const threat = threatOf(run(withGuard(more)), 'inject', 'bot');
    expect([threat.status, threat.residual.likelihood, threat.residual.note]).toEqual([
      status,
      likelihood,
      note,
    ]);
    expect(threat.likelihood).toBe(0.8);
  });

  it('behind a safeguard are covered, and say so', () => {
    const threat = threatOf(run(withGuard('status: in-place, effectiveness: 1')), 'act', 'crm');
    expect([threat.status, threat.reachable, threat.residual.note]).toEqual([
      'covered',
      false,
      'stopped by safeguards earlier on the way',
    ]);
  });

  it('that nobody reaches are gaps of low risk', () => {
    const threat = threatOf(result, 'inject', 'loner');
    expect([threat.status, threat.risk, threat.residual.note, threat.enabledBy]).toEqual([
      'gap',
      'low',
      'no attacker of the model gets here',
      [],
    ]);
  });

  it('show the state of each control', () => {
    const { controls } = threatOf(run(withGuard('status: planned, effectiveness: 0.6')), 'inject', 'bot');
    expect(
      controls.map(({ id, state, safeguard, effectiveness }) => [id, state, safeguard, effectiveness]),
    ).toEqual([
      ['M1', 'absent', undefined, 0.7],
      ['M2', 'planned', 'guard', 0.6],
    ]);
  });

  it.each([
    ['accepted', '{ technique: T2, on: bot, reason: r, by: b, until: 2026-11-23 }'],
    ['gap', '{ technique: T2, on: bot, reason: r, by: b, until: 2026-11-22 }'],
    ['gap', '{ technique: T2, on: loner, reason: r, by: b, until: 2027-01-01 }'],
    ['gap', '{ technique: T1, on: bot, reason: r, by: b, until: 2027-01-01 }'],
  ])('are %s under %s', (status, acceptance) => {
    const { threats, diagnostics } = run(`${SYSTEM}accepted:\n  - ${acceptance}\n`);
    expect(threats.find(({ rule, asset }) => rule === 'inject' && asset === 'bot')!.status).toBe(status);
    const expired = diagnostics.filter(({ code }) => code === 'ANA-003');
    expect(expired).toHaveLength(acceptance.includes('2026-11-22') ? 1 : 0);
  });
});

describe('paths', () => {
  it('are technique steps in order, with what enabled each and where the transition was seen', () => {
    const result = run(SYSTEM);
    const id = (rule: string, asset: string): string => threatOf(result, rule, asset).id;
    expect(result.paths).toEqual([
      {
        rank: 1,
        goal: 'money',
        asset: 'crm',
        loss: 'integrity',
        likelihood: 0.144,
        risk: 'high',
        steps: [
          {
            threat: id('craft', 'bot'),
            asset: 'bot',
            technique: 'T1',
            tactic: 'TA2',
            enabledBy: [],
            seenIn: [],
          },
          {
            threat: id('inject', 'bot'),
            asset: 'bot',
            technique: 'T2.001',
            tactic: 'TA3',
            enabledBy: [0],
            seenIn: ['CS1'],
          },
          {
            threat: id('act', 'crm'),
            asset: 'crm',
            technique: 'T3',
            tactic: 'TA4',
            enabledBy: [1],
            seenIn: ['CS1'],
          },
        ],
        brokenBy: ['M1', 'M2', 'M3'],
        exact: true,
        variants: [],
      },
    ]);
    expect(result.goals).toEqual([
      {
        id: 'money',
        asset: 'crm',
        loss: 'integrity',
        impact: 'critical',
        reachable: true,
        likelihood: 0.144,
        risk: 'high',
      },
    ]);
  });

  it('end where a safeguard stops them', () => {
    const result = run(withGuard('status: in-place, effectiveness: 1'));
    expect(result.paths).toEqual([]);
    expect(result.goals.map(({ reachable, likelihood, risk }) => [reachable, likelihood, risk])).toEqual([
      [false, 0, 'low'],
    ]);
    expect(result.controlPlan).toEqual([]);
    expect(result.chokePoints).toEqual([]);
  });

  it.each([
    ['confidentiality', true],
    ['integrity', true],
    ['tampering', true],
    ['behaviour', false],
    ['availability', false],
    ['cost', false],
  ])('reach the loss of %s by the facts that mean it: %s', (loss, reachable) => {
    const [goal] = run(SYSTEM.replace('loss: integrity', `loss: ${loss}`)).goals;
    expect(goal!.reachable).toBe(reachable);
  });

  it('are told apart from goals that need no attack', () => {
    const library = libraryOf(`
library: tiny
version: '1'
editions: {}
rules:
  - { id: may, at: { a: [attacker], x: [asset] }, where: [a accesses x], gives: [read x], goal: g, source: s }
`);
    const body = `actors: { ann: { attacker: insider, access: [db] } }
assets: { db: { kind: database, value: { confidentiality: high } } }
`;
    const result = run(body, { libraries: [library] });
    expect(result.paths).toEqual([]);
    expect(result.goals.map(({ reachable, likelihood }) => [reachable, likelihood])).toEqual([[true, 0.3]]);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['ANA-004']);
  });
});

describe('what follows from the paths', () => {
  const result = run(SYSTEM);

  it('names what every way meets', () => {
    const points = result.chokePoints.map(({ kind, id }) => `${kind} ${id}`);
    expect(points.filter((point) => !point.startsWith('step'))).toEqual([
      'asset bot',
      'asset crm',
      'control M1',
      'control M2',
      'control M3',
    ]);
    expect(points.filter((point) => point.startsWith('step'))).toHaveLength(3);
  });

  it('plans the cheapest controls', () => {
    expect(result.controlPlan).toEqual([
      {
        goal: 'money',
        controls: ['M1'],
        exact: true,
        likelihoodAfter: 0.0432,
        cost: 1,
        costAtLeast: 1,
        aim: 0.05,
        achieved: true,
      },
    ]);
  });

  it('asks for the unknown fact whose answer would remove the most risk', () => {
    expect(result.askNext).toEqual([
      {
        pointer: '/assets/refund/approval',
        question: 'Does a person approve what refund does: never, once, at each call?',
        riskRemoved: 1.44,
        answers: ['each-call'],
      },
    ]);
  });

  it('counts coverage in four parts and three states', () => {
    const rows = (each: AnalysisResult): string[] =>
      each.coverage.map(
        ({ item, applicable, mitigated, evidenced, mapping }) =>
          `${item} ${applicable} ${mitigated} ${evidenced} ${mapping}`,
      );
    expect(rows(result)).toEqual([
      'T2 true none false mapped',
      'T3 true none false mapped',
      'T4 false none false mapped',
      'R1 true none false mapped',
      'R2 false none false reviewed-none',
      'R3 false none false unreviewed',
    ]);
    const evidenced = `${withGuard('status: in-place, effectiveness: 0.5, evidence: [probe]')}evidence:
  probe: { kind: llm, sha256: ${'0'.repeat(64)}, collected: 2026-11-01, subject: bot, measures: [{ metric: attack-success-rate, value: 0.12, technique: T2 }] }
`;
    expect(rows(run(evidenced)).slice(0, 4)).toEqual([
      'T2 true partly true mapped',
      'T3 true none false mapped',
      'T4 false none false mapped',
      'R1 true partly true mapped',
    ]);
  });

  it('warns of a safeguard that acts on nothing though it implements a control', () => {
    const { diagnostics } = run(
      `${SYSTEM}safeguards:
  guard: { on: [bot], implements: [M9], status: in-place }
  habit: { on: [bot], implements: [], status: in-place }
`,
    );
    expect(diagnostics.map(({ code, pointer, line }) => [code, pointer, line])).toEqual([
      ['ANA-002', '/safeguards/guard', 17],
    ]);
  });
});

describe('the digest', () => {
  const digest = (more: Partial<AnalysisInput> = {}, body = SYSTEM): string => run(body, more).digest;

  it('is of the inputs and not of the day', () => {
    expect(digest({ today: '2030-01-01', version: '9' })).toBe(digest());
    expect(digest({}, `${SYSTEM}\n`)).not.toBe(digest());
    const library = { ...libraryOf(), sha256: 'b'.repeat(64) };
    expect(digest({ libraries: [library] })).not.toBe(digest());
    const frameworks = [{ id: 'tiny', edition: '1', sha256: 'c'.repeat(64) }];
    expect(digest({ knowledge: { ...knowledge, frameworks } })).not.toBe(digest());
  });
});
