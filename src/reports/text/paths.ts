import type { AnalysisResult, AttackPathResult, PathStep, Threat } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import { padEnd } from './columns.ts';
import { LEVEL_ORDER, heading, levelText, likelihoodText, painter } from './look.ts';
import type { Look } from './look.ts';
import { hanging } from './wrap.ts';

/** What ids stand for. */
interface Names {
  readonly tactics: ReadonlyMap<string, string>;
  readonly controls: ReadonlyMap<string, string>;
}

const MOST_CONTROLS = 4;
const MOST_CASES = 2;
/** Narrower than this, a stage's tactic and technique stand above its sentence and not before it. */
const NARROW = 90;

/** Goals, worst first, each with its likeliest paths stage by stage. */
export function pathsSection(
  result: Pick<AnalysisResult, 'goals' | 'paths' | 'threats'>,
  look: Look,
  names: Names,
): string {
  const paint = painter(look);
  const { t } = look;
  const threats = new Map(result.threats.map((threat) => [threat.id, threat]));
  const goals = [...result.goals].sort(
    (a, b) =>
      LEVEL_ORDER[a.risk] - LEVEL_ORDER[b.risk] || b.likelihood - a.likelihood || compareText(a.id, b.id),
  );
  const blocks = goals.map((goal) => {
    const what = t('paths.goal', {
      loss: t(`loss.${goal.loss}`),
      asset: goal.asset,
      impact: t(`level.${goal.impact}`),
    });
    if (!goal.reachable)
      return `${paint.green('✓')} ${paint.bold(goal.id)}  ${t('paths.no-way', { goal: what })}\n`;
    const paths = result.paths.filter((path) => path.goal === goal.id);
    const more = paths.length - look.paths;
    return [
      `${paint.bold(goal.id)}  ${what}\n`,
      ...paths.slice(0, look.paths).map((path) => pathText(path, threats, look, names)),
      ...(more > 0 ? [paint.dim(`  ${t('paths.more', { count: more, all: paths.length })}\n`)] : []),
    ].join('');
  });
  return `${heading(t('paths.title'), paint)}${blocks.join('\n')}`;
}

function pathText(
  path: AttackPathResult,
  threats: ReadonlyMap<string, Threat>,
  look: Look,
  names: Names,
): string {
  const paint = painter(look);
  const { t } = look;
  const head = t('paths.head', {
    risk: levelText(path.risk, paint, t, 0),
    likelihood: likelihoodText(path.likelihood),
    stages: path.steps.length,
  });
  const stages = path.steps.map((step, i) =>
    stageText(step, i + 1, threats.get(step.threat)?.goal ?? step.asset, look, names),
  );
  const variants = path.variants.length;
  const more = variants > 0 ? paint.dim(`     ${t('paths.variants', { count: variants })}\n`) : '';
  return `  ${path.rank}. ${head}\n${stages.join('')}${brokenByText(path, look, names)}${more}`;
}

function stageText(step: PathStep, place: number, sentence: string, look: Look, names: Names): string {
  const paint = painter(look);
  const tactic = names.tactics.get(step.tactic) ?? step.tactic;
  const cases = step.seenIn.slice(0, MOST_CASES).join(', ');
  const seen = cases === '' ? '' : look.t('paths.seen', { cases });
  const number = `     ${String(place).padStart(2)} `;
  if (look.width < NARROW) {
    const title = `${number}${paint.dim(tactic)} ${paint.cyan(step.technique)}\n`;
    const indent = number.length + 2;
    return `${title}${' '.repeat(indent)}${hanging(sentence, { indent, width: look.width }, seen, paint.dim)}`;
  }
  const title = `${number}${paint.dim(padEnd(tactic, 20))} ${paint.cyan(step.technique.padEnd(14))} `;
  return `${title}${hanging(sentence, { indent: 44, width: look.width }, seen, paint.dim)}`;
}

function brokenByText({ brokenBy }: AttackPathResult, look: Look, names: Names): string {
  const { t } = look;
  if (brokenBy.length === 0) return `     ${painter(look).red(t('paths.unbroken'))}\n`;
  const named = brokenBy
    .slice(0, MOST_CONTROLS)
    .map((id) => [id, names.controls.get(id)].join(' ').trimEnd());
  const more = brokenBy.length - named.length;
  const list = [named.join('; '), ...(more > 0 ? [t('paths.and-more', { count: more })] : [])].join('; ');
  return `     ${hanging(t('paths.broken-by', { controls: list }), { indent: 7, width: look.width })}`;
}
