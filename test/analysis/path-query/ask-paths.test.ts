import { describe, expect, it } from 'vitest';
import { basisOf } from '#analysis/basis';
import { askPaths } from '#analysis/path-query/ask-paths';
import type { PathList, PathQuestion } from '#model/answers/path-list';
import { HEAD, RULES, SYSTEM, deriveTiny, libraryOf } from '../tiny.ts';

/** Two bots with one tool, two attackers, and people who can be deceived. */
const BODY = SYSTEM.replace(
  '  refund:',
  '  helper: { kind: agent, zone: prod, exposure: partner, calls: [refund] }\n  refund:',
)
  .replace('assets:', '  vendor: { attacker: partner }\n  clerk: { zone: prod, attacker: insider }\nassets:')
  .replace('goals:', 'goals:\n  talk: { on: bot, loss: behaviour, impact: low }');

function ask(question: Partial<PathQuestion>, rules = RULES): PathList {
  const basis = basisOf(deriveTiny(BODY, { libraries: [libraryOf(HEAD + rules)] }));
  const empty = { goals: [], to: [], from: [], through: [], avoid: [], k: 5, minLikelihood: 0 };
  return askPaths(basis, { ...empty, ...question }, '0');
}

/** `goal rank likelihood: technique asset …` */
function shown({ paths }: PathList): string[] {
  return paths.map(({ goal, rank, likelihood, steps }) => {
    const way = steps.filter(({ consequence }) => consequence !== true);
    return `${goal} ${rank} ${likelihood}: ${way.map(({ technique, asset }) => `${technique} ${asset}`).join(', ')}`;
  });
}

const BY_BOT = 'T1 bot, T2.001 bot, T3 crm';
const BY_HELPER = 'T1 helper, T2.001 helper, T3 crm';

describe('paths that are asked for', () => {
  it('are those to all goals where nothing is named', () => {
    expect(shown(ask({}))).toEqual([
      `money 1 0.144: ${BY_BOT}`,
      'talk 1 0.48: T1 bot, T2.001 bot',
      `money 2 0.072: ${BY_HELPER}`,
    ]);
  });

  it('are as many as told, and the first ones', () => {
    expect(shown(ask({ k: 1, goals: ['money'] }))).toEqual([`money 1 0.144: ${BY_BOT}`]);
  });

  it('are no less likely than told', () => {
    expect(shown(ask({ minLikelihood: 0.1 }))).toHaveLength(2);
    expect(shown(ask({ minLikelihood: 0.144, goals: ['money'] }))).toHaveLength(1);
    expect(shown(ask({ minLikelihood: 0.145, goals: ['money'] }))).toEqual([]);
  });

  it('start from the attackers named, and their likelihood is that of such attackers', () => {
    expect(shown(ask({ from: ['vendor'], goals: ['money'] }))).toEqual([
      `money 1 0.072: ${BY_BOT}`,
      `money 2 0.072: ${BY_HELPER}`,
    ]);
    // The helper is open to partners and not to staff.
    expect(shown(ask({ from: ['clerk'], goals: ['money'] }))).toEqual([`money 1 0.0432: ${BY_BOT}`]);
    expect(shown(ask({ from: ['vendor', 'clerk'] }))).toEqual(shown(ask({ from: ['clerk', 'vendor'] })));
  });

  it('go through what is named and not through what is ruled out', () => {
    expect(shown(ask({ through: ['helper'], goals: ['money'] }))).toEqual([`money 1 0.072: ${BY_HELPER}`]);
    expect(shown(ask({ avoid: ['bot'], goals: ['money'] }))).toEqual([`money 1 0.072: ${BY_HELPER}`]);
    expect(shown(ask({ through: ['T2', 'bot'], goals: ['money'] }))).toEqual([`money 1 0.144: ${BY_BOT}`]);
    expect(shown(ask({ through: ['bot', 'helper'], goals: ['money'] }))).toEqual([]);
    expect(shown(ask({ avoid: ['T2'] }))).toEqual([]);
    expect(shown(ask({ through: ['T4'] }))).toEqual([]);
  });

  it('say of goals without such a path that there is none', () => {
    const { goals } = ask({ avoid: ['T3'] });
    expect(goals.map(({ id, reachable, likelihood }) => [id, reachable, likelihood])).toEqual([
      ['money', false, 0],
      ['talk', true, 0.48],
    ]);
  });

  it('lead to the goals on an asset, or to any loss of one without', () => {
    expect(shown(ask({ to: ['crm'], k: 1 }))).toEqual([`money 1 0.144: ${BY_BOT}`]);
    expect(shown(ask({ to: ['helper', 'bot'] }))).toEqual([
      'talk 1 0.48: T1 bot, T2.001 bot',
      'helper:behaviour 1 0.24: T1 helper, T2.001 helper',
      'helper:integrity 1 0.24: T1 helper, T2.001 helper',
    ]);
    expect(shown(ask({ to: ['refund'] }))).toEqual([]);
  });

  it('come with the threats that they name, and the question in one order', () => {
    const list = ask({ through: ['helper', 'T1'], goals: ['money', 'money'] });
    expect(list.threats.map(({ goal }) => goal).sort()).toEqual([
      'Make helper obey',
      'Use refund on crm',
      'Write a prompt for helper',
    ]);
    expect([list.question.through, list.question.goals]).toEqual([['T1', 'helper'], ['money']]);
  });

  it.each<[Partial<PathQuestion>, string, string]>([
    [{ through: ['hlper'] }, 'ASK-001', 'did you mean "helper"?'],
    [{ avoid: ['T3x'] }, 'ASK-001', 'did you mean "T3"?'],
    [{ from: ['bot'] }, 'ASK-002', 'attackers are clerk, vendor, visitor'],
    [{ goals: ['mony'] }, 'ASK-003', 'did you mean "money"?'],
    [{ to: ['prod'] }, 'ASK-004', 'there are bot, crm, helper, loner, refund, clerk, vendor, visitor'],
  ])('cannot be asked for with %j', (question, code, hint) => {
    expect(() => ask(question)).toThrow(expect.objectContaining({ code, hint }) as Error);
  });
});
