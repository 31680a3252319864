import { describe, expect, it } from 'vitest';
import { checkLibraries } from '#analysis/library/check-libraries';
import { loadLibrary } from '#analysis/library/load-library';
import { knowledge } from '../analysis/tiny.ts';

const HEAD = 'library: small\nversion: 1.0.0\neditions: { tiny: "1" }\n';
const ruleFor = (technique: string): string => `rules:
  - id: one
    technique: ${technique}
    at: { x: [agent], a: [attacker] }
    where: [a can-reach x]
    gives: [deny x]
    goal: Stop {x}
    stride: [denial-of-service]
    source: a test
`;

function load(text: string): ReturnType<typeof loadLibrary> {
  return loadLibrary([{ file: 'library.yaml', text: `${HEAD}${text}` }], { knowledge });
}

function doubts(text: string): string[] {
  return checkLibraries([load(text).library!], knowledge)
    .filter(({ code }) => code === 'LIB-034' || code === 'LIB-035')
    .map(({ code, message }) => `${code} ${message}`);
}

describe('unanswered techniques', () => {
  it('are read with their reason', () => {
    const { library, diagnostics } = load(
      `${ruleFor('T4')}unanswered: [{ technique: T4, reason: at home }]\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(library!.unanswered).toEqual([{ technique: 'T4', reason: 'at home' }]);
  });

  it('must be known and give a reason', () => {
    const { diagnostics } = load(
      `${ruleFor('T4')}unanswered: [{ technique: T44, reason: r }, { technique: T4 }]\n`,
    );
    expect(diagnostics.map(({ severity, line }) => [severity, line])).toEqual([
      ['error', 13],
      ['error', 13],
    ]);
    expect(diagnostics[0]!.message).toContain('T44');
    expect(diagnostics[1]!.message).toContain('reason');
  });

  it('take the doubt away that nothing mitigates them', () => {
    expect(doubts(ruleFor('T4'))).toEqual(['LIB-034 nothing mitigates T4, which rule one uses']);
    expect(doubts(`${ruleFor('T4')}unanswered: [{ technique: T4, reason: at home }]\n`)).toEqual([]);
  });

  it('are in doubt themselves where a control mitigates them, or no rule uses them', () => {
    expect(doubts(`${ruleFor('T2')}unanswered: [{ technique: T2, reason: r }]\n`)).toEqual([
      'LIB-035 T2 is said to be unanswered, but a control mitigates it',
    ]);
    expect(doubts(`${ruleFor('T2')}unanswered: [{ technique: T4, reason: r }]\n`)).toEqual([
      'LIB-035 T4 is said to be unanswered, but no rule uses it',
    ]);
  });
});
