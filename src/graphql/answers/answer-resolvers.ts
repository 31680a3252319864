/**
 * Resolvers of the fields that the analysis answers: `graph-schema/answers/`.
 */
import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql/type/index.js';
import { coverageCounts } from '#analysis/coverage/coverage-counts';
import type { AnalysisResult, AttackPathResult, PathStep, Threat } from '#model/analysis-result';
import type { Explanation, StepExplanation } from '#model/answers/explanation';
import type { PathQuestion, StepFacts } from '#model/answers/path-list';
import type { PathChange, SystemChanges, TriedSafeguard, WhatIfAnswer } from '#model/answers/what-if';
import { refusal } from '../refusal.ts';
import type { RequestContext } from '../request-context.ts';
import type { ThreatFilter } from './threat-filter.ts';
import { matchingThreats } from './threat-filter.ts';

type Resolve<Source, Arguments = object> = (
  source: Source,
  args: Arguments,
  context: RequestContext,
) => unknown;
type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** A path beside its threats, and what its steps need and give, looked up when asked for. */
interface ShownPath {
  readonly path: AttackPathResult;
  readonly threats: ReadonlyMap<string, Threat>;
  readonly facts: () => Promise<readonly StepFacts[]>;
}

interface ShownStep {
  readonly step: PathStep;
  readonly threat: Threat | undefined;
  readonly facts: () => Promise<StepFacts>;
}

/** As many as an analysis lists. */
const PATHS_OF_AN_ANALYSIS = 10;
const MOST_PATHS = 100;

const QUERY = {
  analysedSystems: (_, __, { answers }) => answers.systems(),
  analysis: (_, { system }, { answers, patience }) => answers.analysis(system, patience),
  whatIf: async (_, { system, changes }, { answers, patience }) => {
    const answer = await answers.whatIf(system, changesOf(changes), patience);
    return answer && whatIfFields(answer);
  },
} satisfies Record<string, Resolve<undefined, { system: string; changes: ChangesInput }>>;

const ANALYSIS = {
  threats: ({ threats }, { where, offset, limit }) =>
    matchingThreats(threats, where ?? {}).slice(counted('offset', offset), offset + counted('limit', limit)),
  threatCount: ({ threats }, { where }) => matchingThreats(threats, where ?? {}).length,
  threat: ({ threats }, { id }) => threats.find((each) => each.id === id),
  paths: async ({ system, paths, threats }, { question }, { answers, patience }) => {
    if (question === null || question === undefined) {
      const all: PathQuestion = { ...EVERY_PATH, k: PATHS_OF_AN_ANALYSIS };
      const facts = once(async () => (await answers.paths(system, all, patience))?.facts ?? []);
      return shownPaths(paths, threats, facts);
    }
    if (question.k < 1 || question.k > MOST_PATHS) {
      throw refusal('GRAPHQL-005', `"k" must be from 1 to ${MOST_PATHS}`);
    }
    const answer = await answers.paths(system, question, patience);
    return answer && shownPaths(answer.list.paths, answer.list.threats, () => Promise.resolve(answer.facts));
  },
  chokePoints: ({ chokePoints }, { goal }) => ofGoal(chokePoints, goal),
  controlPlan: ({ controlPlan }, { goal }) => ofGoal(controlPlan, goal),
  coverage: ({ coverage }, { framework, edition }) =>
    coverage.filter(
      (row) =>
        (framework === null || framework === undefined || row.framework === framework) &&
        (edition === null || edition === undefined || row.edition === edition),
    ),
  coverageCounts: ({ coverage }) => coverageCounts(coverage),
  explain: async ({ system }, { id }, { answers, patience }) => {
    const answer = await answers.explain(system, id, patience);
    return answer && { kind: answer.explanation.kind, text: answer.text, steps: stepsOf(answer.explanation) };
  },
} satisfies Record<string, Resolve<AnalysisResult, AnalysisArguments>>;

interface AnalysisArguments {
  readonly where?: ThreatFilter | null;
  readonly offset: number;
  readonly limit: number;
  readonly id: string;
  readonly question?: PathQuestion | null;
  readonly goal?: string | null;
  readonly framework?: string | null;
  readonly edition?: string | null;
}

const THREAT = {
  residualLikelihood: ({ residual }) => residual.likelihood,
  residualRisk: ({ residual }) => residual.risk,
  residualNote: ({ residual }) => residual.note,
} satisfies Record<string, Resolve<Threat>>;

