import type { Question } from '#model/analysis-result';
import { compareText } from '#model/diagnostics';
import { DATA_CLASSES, EFFECTS, STAGES, VALUE_FACTS } from '#model/system-model';
import type { Derivation } from '../derive/derive.ts';
import { bestDerivation, derivationSteps } from '../paths/best-derivation.ts';
import type { BestDerivation } from '../paths/best-derivation.ts';
import type { IndexedGraph } from '../paths/indexed-graph.ts';
import { likelihoodOfCost } from '../paths/step-cost.ts';
import { IMPACT_WEIGHT, rounded } from './bands.ts';
import type { GroundGoal } from './goal-facts.ts';
import { questionFor } from './questions.ts';

/** Steps that all the trials together may walk: some seconds. A small system has every unknown fact tried. */
const WORK = 60_000_000;

interface Unknown {
  readonly element: number;
  readonly fact: string;
  /** Codes of the assumptions about it, by the answers under which they hold. */
  readonly assumptions: { readonly code: number; readonly values: readonly string[] }[];
}

/**
 * The unknown facts of the model, ranked by the risk that a reassuring answer would remove: the sum over goals of the fall of the
 * likeliest way, weighed by impact. Only facts that the likeliest ways rest on can lower it, so only they are tried, each with
 * the answer that rules most out. O(facts tried · m log n).
 */
export function askNext(
  derivation: Derivation,
  graph: IndexedGraph,
  goals: readonly GroundGoal[],
  best: BestDerivation = bestDerivation(graph),
): Question[] {
  const reachable = goals.filter(({ target }) => target.facts.length > 0);
  const unknown = unknownOnTheWay(derivation, graph, best, reachable);
  const trials = Math.max(5, Math.floor(WORK / (graph.stepCount + 1)));
  const before = weightedRisk(best, reachable);
  const questions = unknown.slice(0, trials).flatMap((each): Question[] => {
    const reassuring = reassuringAnswers(each);
    if (reassuring === undefined) return [];
    const without = stepsThatAssume(derivation, graph, reassuring.ruledOut);
    const removed = before - weightedRisk(bestDerivation(graph, { without }), reachable);
    if (rounded(removed) <= 0) return [];
    const { elements } = derivation.ground.index;
    const profile = each.element === elements.count;
    const name = profile ? 'the system' : elements.nameOf(each.element);
    return [
      {
        pointer: pointerOf(each, derivation),
        question: profile ? `What is "${each.fact}" in the system's profile?` : questionFor(each.fact, name),
        riskRemoved: rounded(removed),
        answers: reassuring.answers,
      },
    ];
  });
  return questions.sort((a, b) => b.riskRemoved - a.riskRemoved || compareText(a.pointer, b.pointer));
}

/** JSON pointer to where the answer would stand in the model. */
export function pointerOf(
  { element, fact }: { readonly element: number; readonly fact: string },
  { ground }: Derivation,
): string {
  const { elements } = ground.index;
  if (element === elements.count) return `/profile/${fact}`;
  if (fact === 'stage') return '/stage';
  const list = elements.assetAt(element) !== undefined ? 'assets' : 'actors';
  return `/${list}/${elements.ids[element]!}/${fact}`;
}

function weightedRisk(best: BestDerivation, goals: readonly GroundGoal[]): number {
  return goals.reduce((sum, { goal, target }) => {
    const cost = Math.min(...target.facts.map((fact) => best.factCost[fact]!));
    return sum + IMPACT_WEIGHT[goal.impact] * likelihoodOfCost(cost);
  }, 0);
}

/** Those on the likeliest way to each goal; of the gravest and likeliest goals first. */
function unknownOnTheWay(
  { ground, wholeStep }: Derivation,
  graph: IndexedGraph,
  best: BestDerivation,
  goals: readonly GroundGoal[],
): Unknown[] {
  const ordered = [...goals].sort((a, b) => weightedRisk(best, [b]) - weightedRisk(best, [a]));
  const codes = new Set<number>();
  for (const { target } of ordered) {
    const costs = target.facts.map((fact) => best.factCost[fact]!);
    const nearest = target.facts[costs.indexOf(Math.min(...costs))]!;
    for (const step of derivationSteps(graph, best, nearest)) {
      const whole = wholeStep[step]!;
      for (let i = ground.assumedStart[whole]!; i < ground.assumedStart[whole + 1]!; i += 1) {
        codes.add(ground.assumed[i]!);
      }
    }
  }
  const unknown = new Map<string, Unknown>();
  for (const code of codes) {
    const { element, fact } = ground.index.assumptions.decode(code);
    unknown.set(`${element} ${fact}`, { element, fact, assumptions: [] });
  }
  // Other assumptions about the same fact count too, wherever they are made.
  for (const code of new Set(ground.assumed)) {
    const { element, fact, values } = ground.index.assumptions.decode(code);
    unknown.get(`${element} ${fact}`)?.assumptions.push({ code, values });
  }
  return [...unknown.values()];
}

/** The answers that rule out the most of what was assumed; undefined where every answer leaves all of it standing. */
function reassuringAnswers({
  fact,
  assumptions,
}: Unknown): { answers: string[]; ruledOut: ReadonlySet<number> } | undefined {
  const ruledOutBy = (answer: string): number[] =>
    assumptions.filter(({ values }) => !values.includes(answer)).map(({ code }) => code);
  const possible = answersTo(fact) ?? [];
  // Of a profile key the values are not known here: any that no rule asks for.
  const candidates = possible.length > 0 ? possible : ['(none of these)'];
  const most = Math.max(...candidates.map((answer) => ruledOutBy(answer).length));
  if (most === 0) return undefined;
  const answers = candidates.filter((answer) => ruledOutBy(answer).length === most);
  return { answers: possible.length > 0 ? answers : [], ruledOut: new Set(ruledOutBy(answers[0]!)) };
}

function answersTo(fact: string): readonly string[] | undefined {
  switch (fact) {
    case 'effects':
      return EFFECTS;
    case 'data':
      return DATA_CLASSES;
    case 'deceivable':
      return ['true', 'false'];
    case 'stage':
      return STAGES;
    default:
      return (VALUE_FACTS as Readonly<Record<string, { values: readonly string[] }>>)[fact]?.values.filter(
        (value) => value !== 'unknown',
      );
  }
}

function stepsThatAssume(
  { ground, wholeStep }: Derivation,
  graph: IndexedGraph,
  codes: ReadonlySet<number>,
): Uint8Array {
  const without = new Uint8Array(graph.stepCount);
  for (let step = 0; step < graph.stepCount; step += 1) {
    const whole = wholeStep[step]!;
    for (let i = ground.assumedStart[whole]!; i < ground.assumedStart[whole + 1]!; i += 1) {
      if (codes.has(ground.assumed[i]!)) without[step] = 1;
    }
  }
  return without;
}
