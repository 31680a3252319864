import type { StepExplanation, ThreatExplanation } from '#model/answers/explanation';
import type { Threat } from '#model/analysis-result';
import type { AnalysisBasis } from '../basis.ts';
import { summarise } from '../result/threats.ts';
import { explainImpact, explainRisk } from './explain-risk.ts';
import { explainStep } from './explain-step.ts';

/** @param number of the threat in `basis.groups`; @param threat its record in the result */
export function explainThreatNumbers(
  basis: AnalysisBasis,
  number: number,
  threat: Threat,
): ThreatExplanation {
  const { derivation, groups, index } = basis;
  const steps = [...groups.steps.subarray(groups.start[number], groups.start[number + 1])];
  const ways = steps.map((step) => explainStep(derivation, step));
  const summary = summarise(number, { ...basis, graph: index.graph });
  const likeliest = steps.indexOf(summary.step);
  const taken = steps.map((step) => derivation.graphStep[step]!).filter((step) => step !== -1);
  const way = ways[likeliest]!;
  const likelihood = Math.max(way.likelihood, summary.reachable ? way.residual : 0);
  const residual = summary.reachable ? way.residual : 0;
  return {
    kind: 'threat',
    threat,
    likeliest,
    ways,
    impact: explainImpact(basis, taken, threat.impact, threat.asset),
    risk: explainRisk(likelihood, threat.impact, summary.reachable || summary.reachableBare),
    residual: explainRisk(residual, threat.impact, summary.reachable),
    status: statusText(threat, way),
  };
}

function statusText({ status, reachable, residual, accepted }: Threat, way: StepExplanation): string {
  switch (status) {
    case 'covered':
      return reachable
        ? `a working safeguard acts here and what is left is rare: ${residual.note}`
        : residual.note;
    case 'accepted':
      return `accepted by ${accepted?.by ?? ''} until ${accepted?.until ?? ''}: ${accepted?.reason ?? ''}`;
    case 'partly-covered':
      return `a working safeguard acts here, and the likelihood that is left is not rare: ${residual.note}`;
    case 'gap':
      if (!reachable) return 'no working safeguard acts here; nobody of the model gets here';
      return way.notCounted.length === 0
        ? 'no working safeguard acts here'
        : `no working safeguard acts here (${way.notCounted.map(({ safeguard, why }) => `${safeguard}: ${why}`).join('; ')})`;
  }
}
