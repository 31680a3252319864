import pc from 'picocolors';
import type { OpenQuestion, PlacedId } from '#knowledge/upgrade/plan-upgrade';
import type { PlannedUpgrade } from '#workspace/upgrade';

interface Look {
  readonly write: boolean;
  readonly colour: boolean;
}

/** An upgrade as people read it: every place that changes, what is left to decide, and whether anything was written. */
export function upgradeText(plan: PlannedUpgrade, { write, colour }: Look): string {
  const { bold, dim, yellow } = pc.createColors(colour);
  const { framework, from, to, moves, restated, open } = plan;
  const lines = [bold(`${framework} ${from} → ${to}`)];
  for (const file of [...new Set([...moves, ...restated].map((each) => each.file))]) {
    const here = [
      ...moves
        .filter((each) => each.file === file)
        .map((each) => {
          const { id, name, decided, to: heir } = each;
          return {
            ...each,
            text: `${id} ${name} → ${heir.id} ${heir.name}${decided ? dim(' (decided)') : ''}`,
          };
        }),
      ...restated
        .filter((each) => each.file === file)
        .map((each) => ({ ...each, text: `${each.id} ${each.name}` })),
    ].sort((a, b) => a.line - b.line || a.column - b.column);
    lines.push(
      '',
      bold(`${file} (${here.length})`),
      ...here.map((each) => `  ${placed(each)}  ${each.text}`),
    );
  }
  if (open.length > 0) {
    lines.push('', bold(`To decide (${open.length})`));
    for (const question of open) {
      lines.push(
        `  ${question.file}:${placed(question)}  ${yellow(`${question.id} ${question.name}`)} ${why(question)}`,
      );
    }
    const [{ id, candidates }] = open as [OpenQuestion];
    lines.push(dim(`  e.g. --decide ${id}=${candidates[0]?.id ?? 'NEW'}, or ${id}=keep`));
  }
  lines.push('', ...pinLine(plan, write), outcome(plan, write));
  return `${lines.join('\n')}\n`;
}

function placed({ line, column, what }: PlacedId): string {
  return `${line}:${column} ${what}`;
}

function why({ why: reason, candidates }: OpenQuestion): string {
  const named = candidates.map(({ id, name }) => `${id} ${name}`).join(', ');
  if (reason === 'split') return `is now several: ${named}`;
  return named === '' ? 'was retired, and nothing took its place' : `was retired; near it is ${named}`;
}

function pinLine({ pin, framework, to, open }: PlannedUpgrade, write: boolean): readonly string[] {
  if (pin === 'pinned') return [];
  if (pin === 'pins')
    return [`threatloom.lock ${write && open.length === 0 ? 'pins' : 'would pin'} ${framework} ${to}`];
  return [
    `${framework} ${to} is not pinned, since it was not added here: threatloom framework fetch ${framework}@${to} --pin`,
  ];
}

function outcome({ open, replacements }: PlannedUpgrade, write: boolean): string {
  if (open.length > 0) return write ? 'nothing was changed: decide first' : 'nothing was changed';
  if (replacements.length === 0) return 'nothing to change';
  const count = `${replacements.length} ${replacements.length === 1 ? 'file' : 'files'}`;
  return write ? `${count} changed` : `nothing was changed; --write changes ${count}`;
}
