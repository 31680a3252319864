import pc from 'picocolors';
import type { ResultDiff, ThreatChange } from '#knowledge/diff/result-diff';

/** What an edition changes for a system, as people read it. */
export function impactText(impact: ResultDiff, colour: boolean): string {
  const { bold } = pc.createColors(colour);
  const { system, opened, closed, lostControls, acceptedMoved } = impact;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', bold(`${title} (${lines.length})`), ...lines.map((line) => `  ${line}`)];
  const threat = ({ threat: id, asset, technique, name, before, after }: ThreatChange): string =>
    `${asset}: ${technique} ${name}: ${before ?? 'none'} → ${after ?? 'none'} (${id})`;
  const lines = [
    ...section('Gaps that open', opened.map(threat)),
    ...section('Gaps that close', closed.map(threat)),
    ...section(
      'Safeguards that no longer count',
      lostControls.map(
        ({ safeguard, control, threats }) => `${safeguard} as ${control}, against ${threats.length} threats`,
      ),
    ),
    ...section('Acceptances to look at again', acceptedMoved.map(threat)),
  ];
  const nothing =
    lines.length === 0 ? ['', 'no gap opens or closes, no safeguard or acceptance is lost'] : [];
  return `\n${[bold(`For the system ${system}`), ...lines, ...nothing].join('\n')}\n`;
}