const FOUND_PATH = {
  ...fieldsOf(
    ['rank', 'goal', 'asset', 'loss', 'likelihood', 'risk', 'brokenBy', 'exact'],
    ({ path }: ShownPath) => path,
  ),
  steps: ({ path, threats, facts }: ShownPath): ShownStep[] =>
    path.steps.map((step, at) => ({
      step,
      threat: threats.get(step.threat),
      facts: async () => (await facts())[at] ?? { needs: [], gives: [] },
    })),
};

const FOUND_PATH_STEP = {
  ...fieldsOf(['asset', 'technique', 'tactic', 'enabledBy', 'seenIn'], ({ step }: ShownStep) => step),
  threat: ({ threat }: ShownStep) => threat,
  consequence: ({ step }: ShownStep) => step.consequence === true,
  needs: async ({ facts }: ShownStep) => (await facts()).needs,
  gives: async ({ facts }: ShownStep) => (await facts()).gives,
};

const STEP_EXPLANATION = {
  needs: ({ needs }) => needs.map(({ fact }) => fact),
} satisfies Record<string, Resolve<StepExplanation>>;

const RESOLVERS = {
  Query: QUERY,
  Analysis: ANALYSIS,
  Threat: THREAT,
  FoundPath: FOUND_PATH,
  FoundPathStep: FOUND_PATH_STEP,
  StepExplanation: STEP_EXPLANATION,
};

/** Fields without a resolver are in the answers under their own names. */
export function addAnswerResolvers(schema: GraphQLSchema): void {
  for (const [type, resolvers] of Object.entries(RESOLVERS)) {
    const fields = (schema.getType(type) as GraphQLObjectType).getFields();
    for (const [name, resolve] of Object.entries(resolvers)) {
      fields[name]!.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
}

const EVERY_PATH = { goals: [], to: [], from: [], through: [], avoid: [], minLikelihood: 0 };

function shownPaths(
  paths: readonly AttackPathResult[],
  threats: readonly Threat[],
  facts: () => Promise<readonly (readonly StepFacts[])[]>,
): ShownPath[] {
  const byId = new Map(threats.map((threat) => [threat.id, threat]));
  return paths.map((path, at) => ({
    path,
    threats: byId,
    facts: async () => (await facts())[at] ?? [],
  }));
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

function ofGoal<T extends { readonly goal: string }>(
  all: readonly T[],
  goal: string | null | undefined,
): readonly T[] {
  return goal === null || goal === undefined ? all : all.filter((each) => each.goal === goal);
}

function counted(name: string, value: number): number {
  if (value < 0) throw refusal('GRAPHQL-003', `"${name}" must not be negative`);
  return value;
}

/** The steps that stand behind it; a rule or a technique has none of its own. */
function stepsOf(explanation: Explanation): readonly StepExplanation[] {
  switch (explanation.kind) {
    case 'threat':
      return explanation.ways;
    case 'path':
      return explanation.steps;
    case 'goal':
      return explanation.likeliest;
    case 'rule':
    case 'technique':
      return [];
  }
}

interface ChangesInput extends Omit<SystemChanges, 'set' | 'addSafeguards'> {
  readonly addSafeguards: readonly Nullable<TriedSafeguard>[];
}

function changesOf({ addSafeguards, ...changes }: ChangesInput): SystemChanges {
  return {
    ...changes,
    set: [],
    addSafeguards: addSafeguards.map(({ effectiveness, ...safeguard }) => ({
      ...(safeguard as TriedSafeguard),
      ...(effectiveness !== null && effectiveness !== undefined && { effectiveness }),
    })),
  };
}

function whatIfFields({
  system,
  risk,
  goals,
  pathsGone,
  pathsNew,
  pathsChanged,
  threats,
}: WhatIfAnswer): unknown {
  const threatsOf = ({ steps }: AttackPathResult): string[] => steps.map(({ threat }) => threat);
  return {
    system,
    riskBefore: risk.before,
    riskAfter: risk.after,
    goals,
    pathsGone: pathsGone.map((path): Partial<PathChange> => ({
      goal: path.goal,
      threats: threatsOf(path),
      before: path.likelihood,
    })),
    pathsNew: pathsNew.map((path): Partial<PathChange> => ({
      goal: path.goal,
      threats: threatsOf(path),
      after: path.likelihood,
    })),
    pathsChanged,
    threats,
  };
}

/** Resolvers that take fields of these names from what `inside` gives. */
function fieldsOf<Source, Inner extends object>(
  names: readonly (keyof Inner & string)[],
  inside: (source: Source) => Inner,
): Record<string, (source: Source) => unknown> {
  return Object.fromEntries(names.map((name) => [name, (source: Source) => inside(source)[name]]));
}
