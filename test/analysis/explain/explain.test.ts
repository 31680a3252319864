import { describe, expect, it } from 'vitest';
import { basisOf } from '#analysis/basis';
import { explain } from '#analysis/explain/explain';
import type { Explanation, ThreatExplanation } from '#model/answers/explanation';
import { SYSTEM, deriveTiny } from '../tiny.ts';

const GUARDED = `${SYSTEM}
safeguards:
  stated: { on: [crm], implements: [M3], status: in-place, effectiveness: 0.5 }
  unstated: { on: [prod], implements: [M3], status: verified }
  later: { on: [crm], implements: [M3], status: planned }
  tested: { on: [bot], implements: [M1, M2], status: in-place, evidence: [scan] }
evidence:
  scan:
    kind: llm
    subject: bot
    sha256: '${'a'.repeat(64)}'
    collected: 2026-11-01
    expires: 2027-01-01
    measures: [{ metric: refusal-rate, value: 0.75, technique: T2 }]
`;

function explained(id: string, body = GUARDED): Explanation {
  return explain(basisOf(deriveTiny(body)), id);
}

function threatOf(rule: string, at: string): ThreatExplanation {
  const basis = basisOf(deriveTiny(GUARDED));
  const { threats } = explain(basis, `rule:${rule}`) as Extract<Explanation, { kind: 'rule' }>;
  const { id } = threats.find(({ asset }) => asset === at)!;
  return explain(basis, id) as ThreatExplanation;
}

describe('the sources of a likelihood', () => {
  it('names maturity and default, and where each safeguard has its effectiveness', () => {
    const [way] = threatOf('act', 'crm').ways;
    expect(way).toMatchObject({
      rule: 'act',
      at: 'crm',
      position: expect.stringMatching(/^library\.yaml:\d+$/) as string,
      bindings: { t: 'refund', x: 'bot', d: 'crm' },
      base: {
        value: 0.3,
        why: 'T3 is feasible (tiny)',
        source: 'library tiny 1.0.0, library.yaml, defaults/likelihood/feasible',
      },
      safeguards: [
        { safeguard: 'stated', effectiveness: 0.5, controls: ['M3'] },
        { safeguard: 'unstated', effectiveness: 0.7, controls: ['M3'] },
      ],
      notCounted: [{ safeguard: 'later', why: 'it is planned' }],
      likelihood: 0.3,
    });
    const [stated, unstated] = way!.safeguards;
    expect(stated?.source).toMatch(/^tiny\.system\.yaml:\d+ \/safeguards\/stated\/effectiveness$/);
    expect(unstated?.source).toBe('library tiny 1.0.0, library.yaml, defaults/effectiveness');
    expect(way!.residual).toBe(0.3 * 0.5 * (1 - 0.7));
    expect(way).not.toHaveProperty('attacker');
    expect(way).not.toHaveProperty('measured');
  });

  it('takes the likelihood that evidence means, with its dates, and leaves out what was measured with it', () => {
    const [way] = threatOf('inject', 'bot').ways;
    expect(way).toMatchObject({
      base: { value: 0.8, why: 'T2.001 is realized (tiny)' },
      measured: {
        value: 0.25,
        evidence: 'scan',
        metric: 'refusal-rate',
        measured: 0.75,
        collected: '2026-11-01',
        expires: '2027-01-01',
        why: 'scan measured refusal-rate 0.75, so 0.25 of attacks succeed; collected 2026-11-01, fresh until 2027-01-01',
      },
      safeguards: [],
      notCounted: [{ safeguard: 'tested', why: 'scan was measured with it in place' }],
      residual: 0.25,
    });
  });

  it('names the attacker at whom a step starts', () => {
    const path = explained('money/1', SYSTEM.replace('attacker: external', 'attacker: insider'));
    if (path.kind !== 'path') throw new Error(path.kind);
    const [start] = path.steps;
    expect([start?.rule, start?.base.value, start?.attacker]).toEqual([
      'reaches',
      1,
      {
        value: 0.3,
        why: 'it starts at visitor, an attacker of kind insider',
        source: expect.stringMatching(
          /^library tiny 1\.0\.0, library\.yaml, defaults\/attacker\/insider; tiny\.system\.yaml:\d+ \/actors\/visitor$/,
        ) as string,
      },
    ]);
  });
});

describe('what can be explained', () => {
  it.each([
    ['money', 'goal'],
    ['money/1', 'path'],
    ['path:money/1', 'path'],
    ['T3', 'technique'],
    ['act', 'rule'],
    ['tiny/act', 'rule'],
  ])('%s is a %s', (id, kind) => {
    expect(explained(id).kind).toBe(kind);
  });

  it('is the goal before the rule where both are called the same, and the rule when told', () => {
    const body = SYSTEM.replace('money:', 'act:');
    expect(explained('act', body).kind).toBe('goal');
    expect(explained('rule:act', body).kind).toBe('rule');
  });

  it('gives a rule as its file does, with what comes of it here', () => {
    expect(explained('act')).toMatchObject({
      at: { t: ['tool'], x: ['app'], d: ['database'] },
      where: ['x calls t', 't acts-on d', 't.approval may be none|once'],
      needs: ['control x'],
      gives: ['write d', 'read d'],
      controls: [{ id: 'M3', name: 'Control M3' }],
      source: 'test',
      ways: 1,
      reachable: 1,
      threats: [{ asset: 'crm', technique: 'T3' }],
    });
  });

  it('gives a technique with those of its sub-techniques', () => {
    expect(explained('T2')).toMatchObject({
      maturity: 'realized',
      rules: [],
      threats: [{ technique: 'T2.001' }, { technique: 'T2.001' }],
    });
  });

  it.each([
    ['monye', 'there is nothing called "monye" to explain', 'did you mean "money"?'],
    ['money/7', 'there is no path money/7', 'money has paths 1 to 1'],
    ['rule:money', 'there is nothing called "rule:money" to explain', 'did you mean "money"?'],
  ])('is not %s', (id, message, hint) => {
    expect(() => explained(id)).toThrow(expect.objectContaining({ code: 'ASK-005', message, hint }) as Error);
  });
});
