import type { AnalysisResult, AttackPathResult, Threat } from '#model/analysis-result';
import { LEVEL_ORDER, fit, heading, levelText, likelihoodText, painter, plural } from './look.ts';
import type { Look } from './look.ts';

/** Goals, worst first, each with its likeliest paths stage by stage. */
export function pathsSection(
  result: AnalysisResult,
  look: Look,
  tactics: ReadonlyMap<string, string>,
): string {
  const paint = painter(look);
  const threats = new Map(result.threats.map((threat) => [threat.id, threat]));
  const goals = [...result.goals].sort(
    (a, b) =>
      LEVEL_ORDER[a.risk] - LEVEL_ORDER[b.risk] || b.likelihood - a.likelihood || (a.id < b.id ? -1 : 1),
  );
  const lines = [heading('Attack paths', paint)];
  for (const goal of goals) {
    const what = `${goal.loss} of ${goal.asset}, impact ${goal.impact}`;
    if (!goal.reachable) {
      lines.push(`${paint.green('✓')} ${paint.bold(goal.id)}  ${what}: no way there was found\n`);
      continue;
    }
    lines.push(`${paint.bold(goal.id)}  ${what}\n`);
    const paths = result.paths.filter((path) => path.goal === goal.id);
    for (const path of paths.slice(0, look.paths)) lines.push(pathText(path, threats, look, tactics));
    const more = paths.length - look.paths;
    if (more > 0) lines.push(paint.dim(`  … and ${plural(more, 'more way')}: --paths ${paths.length}\n`));
    lines.push('\n');
  }
  return lines.join('');
}

function pathText(
  path: AttackPathResult,
  threats: ReadonlyMap<string, Threat>,
  look: Look,
  tactics: ReadonlyMap<string, string>,
): string {
  const paint = painter(look);
  const risk = `${levelText(path.risk, paint, 0)} risk`;
  const head = `  ${path.rank}. ${risk}, likelihood ${likelihoodText(path.likelihood)}, ${plural(path.steps.length, 'stage')}`;
  const stages = path.steps.map((step, i) => {
    const tactic = fit(tactics.get(step.tactic) ?? step.tactic, 20).padEnd(20);
    const technique = step.technique.padEnd(14);
    const seen = step.seenIn.length > 0 ? `  (seen in ${step.seenIn.slice(0, 2).join(', ')})` : '';
    const room = look.width - 44;
    const goal = threats.get(step.threat)?.goal ?? step.asset;
    const sentence = fit(goal, room);
    const note = sentence.length + seen.length <= room ? paint.dim(seen) : '';
    return `     ${String(i + 1).padStart(2)} ${paint.dim(tactic)} ${paint.cyan(technique)} ${sentence}${note}\n`;
  });
  const variants = path.variants.length;
  const tail = [
    path.brokenBy.length > 0
      ? `     broken by any of: ${fit(path.brokenBy.join(', '), look.width - 23)}\n`
      : `     ${paint.red('no known control breaks it')}\n`,
    variants > 0 ? paint.dim(`     ${plural(variants, 'variant')} with another preparation\n`) : '',
  ];
  return `${head}\n${stages.join('')}${tail.join('')}`;
}
