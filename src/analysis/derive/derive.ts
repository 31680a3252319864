import type { AnalysisKnowledge } from '#model/analysis-knowledge';
import type { AttackGraph } from '#model/attack-graph';
import type { AttackLibrary, LibraryDefaults } from '#model/attack-library';
import type { SystemModel } from '#model/system-model';
import { compareText } from '#model/diagnostics';
import { ground } from '../ground/ground.ts';
import type { GroundSteps } from '../ground/ground.ts';
import { derivableFacts } from '../paths/derivable.ts';
import { indexGraph, withLikelihood } from '../paths/indexed-graph.ts';
import { actingSafeguards } from './acting-safeguards.ts';
import type { ActingSafeguards } from './acting-safeguards.ts';
import { defaultsOf } from './defaults.ts';
import { evidenceState } from './evidence.ts';
import type { EvidenceCheck, EvidenceState } from './evidence.ts';
import { Likelihoods } from './likelihood.ts';
import { restrict } from './restrict.ts';
import type { RestrictedGraph } from './restrict.ts';
import { ControlCatalogue } from './technique-controls.ts';
import type { RuleControl } from './technique-controls.ts';

export interface DerivationInput {
  readonly system: SystemModel;
  readonly libraries: readonly AttackLibrary[];
  readonly knowledge: AnalysisKnowledge;
  /** ISO date, `2026-11-23`: what is fresh, and what has expired, on that day. */
  readonly today: string;
  /** Evidence id → what its file was found to be; without an entry the model is taken at its word. */
  readonly evidenceChecks?: ReadonlyMap<string, EvidenceCheck>;
}

/** Everything that follows from a system. Steps are numbered as in `ground`; `graph` has those that can be taken. */
export interface Derivation extends RestrictedGraph {
  readonly input: DerivationInput;
  readonly ground: GroundSteps;
  readonly defaults: LibraryDefaults;
  readonly catalogue: ControlCatalogue;
  /** Rule → controls that act on its steps. */
  readonly controls: readonly (readonly RuleControl[])[];
  readonly acting: ActingSafeguards;
  readonly likelihoods: Likelihoods;
  readonly evidenceStates: ReadonlyMap<string, EvidenceState>;
  /** Step → likelihood without safeguards and evidence. */
  readonly bare: Float64Array;
  /** Step → likelihood as the system is. */
  readonly current: Float64Array;
  /** Step → 1 where it could be taken if there were no safeguards. */
  readonly takenBare: Uint8Array;
}

/**
 * Derives every step that an attacker can take: ground, then forward chaining to the fixed point.
 * Linear in the matches of the rules. The order of anything in the input does not matter.
 *
 * @throws ThreatloomError ANA-001 when a rule matches too much to be meant
 */
export function deriveSystem(input: DerivationInput): Derivation {
  const { system, knowledge, today } = input;
  const libraries = [...input.libraries].sort((a, b) => compareText(a.id, b.id));
  const steps = ground(system, libraries);
  const defaults = defaultsOf(libraries);
  const catalogue = new ControlCatalogue(knowledge, libraries);
  const controls = steps.rules.map((rule) => catalogue.ofRule(rule));
  const acting = actingSafeguards(steps, controls);
  const evidenceStates = new Map(
    system.evidence.map((each) => [each.id, evidenceState(each, today, input.evidenceChecks?.get(each.id))]),
  );
  const fresh = system.evidence.filter(({ id }) => evidenceStates.get(id) === 'fresh');
  const likelihoods = new Likelihoods(steps, acting, controls, catalogue, defaults, knowledge, fresh);
  const { bare, current } = likelihoods.all();

  const whole = indexGraph(groundGraph(steps, current));
  const taken = takenSteps(whole, derivableFacts(whole));
  const stopped = current.some((likelihood, step) => likelihood === 0 && bare[step]! > 0);
  const bareGraph = withLikelihood(whole, bare);
  return {
    input,
    ground: steps,
    defaults,
    catalogue,
    controls,
    acting,
    likelihoods,
    evidenceStates,
    bare,
    current,
    takenBare: stopped ? takenSteps(bareGraph, derivableFacts(bareGraph)) : taken,
    ...restrict(whole, taken),
  };
}

function groundGraph(steps: GroundSteps, likelihood: Float64Array): AttackGraph {
  const { factCount, stepCount, needsStart, needs, givesStart, gives } = steps;
  return { factCount, stepCount, needsStart, needs, givesStart, gives, likelihood };
}

/** Steps above likelihood 0 whose needs can all be derived. */
function takenSteps(graph: AttackGraph, known: Uint8Array): Uint8Array {
  const taken = new Uint8Array(graph.stepCount);
  steps: for (let step = 0; step < graph.stepCount; step += 1) {
    if (graph.likelihood[step] === 0) continue;
    for (let i = graph.needsStart[step]!; i < graph.needsStart[step + 1]!; i += 1) {
      if (known[graph.needs[i]!] === 0) continue steps;
    }
    taken[step] = 1;
  }
  return taken;
}
