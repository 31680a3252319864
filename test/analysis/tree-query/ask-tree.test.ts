import { describe, expect, it } from 'vitest';
import { basisOf } from '#analysis/basis';
import { askTree } from '#analysis/tree-query/ask-tree';
import type { TreeView } from '#model/answers/tree-view';
import { SYSTEM, deriveTiny } from '../tiny.ts';

const BODY = `${SYSTEM.replace('crm: {', 'crm: { name: Customer records,')}
safeguards:
  guard: { on: [bot], implements: [M2], status: in-place, effectiveness: 0.5 }
  later: { on: [crm], implements: [M3], status: planned }
`;

function ask(goal: string, depth = 4, breadth = 4): TreeView {
  return askTree(basisOf(deriveTiny(BODY)), { goal, depth, breadth }, '0');
}

describe('the attack tree of a goal', () => {
  it('alternates what is wanted and what gives it, with names, numbers and working safeguards', () => {
    expect(ask('money')).toMatchObject({
      goal: { id: 'money', asset: 'crm', loss: 'integrity', impact: 'critical' },
      children: [
        {
          fact: 'write crm',
          label: 'write Customer records',
          likelihood: 0.072,
          omitted: 0,
          children: [
            {
              label: 'Use refund on Customer records',
              rule: 'act',
              technique: 'T3',
              asset: 'crm',
              own: 0.3,
              likelihood: 0.072,
              safeguards: [],
              children: [
                {
                  fact: 'control bot',
                  children: [{ technique: 'T2.001', own: 0.4, safeguards: ['guard'], children: [{}, {}] }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('ends at the depth asked for, and says so', () => {
    const [fact] = ask('money', 1).children;
    expect(fact?.children[0]?.children).toMatchObject([{ fact: 'control bot', cut: 'depth', children: [] }]);
  });

  it('cannot be had of a goal that the model does not have', () => {
    expect(() => ask('mone')).toThrow(
      expect.objectContaining({ code: 'ASK-003', hint: 'did you mean "money"?' }) as Error,
    );
  });
});
