import type { AnalysisResult } from '#model/analysis-result';
import type { Diagnostic } from '#model/diagnostics';
import { compareDiagnostics } from '#model/diagnostics';
import { basisOf, goalBasisOf, threatsOf } from './basis.ts';
import { deriveSystem } from './derive/derive.ts';
import type { Derivation, DerivationInput } from './derive/derive.ts';
import { askNext } from './result/ask-next.ts';
import { chokePointRecords } from './result/choke-points.ts';
import { controlOptions, controlPlanRecords } from './result/control-plan.ts';
import { coverageRecords } from './result/coverage.ts';
import { inputDigest } from './result/digest.ts';
import { analysisFindings } from './result/findings.ts';
import { pathRecords } from './result/paths.ts';
import { compareThreats } from './result/threats.ts';

export interface AnalysisInput extends DerivationInput {
  /** Version of threatloom, for the result. */
  readonly version: string;
  /** What was found in the inputs before; put into the result. */
  readonly diagnostics?: readonly Diagnostic[];
  /** How many different paths to each goal; 10 unless given. */
  readonly pathsPerGoal?: number;
}

/** Visits of steps that the path search may spend on all goals together: a few seconds at the very most. */
export const PATH_WORK = 50_000_000;
/** Of one search within a plan, shared out among the goals. */
const PLAN_WORK = 20_000_000;

/**
 * Analyses one system. Pure: the same input, in whatever order its parts list things, gives the same result.
 *
 * @example
 * const result = analyze({ system, libraries, knowledge, today: '2026-11-23', version: '0.1.0' });
 * result.threats.filter(({ status }) => status === 'gap').length;
 * @throws ThreatloomError ANA-001 when a rule matches too much to be meant
 */
export function analyze(input: AnalysisInput): AnalysisResult {
  return resultOf(deriveSystem(input), input);
}

/** The result of a derivation that is at hand. */
export function resultOf(derivation: Derivation, input: AnalysisInput): AnalysisResult {
  const { system, libraries, knowledge, today, version } = input;
  const basis = basisOf(derivation);
  const threats = threatsOf(basis);
  const { derivation: slice, groups, goals, index, best, consequences } = goalBasisOf(basis);
  const pathsPerGoal = input.pathsPerGoal ?? 10;
  const found = pathRecords({
    derivation: slice,
    groups,
    index,
    goals,
    pathsPerGoal,
    work: PATH_WORK,
    consequences,
  });
  const findings = analysisFindings(derivation, found.withoutAttack);
  const editions = [...knowledge.frameworks].sort(byKey(({ id, edition }) => `${id} ${edition}`));
  return {
    threatloom: version,
    system: system.id,
    frameworks: editions.map(({ id, edition, sha256 }) => ({ id, edition, sha256 })),
    libraries: libraries
      .map(({ id, version: of, sha256 }) => ({ id, version: of, sha256 }))
      .sort(byKey(({ id }) => id)),
    digest: inputDigest(input),
    asOf: today,
    threats: threats.sort(compareThreats),
    goals: found.goals,
    paths: found.paths,
    chokePoints: chokePointRecords(slice, groups, index.graph, goals, best),
    controlPlan: controlPlanRecords(
      index.graph,
      controlOptions(slice),
      goals,
      new Map(found.goals.map(({ id, likelihood }) => [id, likelihood])),
      PLAN_WORK,
    ),
    askNext: askNext(slice, index.graph, goals, best),
    coverage: coverageRecords(derivation, threats),
    diagnostics: [...(input.diagnostics ?? []), ...findings].sort(compareDiagnostics),
  };
}

function byKey<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
