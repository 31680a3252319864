import type { AnalysisResult } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import { heading } from './look.ts';
import type { Look, Painter } from './look.ts';
import { hanging } from './wrap.ts';

/** Control id → name, of every control that the result names one for. */
export function controlNames(result: Pick<AnalysisResult, 'threats'>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { controls } of result.threats) {
    for (const { id, name } of controls) if (name !== undefined) names.set(id, name);
  }
  return names;
}

/** What the ids in the report stand for, so that nobody has to look them up. */
export function controlNamesSection(
  mentioned: Iterable<string>,
  names: ReadonlyMap<string, string>,
  look: Look,
  paint: Painter,
): string {
  const known = [...new Set(mentioned)].filter((id) => names.has(id)).sort(compareText);
  if (known.length === 0) return '';
  const longest = Math.max(...known.map((id) => id.length));
  const lines = known.map(
    (id) =>
      `  ${paint.cyan(id.padEnd(longest))}  ${hanging(names.get(id)!, { indent: longest + 4, width: look.width })}`,
  );
  return `${heading(look.t('controls.named'), paint)}${lines.join('')}`;
}
