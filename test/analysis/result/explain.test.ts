import { describe, expect, it } from 'vitest';
import { explainThreat } from '#analysis/result/explain';
import { groupThreats } from '#analysis/result/threat-groups';
import { deriveTiny, SYSTEM } from '../tiny.ts';

const body = `${SYSTEM}safeguards:
  guard: { on: [bot], implements: [M3], status: in-place, effectiveness: 0.5 }
`;

function explain(rule: string, at: string): ReturnType<typeof explainThreat> {
  const derivation = deriveTiny(body);
  const groups = groupThreats(derivation.ground);
  const threat = groups.ids.findIndex(
    (_, i) =>
      derivation.ground.rules[groups.rule[i]!]!.id === rule &&
      derivation.ground.index.elements.ids[groups.element[i]!] === at,
  );
  return explainThreat(derivation, groups, groups.ids[threat]!);
}

describe('the explanation of a threat', () => {
  it('gives the bindings, facts, assumptions and every part of the likelihood', () => {
    expect(explain('act', 'crm')).toMatchObject({
      rule: 'act',
      source: 'test',
      controls: [{ id: 'M3', inherited: false }],
      ways: [
        {
          bindings: { t: 'refund', x: 'bot', d: 'crm' },
          needs: [{ fact: 'control bot', derivable: true }],
          gives: ['write crm', 'read crm'],
          reachable: true,
          assumes: ['/assets/refund/approval'],
          likelihood: {
            base: 0.3,
            attacker: 1,
            safeguards: [{ id: 'guard', effectiveness: 0.5 }],
            bare: 0.3,
            residual: 0.15,
          },
        },
      ],
    });
  });

  it('says which need nobody can meet', () => {
    expect(explain('inject', 'loner')?.ways).toMatchObject([
      {
        needs: [
          { fact: 'reach loner', derivable: false },
          { fact: 'has prompt for loner', derivable: false },
        ],
        reachable: false,
      },
    ]);
  });

  it('is undefined for an id that is not there', () => {
    const derivation = deriveTiny(body);
    expect(explainThreat(derivation, groupThreats(derivation.ground), 'T-0')).toBeUndefined();
  });
});
