/** Trees written down, for tests of their drawings. */
import type { TreeFact, TreeStep, TreeView } from '#model/answers/tree-view';

export function step(
  label: string,
  children: readonly TreeFact[] = [],
  more: Partial<TreeStep> = {},
): TreeStep {
  return {
    kind: 'step',
    label,
    rule: 'rule',
    technique: 'T1',
    threat: 'T-1',
    asset: 'bot',
    own: 0.5,
    likelihood: 0.5,
    safeguards: [],
    children,
    ...more,
  };
}

export function fact(
  label: string,
  children: readonly TreeStep[] = [],
  more: Partial<TreeFact> = {},
): TreeFact {
  return { kind: 'fact', label, fact: label, likelihood: 0.5, children, omitted: 0, ...more };
}

export function tree(children: readonly TreeFact[], name?: string): TreeView {
  return {
    threatloom: '0',
    system: 'tiny',
    asOf: '2026-11-23',
    goal: {
      id: 'money',
      ...(name === undefined ? {} : { name }),
      asset: 'crm',
      loss: 'integrity',
      impact: 'high',
    },
    depth: 4,
    breadth: 4,
    children,
  };
}

export const SMALL = tree([
  fact(
    'write crm',
    [
      step(
        'Use the tool',
        [fact('control bot', [], { cut: 'depth' }), fact('reach bot', [], { cut: 'repeated' })],
        {
          own: 0.5,
          likelihood: 0.25,
          safeguards: ['guard'],
        },
      ),
    ],
    { omitted: 2, likelihood: 0.25 },
  ),
]);

/** All that a name must not do: mark up, break out of quotes, turn text around, command a terminal. */
export const HOSTILE =
  '<script>alert("1")</script> & \\" `x` #35; ]}) ;-- \u202egnp.exe\u202c \u001b[31mred\nline \ud800 עברית\u200f 👩‍💻 data';

export const NASTY = tree([fact(HOSTILE, [step(HOSTILE, [], { safeguards: [HOSTILE] })])], HOSTILE);
