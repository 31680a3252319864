/**
 * What the views ask for, each once in the life of the page.
 */
import type {
  CaseStudiesAnswer,
  CatalogueAnswer,
  ControlsAnswer,
  CoverageAnswer,
  ExplainAnswer,
  PathsAnswer,
  RequirementsAnswer,
  StructureAnswer,
  SystemsAnswer,
  Threat,
  ThreatsAnswer,
  WhatIf,
  WhatIfAnswer,
  WhatIfChanges,
} from './answers.ts';
import { answerOf } from './use-answer.ts';
import caseStudiesQuery from './queries/case-studies.graphql?raw';
import catalogueQuery from './queries/catalogue.graphql?raw';
import controlsQuery from './queries/controls.graphql?raw';
import coverageQuery from './queries/coverage.graphql?raw';
import explainQuery from './queries/explain.graphql?raw';
import pathsQuery from './queries/paths.graphql?raw';
import requirementsQuery from './queries/requirements.graphql?raw';
import structureQuery from './queries/structure.graphql?raw';
import systemsQuery from './queries/systems.graphql?raw';
import threatsQuery from './queries/threats.graphql?raw';
import whatIfQuery from './queries/what-if.graphql?raw';

/** The server answers at most so many threats at once. */
const PAGE = 1000;

export interface SystemEntry {
  readonly id: string;
  /** The id, where the graph does not know the system. */
  readonly name: string;
  readonly description?: string;
}

/** Systems whose models the server has: only those can be analysed. */
export async function loadSystems(): Promise<readonly SystemEntry[]> {
  const { analysedSystems, systems } = await answerOf<SystemsAnswer>(systemsQuery, {});
  const known = new Map(systems.map((system) => [system.id, system]));
  return analysedSystems.map((id) => {
    const { name = id, description } = known.get(id) ?? {};
    return { id, name, ...(description == null ? {} : { description }) };
  });
}

export function loadStructure(system: string): Promise<StructureAnswer> {
  return answerOf<StructureAnswer>(structureQuery, { system });
}

export async function loadThreats(system: string): Promise<readonly Threat[]> {
  const threats: Threat[] = [];
  for (;;) {
    const variables = { system, offset: threats.length, limit: PAGE };
    const { analysis } = await answerOf<ThreatsAnswer>(threatsQuery, variables);
    if (analysis === null) return threats;
    threats.push(...analysis.threats);
    if (analysis.threats.length === 0 || threats.length >= analysis.threatCount) return threats;
  }
}

export async function loadPaths(system: string): Promise<NonNullable<PathsAnswer['analysis']>> {
  const { analysis } = await answerOf<PathsAnswer>(pathsQuery, { system });
  return analysis ?? { asOf: '', goals: [], paths: [], chokePoints: [], controlPlan: [] };
}

export async function loadCoverage(system: string): Promise<NonNullable<CoverageAnswer['analysis']>> {
  const { analysis } = await answerOf<CoverageAnswer>(coverageQuery, { system });
  return analysis ?? { frameworks: [], coverage: [] };
}

export function loadCatalogue(framework: string, edition: string): Promise<CatalogueAnswer> {
  return answerOf<CatalogueAnswer>(catalogueQuery, { framework, edition });
}

export type CaseStudy = CaseStudiesAnswer['caseStudies'][number];

/** Where several editions tell of a case, the latest does. */
export async function loadCaseStudies(wanted: readonly string[]): Promise<ReadonlyMap<string, CaseStudy>> {
  const ids = [...new Set(wanted)].sort();
  const { caseStudies } = await answerOf<CaseStudiesAnswer>(caseStudiesQuery, { ids });
  return new Map(caseStudies.map((study) => [study.id, study]));
}

export async function loadControls(ids: readonly string[]): Promise<ControlsAnswer['controls']> {
  const { controls } = await answerOf<ControlsAnswer>(controlsQuery, { ids });
  return controls;
}

export async function loadRequirements(): Promise<RequirementsAnswer['requirements']> {
  const frameworks = ['nist-ai-rmf', 'iso-23894'];
  const { requirements } = await answerOf<RequirementsAnswer>(requirementsQuery, { frameworks });
  return requirements;
}

export async function loadExplanation(system: string, id: string): Promise<string> {
  const { analysis } = await answerOf<ExplainAnswer>(explainQuery, { system, id });
  return analysis?.explain?.text ?? '';
}

export async function loadWhatIf(system: string, changes: WhatIfChanges): Promise<WhatIf | null> {
  const { whatIf } = await answerOf<WhatIfAnswer>(whatIfQuery, { system, changes });
  return whatIf;
}
