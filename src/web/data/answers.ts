/**
 * The shapes of the answers to `queries/*.graphql`, and the words that the model uses for their values.
 */
import type {
  CoverageRow,
  Threat as ThreatRecord,
  ThreatControl as ControlRecord,
} from '#model/analysis-result';
import type { AttackerKind, Exposure, Level, Loss, SafeguardStatus } from '#model/system-model';

/** Lowest first. */
export const LEVELS = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Level[];
export const STATUSES = [
  'gap',
  'partly-covered',
  'covered',
  'accepted',
] as const satisfies readonly ThreatRecord['status'][];

export interface Identified {
  readonly id: string;
}

export interface SystemsAnswer {
  readonly analysedSystems: readonly string[];
  readonly systems: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string | null;
    readonly owner: string | null;
    readonly stage: string | null;
  }[];
}

interface Edges<Properties> {
  readonly edges: readonly { readonly properties: Properties; readonly node: Identified }[];
}

export interface FlowFacts {
  readonly id: string;
  readonly carries: readonly string[] | null;
  readonly authenticated: boolean | null;
  readonly encrypted: boolean | null;
}

export interface ZoneRecord extends Identified {
  readonly name: string;
  readonly trust: number;
  readonly inZone: readonly Identified[];
}

interface Linked extends Identified {
  readonly name: string;
  readonly inZone: readonly Identified[];
  readonly flowsToConnection: Edges<FlowFacts>;
  readonly flowsToActorsConnection: Edges<FlowFacts>;
  readonly relatesToConnection: Edges<{ readonly kind: string }>;
  readonly relatesToActorsConnection?: Edges<{ readonly kind: string }>;
}

export interface ActorRecord extends Linked {
  readonly attacker: AttackerKind;
}

export interface AssetRecord extends Linked {
  readonly kind: string;
  readonly class: string;
  readonly exposure: Exposure;
  readonly value: Level | null;
}

export interface SafeguardRecord extends Identified {
  readonly name: string;
  readonly status: SafeguardStatus;
  readonly effectiveness: number;
  readonly implements: readonly { readonly id: string; readonly name: string }[];
  readonly protects: readonly Identified[];
  readonly protectsActors: readonly Identified[];
  readonly protectsZones: readonly Identified[];
}

export interface GoalRecord extends Identified {
  readonly name: string;
  readonly loss: Loss;
  readonly impact: Level;
  readonly targets: readonly Identified[];
  readonly targetsActors: readonly Identified[];
}

export interface StructureAnswer {
  readonly zones: readonly ZoneRecord[];
  readonly actors: readonly ActorRecord[];
  readonly assets: readonly AssetRecord[];
  readonly safeguards: readonly SafeguardRecord[];
  readonly goals: readonly GoalRecord[];
}

export interface ThreatControl {
  readonly id: string;
  readonly name: string | null;
  readonly state: ControlRecord['state'];
  readonly safeguard: string | null;
  readonly effectiveness: number;
  readonly framework: string | null;
}

export interface Threat {
  readonly id: string;
  readonly asset: string;
  readonly technique: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly rule: string;
  readonly goal: string;
  readonly reachable: boolean;
  readonly owasp: readonly string[];
  readonly nistAml: readonly string[];
  readonly controls: readonly ThreatControl[];
  readonly evidence: readonly {
    readonly id: string;
    readonly state: ThreatRecord['evidence'][number]['state'];
    readonly metric: string;
    readonly value: number;
    readonly used: boolean;
  }[];
  readonly likelihood: number;
  readonly impact: Level;
  readonly risk: Level;
  readonly residualLikelihood: number;
  readonly residualRisk: Level;
  readonly residualNote: string;
  readonly status: ThreatRecord['status'];
  readonly accepted: { readonly reason: string; readonly by: string; readonly until: string } | null;
  readonly assumes: readonly string[];
  readonly seenIn: readonly string[];
  readonly source: string | null;
}

export interface ThreatsAnswer {
  readonly analysis: {
    readonly asOf: string;
    readonly threatCount: number;
    readonly threats: readonly Threat[];
  } | null;
}

