import type { AnalysisResult, Threat } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import { controlNames, controlNamesSection } from './control-names.ts';
import { LEVEL_ORDER, heading, levelText, likelihoodText, painter } from './look.ts';
import type { Look, Painter } from './look.ts';
import { hanging } from './wrap.ts';

/** Of each asset; the rest is counted. */
const MOST_GAPS = 5;
const MOST_CONTROLS = 3;

const MARK: Readonly<Record<Threat['status'], string>> = {
  gap: '✗',
  'partly-covered': '◐',
  covered: '✓',
  accepted: '≈',
};

/**
 * Reachable threats that no control answers, the worst of each asset; with `all`, every threat. Below, what the ids of
 * the advised controls stand for.
 */
export function gapsSection(result: AnalysisResult, look: Look): string {
  const paint = painter(look);
  const { t } = look;
  const { threats } = result;
  // What says the same thing twice is said once; `all` says everything.
  const found = look.all
    ? threats
    : threats.filter(
        ({ reachable, status, variantOf }) => reachable && status === 'gap' && variantOf === undefined,
      );
  const title = t(look.all ? 'gaps.all' : 'gaps.title', { count: found.length });
  if (found.length === 0) return `${heading(title, paint)}${paint.green(t('gaps.none'))}\n`;
  const shown: Threat[] = [];
  const lines = byAsset(found).flatMap(([asset, all]) => {
    const worst = look.all ? all : all.slice(0, MOST_GAPS);
    shown.push(...worst);
    const more = all.length - worst.length;
    return [
      `${paint.bold(asset)}\n`,
      ...worst.map((threat) => threatLine(threat, look, paint)),
      ...(more > 0 ? [paint.dim(`    ${t('gaps.more', { count: more })}\n`)] : []),
    ];
  });
  const names = controlNamesSection(shown.flatMap(advised), controlNames(result), look, paint);
  return `${heading(title, paint)}${lines.join('')}${names}`;
}

/** Threats of each asset, worst first, and so the assets; among equals the one with more comes first. */
function byAsset(threats: readonly Threat[]): [asset: string, threats: Threat[]][] {
  const groups = new Map<string, Threat[]>();
  for (const threat of threats) {
    const same = groups.get(threat.asset);
    if (same === undefined) groups.set(threat.asset, [threat]);
    else same.push(threat);
  }
  for (const group of groups.values()) {
    group.sort(
      (a, b) => worstFirst(a, b) || compareText(a.technique, b.technique) || compareText(a.id, b.id),
    );
  }
  return [...groups].sort(
    ([a, ofA], [b, ofB]) => worstFirst(ofA[0]!, ofB[0]!) || ofB.length - ofA.length || compareText(a, b),
  );
}

function worstFirst({ residual: a }: Threat, { residual: b }: Threat): number {
  return LEVEL_ORDER[a.risk] - LEVEL_ORDER[b.risk] || b.likelihood - a.likelihood;
}

function threatLine(threat: Threat, look: Look, paint: Painter): string {
  const { goal, status, technique, residual } = threat;
  const mark = status === 'gap' ? paint.red(MARK.gap) : MARK[status];
  const likelihood = likelihoodText(residual.likelihood).padStart(5);
  const head = `  ${mark} ${levelText(residual.risk, paint, look.t)} ${likelihood}  ${paint.cyan(technique.padEnd(14))} `;
  const controls = advised(threat);
  const advice = controls.length > 0 ? `→ ${controls.join(', ')}` : '';
  return `${head}${hanging(goal, { indent: 35, width: look.width }, advice, paint.dim)}`;
}

/** Of the controls that are absent, the first few. */
function advised({ controls }: Threat): string[] {
  const absent = controls.filter(({ state }) => state === 'absent');
  return absent.slice(0, MOST_CONTROLS).map(({ id }) => id);
}
