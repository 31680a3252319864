import type { PathList, PathQuestion } from '#model/answers/path-list';
import { controlNames } from '../text/control-names.ts';
import { painter } from '../text/look.ts';
import type { Look, PageLook, ReportTranslate } from '../text/look.ts';
import { pathsSection } from '../text/paths.ts';

/** The paths as text, under the question that they answer. */
export function pathListText(list: PathList, look: PageLook, tactics: ReadonlyMap<string, string>): string {
  const full: Look = { ...look, paths: list.question.k, all: false };
  const paint = painter(full);
  const { t } = look;
  const asked = questionText(list.question, t);
  const count = t('paths.count', { paths: list.paths.length, goals: list.goals.length });
  const unsure = new Set(list.paths.filter(({ exact }) => !exact).map(({ goal }) => goal));
  const note =
    unsure.size === 0 ? '' : `${paint.yellow(t('paths.unproven', { goals: [...unsure].join(', ') }))}\n`;
  const names = { tactics, controls: controlNames(list) };
  return `${paint.bold(list.system)}\n${asked === '' ? count : `${count}; ${asked}`}\n${note}${pathsSection(list, full, names)}`;
}

function questionText({ from, through, avoid, minLikelihood }: PathQuestion, t: ReportTranslate): string {
  const parts = [
    ...(from.length > 0 ? [t('paths.from', { actors: from.join(', ') })] : []),
    ...(through.length > 0 ? [t('paths.through', { ids: through.join(t('paths.and')) })] : []),
    ...(avoid.length > 0 ? [t('paths.avoid', { ids: avoid.join(', ') })] : []),
    ...(minLikelihood > 0 ? [t('paths.at-least', { likelihood: minLikelihood })] : []),
  ];
  return parts.join('; ');
}
