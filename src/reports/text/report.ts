/**
 * The result as a person reads it in a terminal: the answer first, then paths, gaps, and what to do.
 */
import type { AnalysisResult } from '#model/analysis-result';
import { adviceSection } from './advice.ts';
import { controlNames } from './control-names.ts';
import { gapsSection } from './gaps.ts';
import { painter } from './look.ts';
import type { Look } from './look.ts';
import { pathsSection } from './paths.ts';
import { summary } from './summary.ts';

/** @param tactics tactic id → name, for the stages of paths */
export function textReport(result: AnalysisResult, look: Look, tactics: ReadonlyMap<string, string>): string {
  const paint = painter(look);
  const names = controlNames(result);
  return [
    summary(result, look, paint),
    pathsSection(result, look, { tactics, controls: names }),
    gapsSection(result, look),
    adviceSection(result, look, names),
  ].join('');
}
