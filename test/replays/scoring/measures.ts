/** The measures of docs and README: how much of a real case the analysis finds, and at what price in noise. */
import type { AnalysisResult } from '#model/analysis-result';

export interface ExpectedStep {
  readonly technique: string;
  /** Any one of these assets or actors will do. */
  readonly at: readonly string[];
}

export interface ReplayScore {
  /** Share of the procedure's steps that are reachable threats at the right asset. */
  readonly stepRecall: number;
  /** Longest common subsequence of procedure and best path, over the procedure's length. */
  readonly pathRecall: number;
  /** The same, over that path's length. */
  readonly pathPrecision: number;
  /** 1 for the first of the goal's paths, 0 where no path shares a step with the procedure. */
  readonly bestPath: number;
  /** Whether one of the first three paths of the result reaches the goal. */
  readonly goalFirst: boolean;
  /** Reachable threats for each asset, what says the same thing twice counted once. */
  readonly noise: number;
  readonly missed: readonly ExpectedStep[];
}

/** A technique stands for its parent and its sub-techniques too, as case studies name now the one, now the other. */
export function sameTechnique(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/**
 * `AML.T0051.001` against `AML.T0051` is the same, against `AML.T0051.000` it is not; `AML.T0051` has a dot of its own.
 */
export function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const left of a) {
    const row = [0];
    b.forEach((right, j) => {
      row.push(sameTechnique(left, right) ? above[j]! + 1 : Math.max(above[j + 1]!, row[j]!));
    });
    above = row;
  }
  return above[b.length]!;
}

export function scoreReplay(
  result: AnalysisResult,
  goal: string,
  steps: readonly ExpectedStep[],
  assets: number,
): ReplayScore {
  const reachable = result.threats.filter((threat) => threat.reachable);
  const missed = steps.filter(
    ({ technique, at }) =>
      !reachable.some((threat) => at.includes(threat.asset) && sameTechnique(threat.technique, technique)),
  );
  const procedure = steps.map(({ technique }) => technique);
  const paths = result.paths.filter((path) => path.goal === goal).slice(0, 10);
  const scored = paths.map((path) => {
    const techniques = path.steps.map(({ technique }) => technique);
    const common = longestCommonSubsequence(procedure, techniques);
    return { recall: common / procedure.length, precision: common / techniques.length };
  });
  const best = scored.reduce<{ recall: number; precision: number; place: number }>(
    (top, each, i) => {
      const better = each.recall - top.recall || each.precision - top.precision;
      return better > 0 ? { ...each, place: i + 1 } : top;
    },
    { recall: 0, precision: 0, place: 0 },
  );
  return {
    stepRecall: 1 - missed.length / steps.length,
    pathRecall: best.recall,
    pathPrecision: best.precision,
    bestPath: best.place,
    goalFirst: result.paths.slice(0, 3).some((path) => path.goal === goal),
    noise: reachable.filter(({ variantOf }) => variantOf === undefined).length / assets,
    missed,
  };
}
