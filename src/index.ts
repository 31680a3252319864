/**
 * What `import … from 'threatloom'` gives: docs/api.md shows it at work, `etc/threatloom.api.md` lists it.
 *
 * @packageDocumentation
 */
export { openWorkspace } from './api/workspace.ts';
export type { Workspace, WorkspaceOptions } from './api/workspace.ts';
export type { System } from './api/system.ts';
export { openGraph } from './api/graph.ts';
export type { Graph, GraphOptions } from './api/graph.ts';
export { EXIT, ThreatloomError } from '#model/errors';
export type { ExitCode, ThreatloomErrorDetails } from '#model/errors';
export type { Diagnostic, Severity, SourcePosition } from '#model/diagnostics';
export type * from '#model/answers/control-advice';
export type * from '#model/answers/explanation';
export type * from '#model/answers/path-list';
export type * from '#model/answers/what-if';
export type * from '#model/framework-records';
export type * from '#model/system-model';
export type { GraphBatch, GraphEdge, GraphNode, PropertyValue } from '#model/graph';
export type {
  BuildSummary,
  LoadProgress,
  QueryLimits,
  QueryParameter,
  QueryResult,
  ResultValue,
} from '#stores/port';
export type * from '#stores/queries/named-query';
export { analysisResultSchema } from '#model/analysis-result';
export type {
  AnalysisResult,
  AttackPathResult,
  ChokePoint,
  ControlPlan,
  CoverageRow,
  GoalResult,
  PathStep,
  Question,
  Threat,
  ThreatControl,
  ThreatEvidence,
} from '#model/analysis-result';
