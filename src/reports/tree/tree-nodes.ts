import type { TreeFact, TreeStep, TreeView } from '#model/answers/tree-view';
import { likelihoodText } from '../text/look.ts';
import { singleLine } from '../text/single-line.ts';

/** A node as every drawing of a tree shows it. */
export interface DrawnNode {
  readonly shape: 'goal' | 'any' | 'all';
  /** The technique, or what kind of node it is. */
  readonly head: string;
  readonly label: string;
  /** Likelihood, safeguards, and why nothing is below. */
  readonly note: string;
  readonly children: readonly DrawnNode[];
}

const CUTS = { depth: 'more below', repeated: 'shown elsewhere', cycle: 'leads back up' } as const;

export function drawnTree({ goal, children }: TreeView): DrawnNode {
  const { id, name, asset, loss, impact } = goal;
  return {
    shape: 'goal',
    head: singleLine(name === undefined ? id : `${id}: ${name}`),
    label: singleLine(`${loss} of ${asset}`),
    note: children.length === 0 ? `impact ${impact}; no way there` : `impact ${impact}`,
    children: children.map(factNode),
  };
}

function factNode({ label, likelihood, children, cut, omitted }: TreeFact): DrawnNode {
  const notes = [
    likelihoodText(likelihood),
    ...(cut === undefined ? [] : [CUTS[cut]]),
    ...(omitted > 0 ? [`${omitted} more left out`] : []),
  ];
  return {
    shape: 'any',
    head: children.length + omitted > 1 ? 'any of' : '',
    label: singleLine(label),
    note: notes.join('; '),
    children: children.map(stepNode),
  };
}

function stepNode({ label, technique, own, likelihood, safeguards, children }: TreeStep): DrawnNode {
  const numbers =
    own === likelihood
      ? likelihoodText(own)
      : `${likelihoodText(own)} alone, ${likelihoodText(likelihood)} with what it needs`;
  const guarded = safeguards.length === 0 ? [] : [`guarded by ${safeguards.join(', ')}`];
  const all = children.length > 1 ? ['all of'] : [];
  return {
    shape: 'all',
    head: technique ?? 'system',
    label: singleLine(label),
    note: singleLine([numbers, ...guarded, ...all].join('; ')),
    children: children.map(factNode),
  };
}
