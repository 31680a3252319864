import type { PathList, PathQuestion } from '#model/answers/path-list';
import { controlNames } from '../text/control-names.ts';
import { painter, plural } from '../text/look.ts';
import type { Look } from '../text/look.ts';
import { pathsSection } from '../text/paths.ts';

/** The paths as text, under the question that they answer. */
export function pathListText(
  list: PathList,
  look: Pick<Look, 'colour' | 'width'>,
  tactics: ReadonlyMap<string, string>,
): string {
  const full: Look = { ...look, paths: list.question.k, all: false };
  const paint = painter(full);
  const asked = questionText(list.question);
  const count = `${plural(list.paths.length, 'path')} to ${plural(list.goals.length, 'goal')}`;
  const unsure = new Set(list.paths.filter(({ exact }) => !exact).map(({ goal }) => goal));
  const note =
    unsure.size === 0
      ? ''
      : `${paint.yellow(`the best found, without proof that none is missing: ${[...unsure].join(', ')}`)}\n`;
  const names = { tactics, controls: controlNames(list) };
  return `${paint.bold(list.system)}\n${asked === '' ? count : `${count}; ${asked}`}\n${note}${pathsSection(list, full, names)}`;
}

function questionText({ from, through, avoid, minLikelihood }: PathQuestion): string {
  const parts = [
    ...(from.length > 0 ? [`from ${from.join(', ')} only`] : []),
    ...(through.length > 0 ? [`through ${through.join(' and ')}`] : []),
    ...(avoid.length > 0 ? [`not through ${avoid.join(', ')}`] : []),
    ...(minLikelihood > 0 ? [`likelihood ${minLikelihood} or more`] : []),
  ];
  return parts.join('; ');
}
