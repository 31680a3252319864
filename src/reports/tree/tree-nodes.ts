import type { TreeFact, TreeStep, TreeView } from '#model/answers/tree-view';
import { likelihoodText } from '../text/look.ts';
import type { ReportTranslate } from '../text/look.ts';
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

export function drawnTree({ goal, children }: TreeView, t: ReportTranslate): DrawnNode {
  const { id, name, asset, loss, impact } = goal;
  const impactWords = t('tree.impact', { impact: t(`level.${impact}`) });
  return {
    shape: 'goal',
    head: singleLine(name === undefined ? id : `${id}: ${name}`),
    label: singleLine(t('tree.goal', { loss: t(`loss.${loss}`), asset })),
    note: children.length === 0 ? `${impactWords}; ${t('tree.no-way')}` : impactWords,
    children: children.map((fact) => factNode(fact, t)),
  };
}

function factNode({ label, likelihood, children, cut, omitted }: TreeFact, t: ReportTranslate): DrawnNode {
  const notes = [
    likelihoodText(likelihood),
    ...(cut === undefined ? [] : [t(`tree.${cut}`)]),
    ...(omitted > 0 ? [t('tree.omitted', { count: omitted })] : []),
  ];
  return {
    shape: 'any',
    head: children.length + omitted > 1 ? t('tree.any-of') : '',
    label: singleLine(label),
    note: notes.join('; '),
    children: children.map((step) => stepNode(step, t)),
  };
}

function stepNode(
  { label, technique, own, likelihood, safeguards, children }: TreeStep,
  t: ReportTranslate,
): DrawnNode {
  const numbers =
    own === likelihood
      ? likelihoodText(own)
      : t('tree.alone', { own: likelihoodText(own), likelihood: likelihoodText(likelihood) });
  const guarded = safeguards.length === 0 ? [] : [t('tree.guarded', { safeguards: safeguards.join(', ') })];
  const all = children.length > 1 ? [t('tree.all-of')] : [];
  return {
    shape: 'all',
    head: technique ?? t('tree.system'),
    label: singleLine(label),
    note: singleLine([numbers, ...guarded, ...all].join('; ')),
    children: children.map((fact) => factNode(fact, t)),
  };
}