export interface GoalAnswer {
  readonly id: string;
  readonly asset: string;
  readonly loss: Loss;
  readonly impact: Level;
  readonly reachable: boolean;
  readonly likelihood: number;
  readonly risk: Level;
}

export interface PathStep {
  readonly threat: Identified;
  readonly asset: string;
  readonly technique: string;
  readonly tactic: string;
  readonly enabledBy: readonly number[];
  readonly seenIn: readonly string[];
  readonly consequence: boolean;
  readonly needs: readonly string[];
  readonly gives: readonly string[];
}

export interface AttackPath {
  readonly rank: number;
  readonly goal: string;
  readonly asset: string;
  readonly loss: Loss;
  readonly likelihood: number;
  readonly risk: Level;
  readonly brokenBy: readonly string[];
  readonly exact: boolean;
  readonly steps: readonly PathStep[];
}

export interface PathsAnswer {
  readonly analysis: {
    readonly asOf: string;
    readonly goals: readonly GoalAnswer[];
    readonly paths: readonly AttackPath[];
    readonly chokePoints: readonly { readonly goal: string; readonly kind: string; readonly id: string }[];
    readonly controlPlan: readonly {
      readonly goal: string;
      readonly controls: readonly string[];
      readonly achieved: boolean;
      readonly likelihoodAfter: number;
    }[];
  } | null;
}

export interface CatalogueAnswer {
  readonly tactics: readonly { readonly id: string; readonly name: string; readonly order: number }[];
  readonly techniques: readonly {
    readonly id: string;
    readonly name: string;
    readonly maturity: string | null;
    readonly tactics: readonly Identified[];
    readonly parent: readonly Identified[];
  }[];
}

export interface CoverageAnswer {
  readonly analysis: {
    readonly frameworks: readonly { readonly id: string; readonly edition: string }[];
    readonly coverage: readonly CoverageRow[];
  } | null;
}

export interface CaseStudiesAnswer {
  readonly caseStudies: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    readonly date: string | null;
    readonly url: string | null;
  }[];
}

export interface ControlsAnswer {
  readonly controls: readonly {
    readonly id: string;
    readonly name: string;
    readonly framework: string;
    readonly satisfies: readonly { readonly key: string }[];
  }[];
}

export interface RequirementRecord {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly framework: string;
  readonly edition: string;
  readonly level: string;
  readonly partOf: readonly { readonly key: string }[];
  readonly mapsToRequirementsConnection: {
    readonly edges: readonly {
      readonly properties: { readonly predicate: string };
      readonly node: { readonly key: string };
    }[];
  };
}

export interface RequirementsAnswer {
  readonly requirements: readonly RequirementRecord[];
}

export interface ExplainAnswer {
  readonly analysis: { readonly explain: { readonly text: string } | null } | null;
}

export interface GoalState {
  readonly reachable: boolean;
  readonly likelihood: number;
  readonly risk: Level;
}

export interface ChangedPath {
  readonly goal: string;
  readonly threats: readonly string[];
  readonly before: number | null;
  readonly after: number | null;
}

export interface ThreatState {
  readonly status: ThreatRecord['status'];
  readonly residualLikelihood: number;
  readonly residualRisk: Level;
  readonly reachable: boolean;
}

export interface WhatIfChanges {
  readonly addSafeguards: readonly {
    readonly id: string;
    readonly implements: readonly string[];
    readonly on: readonly string[];
  }[];
  readonly inPlace: readonly string[];
}

export interface WhatIf {
  readonly riskBefore: number;
  readonly riskAfter: number;
  readonly goals: readonly {
    readonly goal: string;
    readonly change: string;
    readonly before: GoalState | null;
    readonly after: GoalState | null;
  }[];
  readonly pathsGone: readonly ChangedPath[];
  readonly pathsNew: readonly ChangedPath[];
  readonly pathsChanged: readonly ChangedPath[];
  readonly threats: readonly {
    readonly threat: string;
    readonly asset: string;
    readonly technique: string;
    readonly does: string;
    readonly before: ThreatState | null;
    readonly after: ThreatState | null;
  }[];
}

export interface WhatIfAnswer {
  readonly whatIf: WhatIf | null;
}
