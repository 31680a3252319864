import type { TreeFact, TreeStep, TreeView } from '#model/answers/tree-view';
import { attackTree } from '../attack-tree/attack-tree.ts';
import type { FactNode, StepNode } from '../attack-tree/attack-tree.ts';
import { goalBasisOf } from '../basis.ts';
import type { AnalysisBasis, GoalBasis } from '../basis.ts';
import { isWorking, threatElement } from '../derive/likelihood.ts';
import { askedGoals } from '../path-query/asked-goals.ts';
import { rounded } from '../result/bands.ts';
import { factText } from '../result/explain.ts';
import { goalText } from '../result/threats.ts';

export interface TreeQuestion {
  readonly goal: string;
  /** Levels of steps below the goal, ≥ 1. */
  readonly depth: number;
  /** Steps shown for one fact at most, ≥ 1. */
  readonly breadth: number;
}

/**
 * The attack tree of a goal, with the names of the model.
 *
 * @throws ThreatloomError ASK-003 for a goal that the model does not have
 */
export function askTree(whole: AnalysisBasis, question: TreeQuestion, version: string): TreeView {
  const basis = goalBasisOf(whole);
  const { derivation, index } = basis;
  const { system, today } = derivation.input;
  const [asked] = askedGoals(basis, [question.goal]);
  const { goal, target } = asked!;
  const { depth, breadth } = question;
  const tree = attackTree(index.graph, target, { depth, breadth });
  const { id, name, on, loss, impact } = goal;
  return {
    threatloom: version,
    system: system.id,
    asOf: today,
    goal: { id, ...(name === undefined ? {} : { name }), asset: on, loss, impact },
    depth,
    breadth,
    children: tree.children.map((node) => factView(basis, node)),
  };
}

function factView(basis: GoalBasis, node: FactNode): TreeFact {
  const { ground, wholeFact } = basis.derivation;
  const { elements } = ground.index;
  const fact = ground.codes.decode(ground.factCode[wholeFact[node.fact]!]!);
  const names = elements.ids.map((_, element) => elements.nameOf(element));
  return {
    kind: 'fact',
    label: factText(fact, names),
    fact: factText(fact, elements.ids),
    likelihood: rounded(node.likelihood),
    children: node.children.map((step) => stepView(basis, step)),
    ...(node.cut === undefined ? {} : { cut: node.cut }),
    omitted: node.omitted,
  };
}

function stepView(basis: GoalBasis, node: StepNode): TreeStep {
  const { derivation, groups } = basis;
  const { ground, wholeStep, acting, current } = derivation;
  const whole = wholeStep[node.step]!;
  const rule = ground.rules[ground.ruleOf[whole]!]!;
  const threat = groups.ofStep[whole]!;
  const safeguards = [...acting.items.subarray(acting.start[whole], acting.start[whole + 1])]
    .map((each) => acting.safeguards[each]!)
    .filter(isWorking);
  return {
    kind: 'step',
    label: goalText(rule.goal, whole, derivation),
    rule: rule.id,
    ...(rule.technique === undefined ? {} : { technique: rule.technique }),
    ...(threat === -1 ? {} : { threat: groups.ids[threat]! }),
    asset: ground.index.elements.ids[threatElement(ground, whole)]!,
    own: rounded(current[whole]!),
    likelihood: rounded(node.likelihood),
    safeguards: safeguards.map(({ id }) => id),
    children: node.children.map((fact) => factView(basis, fact)),
  };
}
