import type { AnalysisResult, Threat } from '#model/analysis-result';
import { LEVEL_ORDER, fit, heading, levelText, likelihoodText, painter, plural } from './look.ts';
import type { Look, Painter } from './look.ts';

const MARK: Readonly<Record<Threat['status'], string>> = {
  gap: '✗',
  'partly-covered': '◐',
  covered: '✓',
  accepted: '≈',
};

/** Reachable threats that no control answers, by asset, worst first; with `all`, every threat. */
export function gapsSection(result: AnalysisResult, look: Look): string {
  const paint = painter(look);
  const shown = result.threats.filter((threat) => look.all || (threat.reachable && threat.status === 'gap'));
  const title = look.all ? 'Threats' : 'Gaps: reachable, and no working control';
  if (shown.length === 0) return `${heading(title, paint)}${paint.green('none')}\n`;
  const byAsset = byAssetId(shown);
  const assets = [...byAsset].map(([asset, threats]) => ({ asset, threats: [...threats].sort(worstFirst) }));
  assets.sort(
    (a, b) =>
      worstFirst(a.threats[0]!, b.threats[0]!) ||
      b.threats.length - a.threats.length ||
      (a.asset < b.asset ? -1 : 1),
  );
  const lines = assets.flatMap(({ asset, threats }) => [
    `${paint.bold(asset)}\n`,
    ...threats.map((threat) => threatLine(threat, look, paint)),
  ]);
  return `${heading(`${title} (${plural(shown.length, 'threat')})`, paint)}${lines.join('')}`;
}

function byAssetId(threats: readonly Threat[]): Map<string, Threat[]> {
  const groups = new Map<string, Threat[]>();
  for (const threat of threats) {
    const same = groups.get(threat.asset);
    if (same === undefined) groups.set(threat.asset, [threat]);
    else same.push(threat);
  }
  return groups;
}

function worstFirst(a: Threat, b: Threat): number {
  return (
    LEVEL_ORDER[a.residual.risk] - LEVEL_ORDER[b.residual.risk] ||
    b.residual.likelihood - a.residual.likelihood ||
    (a.technique < b.technique ? -1 : a.technique > b.technique ? 1 : a.id < b.id ? -1 : 1)
  );
}

function threatLine(threat: Threat, look: Look, paint: Painter): string {
  const mark = threat.status === 'gap' ? paint.red(MARK.gap) : MARK[threat.status];
  const controls = threat.controls.filter(({ state }) => state === 'absent').map(({ id }) => id);
  const advice = controls.length > 0 ? `  → ${controls.slice(0, 3).join(', ')}` : '';
  const room = look.width - 36;
  const name = fit(threat.goal, Math.max(20, room - advice.length)).padEnd(
    Math.max(20, room - advice.length),
  );
  return `  ${mark} ${levelText(threat.residual.risk, paint)} ${likelihoodText(threat.residual.likelihood).padStart(5)}  ${paint.cyan(threat.technique.padEnd(14))} ${name}${paint.dim(advice)}\n`;
}
