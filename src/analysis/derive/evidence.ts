import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { Rule } from '#model/attack-library';
import { compareText } from '#model/diagnostics';
import type { Evidence, Measure } from '#model/system-model';
import { techniqueNames } from './technique-names.ts';

/** Whether the file behind a piece of evidence was found with the digest that the model states. */
export type EvidenceCheck = 'verified' | 'unverified' | 'missing';

export type EvidenceState = 'fresh' | 'expired' | 'unverified' | 'missing';

/** Metrics that say how often an attack succeeds, or fails: the value, or what it lacks to 1, is a likelihood. */
const METRICS: ReadonlyMap<string, 'succeeds' | 'fails'> = new Map([
  ['attack-success-rate', 'succeeds'],
  ['bypass-rate', 'succeeds'],
  ['evasion-rate', 'succeeds'],
  ['extraction-rate', 'succeeds'],
  ['hallucination-rate', 'succeeds'],
  ['leak-rate', 'succeeds'],
  ['phishing-click-rate', 'succeeds'],
  ['block-rate', 'fails'],
  ['detection-rate', 'fails'],
  ['refusal-rate', 'fails'],
  ['robust-accuracy', 'fails'],
]);

/**
 * `missing`: its file is not there. `expired`: past its `expires`. `unverified`: not checked against the stated digest and not
 * checkable (no `sha256`), or collected on no day or on one still to come. Else `fresh`.
 *
 * @param today ISO date, `2026-11-23`
 */
export function evidenceState(
  evidence: Evidence,
  today: string,
  check: EvidenceCheck | undefined,
): EvidenceState {
  if (check === 'missing') return 'missing';
  if (evidence.expires !== undefined && evidence.expires < today) return 'expired';
  const { collected, sha256 } = evidence;
  if (collected === undefined || collected > today) return 'unverified';
  if (check === undefined && sha256 === undefined) return 'unverified';
  return check === 'unverified' ? 'unverified' : 'fresh';
}

/** How likely the attack of a rule succeeds, as fresh evidence measured it. */
export interface Measured {
  readonly evidence: Evidence;
  readonly measure: Measure;
  /** 0..1 */
  readonly likelihood: number;
}

/**
 * What fresh evidence measured of a rule's technique. A measure counts where it names the technique or its parent, or names none and
 * has the metric and kind that the rule asks for; and where its metric is a share of attacks that succeed or fail.
 * Of several the latest comes first, then the worst.
 */
export function measuredOf(
  rule: Rule,
  fresh: readonly Evidence[],
  knowledge: AnalysisKnowledge,
): readonly Measured[] {
  const { technique } = rule;
  if (technique === undefined) return [];
  const names = techniqueNames(technique, knowledge);
  const found = fresh.flatMap((evidence) =>
    evidence.measures.flatMap((measure): Measured[] => {
      const means = METRICS.get(measure.metric);
      if (means === undefined || measure.value < 0 || measure.value > 1) return [];
      const fits =
        measure.technique === undefined
          ? rule.evidence?.metric === measure.metric && rule.evidence.kind === evidence.kind
          : names.has(measure.technique);
      if (!fits) return [];
      return [{ evidence, measure, likelihood: means === 'succeeds' ? measure.value : 1 - measure.value }];
    }),
  );
  return found.sort(
    (a, b) =>
      compareText(b.evidence.collected ?? '', a.evidence.collected ?? '') ||
      b.likelihood - a.likelihood ||
      compareText(a.evidence.id, b.evidence.id),
  );
}
