import type { Explanation } from '#model/answers/explanation';
import { nearestWord } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import { PATH_WORK } from '../analyze.ts';
import type { AnalysisBasis } from '../basis.ts';
import { threatsOf } from '../basis.ts';
import type { OnProgress } from '../result/paths.ts';
import { explainGoal, explainPath, pathsOf } from './explain-path.ts';
import { explainRule, explainTechnique } from './explain-rule.ts';
import { explainThreatNumbers } from './explain-threat.ts';

/** How many paths of each goal an analysis lists unless told; the search for them depends on it. */
const PATHS = 10;

/**
 * Explains what an id of a result stands for: a threat (`T-…`), a path (`GOAL/RANK`), a goal, a technique, or a rule.
 *
 * A model may call a goal what a library calls a rule; then `rule:ID`, `goal:ID`, `technique:ID` and `threat:ID` say which is meant, else
 * the first of this order: threat, path, goal, technique, rule.
 *
 * @example
 * explain(basis, 'steal-chats/1'); // { kind: 'path', … }
 * @throws ThreatloomError ASK-005 where there is nothing of this id, with the nearest one as a hint
 */
export function explain(basis: AnalysisBasis, text: string, onProgress?: OnProgress): Explanation {
  const { derivation, groups } = basis;
  const { ground, input } = derivation;
  const [, kind, id] = /^(?:(threat|path|goal|technique|rule):)?(.*)$/s.exec(text) as unknown as [
    string,
    string | undefined,
    string,
  ];
  const may = (each: string): boolean => kind === undefined || kind === each;
  const records = () => threatsOf(basis);

  const threat = may('threat') ? groups.ids.indexOf(id) : -1;
  if (threat !== -1) return explainThreatNumbers(basis, threat, records()[threat]!);

  const path = may('path') ? /^(.+)\/([1-9]\d*)$/s.exec(id) : null;
  const goalOf = (goal: string): boolean => input.system.goals.some((each) => each.id === goal);
  if (path !== null && goalOf(path[1]!)) {
    const rank = Number(path[2]);
    const found = pathsOf(basis, Math.max(PATHS, rank), PATH_WORK, onProgress);
    const place = found.paths.findIndex((each) => each.goal === path[1] && each.rank === rank);
    const goal = found.goals.find((each) => each.id === path[1])!;
    if (place === -1) {
      const count = found.paths.filter((each) => each.goal === path[1]).length;
      throw new ThreatloomError('ASK-005', `there is no path ${id}`, {
        hint: count === 0 ? 'no way to that goal was found' : `${goal.id} has paths 1 to ${count}`,
      });
    }
    return explainPath(basis, found.paths[place]!, found.ways[place]!, goal.impact);
  }
  if (may('goal') && goalOf(id)) {
    const found = pathsOf(basis, PATHS, PATH_WORK, onProgress);
    const goal = found.goals.find((each) => each.id === id)!;
    return explainGoal(basis, goal, PATH_WORK);
  }
  const technique = may('technique') ? input.knowledge.techniques.get(id) : undefined;
  if (technique !== undefined) return explainTechnique(derivation, technique, records());
  const rule = may('rule')
    ? ground.rules.findIndex((each) => each.id === id || `${each.library}/${each.id}` === id)
    : -1;
  if (rule !== -1) return explainRule(derivation, rule, records());
  throw nothingOf(basis, text, id);
}

function nothingOf({ derivation, groups }: AnalysisBasis, text: string, id: string): ThreatloomError {
  const { ground, input } = derivation;
  const near = nearestWord(id, [
    ...input.system.goals.map((goal) => goal.id),
    ...ground.rules.map((rule) => rule.id),
    ...input.knowledge.techniques.keys(),
    ...groups.ids,
  ]);
  return new ThreatloomError('ASK-005', `there is nothing called "${text}" to explain`, {
    hint:
      near === undefined
        ? 'name a threat (T-…), a path (GOAL/1), a goal, a technique or a rule'
        : `did you mean "${near}"?`,
  });
}
