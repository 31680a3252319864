/**
 * The JSON result of an analysis: one schema, from which the TypeScript types, the check of result files and the shipped
 * JSON Schema (`schemas/result.schema.json`) come. Names are fixed; more may be added.
 */
import { z } from 'zod';
import { LEVELS, LOSSES } from './system-model.ts';

const likelihood = z.number().min(0).max(1);
const count = z.int().min(0);
const level = z.enum(LEVELS);
const ids = z.array(z.string()).readonly();

/** What a safeguard's `status` becomes in an answer; `absent` where nothing implements the control here. */
export const CONTROL_STATES = ['absent', 'planned', 'in-place', 'verified'] as const;
export const EVIDENCE_STATES = ['fresh', 'expired', 'unverified', 'missing'] as const;
export const THREAT_STATUSES = ['gap', 'partly-covered', 'covered', 'accepted'] as const;
export const MAPPING_STATES = ['mapped', 'reviewed-none', 'unreviewed'] as const;
export const MITIGATED = ['none', 'partly', 'fully'] as const;

const threatControl = z.object({
  id: z.string(),
  name: z.string().exactOptional(),
  state: z.enum(CONTROL_STATES),
  safeguard: z.string().exactOptional().meta({ description: 'Id of the safeguard that implements it here.' }),
  effectiveness: likelihood.meta({ description: 'As used; of an absent control, what it would have.' }),
  inherited: z
    .boolean()
    .meta({ description: 'It mitigates the parent technique, and so this sub-technique too.' }),
  framework: z.string().exactOptional().meta({ description: 'Framework or library that knows the control.' }),
});

const threatEvidence = z.object({
  id: z.string(),
  state: z.enum(EVIDENCE_STATES),
  metric: z.string(),
  value: z.number(),
  used: z.boolean().meta({ description: 'Whether the residual likelihood rests on it.' }),
});

const threat = z.object({
  id: z.string().meta({ description: 'Same asset, technique and rule give the same id.' }),
  asset: z.string().meta({ description: 'Id of the asset or actor at which the threat is.' }),
  technique: z.string(),
  name: z.string(),
  tactics: ids,
  rule: z.string(),
  library: z.string(),
  goal: z.string().meta({ description: 'What the attacker achieves, as a sentence.' }),
  enabledBy: ids.meta({ description: 'Threats that make it possible, nearest first; at most 20.' }),
  reachable: z.boolean().meta({
    description:
      'Whether an attacker can get there as the system is. If not, it fits the system all the same.',
  }),
  owasp: ids,
  nistAml: ids,
  stride: ids,
  rmf: ids,
  iso23894: ids,
  controls: z.array(threatControl).readonly(),
  evidence: z.array(threatEvidence).readonly(),
  evidenceWanted: z
    .object({ metric: z.string(), kind: z.string() })
    .exactOptional()
    .meta({ description: 'What would prove or disprove it.' }),
  likelihood: likelihood.meta({ description: 'Of the step itself, without safeguards.' }),
  impact: level.meta({
    description: 'The highest of the goals that it can lead to, or of the asset itself.',
  }),
  risk: level.meta({ description: 'By likelihood and impact, without safeguards.' }),
  residual: z
    .object({ likelihood, risk: level, note: z.string() })
    .meta({ description: 'As the system is: with working safeguards and fresh evidence.' }),
  status: z.enum(THREAT_STATUSES),
  accepted: z
    .object({ reason: z.string(), by: z.string(), until: z.string() })
    .exactOptional()
    .meta({ description: 'Who left it open, why and until when.' }),
  variantOf: z.string().exactOptional().meta({
    description:
      'The threat that says the same thing better: a sibling technique here, or the same where the model is used.',
  }),
  ways: count.meta({ description: 'In how many ways the rule fits here.' }),
  assumes: ids.meta({
    description:
      'JSON pointers of facts that the model does not state and that were taken as the possible case.',
  }),
  seenIn: ids.meta({ description: 'Case studies that the rule rests on.' }),
  source: z.string().exactOptional(),
});

const pathStep = z.object({
  threat: z.string(),
  asset: z.string(),
  technique: z.string(),
  tactic: z.string(),
  enabledBy: z.array(count).readonly().meta({ description: 'Places of earlier steps of this path.' }),
  seenIn: ids.meta({ description: 'Case studies in which the same transition was seen.' }),
  consequence: z.literal(true).exactOptional().meta({
    description: 'The harm that follows once the goal is reached; not counted in the likelihood.',
  }),
});

const path = z.object({
  rank: z
    .int()
    .min(1)
    .meta({ description: 'Within its goal: by likelihood, to which precedent adds a tenth at the most.' }),
  goal: z.string(),
  asset: z.string(),
  loss: z.enum(LOSSES),
  likelihood,
  risk: level,
  steps: z.array(pathStep).readonly(),
  brokenBy: ids.meta({
    description: 'Controls, not in place on the whole path, of which any one acts on some step of it.',
  }),
  exact: z
    .boolean()
    .meta({ description: 'Whether it is proven that no likelier path is missing before it.' }),
  variants: z.array(z.object({ likelihood, threats: ids })).readonly(),
});

const goal = z.object({
  id: z.string(),
  asset: z.string(),
  loss: z.enum(LOSSES),
  impact: level,
  reachable: z.boolean(),
  likelihood: likelihood.meta({ description: 'Of the likeliest path; 0 where there is none.' }),
  risk: level,
});

const chokePoint = z.object({ goal: z.string(), kind: z.enum(['asset', 'step', 'control']), id: z.string() });

const controlPlan = z.object({
  goal: z.string(),
  controls: ids.meta({ description: 'Empty where no set achieves anything.' }),
  exact: z.boolean().meta({ description: 'Whether it is proven that no set costs less.' }),
  likelihoodAfter: likelihood,
  cost: z.number().min(0),
  costAtLeast: z.number().min(0).meta({ description: 'No set that does it costs less.' }),
  aim: likelihood.meta({ description: 'The goal is to be less likely than this.' }),
  achieved: z.boolean().meta({ description: 'Whether the known controls can bring it there at all.' }),
});

const question = z.object({
  pointer: z.string(),
  question: z.string(),
  riskRemoved: z.number().min(0),
  answers: ids.meta({ description: 'Answers that would remove it.' }),
});

const coverage = z.object({
  framework: z.string(),
  edition: z.string(),
  item: z.string(),
  catalogued: z.boolean(),
  applicable: z.boolean(),
  mitigated: z.enum(MITIGATED),
  evidenced: z.boolean(),
  mapping: z.enum(MAPPING_STATES),
});

const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  file: z.string().exactOptional(),
  line: z.int().min(1).exactOptional(),
  column: z.int().min(1).exactOptional(),
  pointer: z.string().exactOptional(),
  hint: z.string().exactOptional(),
});

export const analysisResultSchema = z
  .object({
    threatloom: z.string().meta({ description: 'Version that made it.' }),
    system: z.string(),
    frameworks: z.array(z.object({ id: z.string(), edition: z.string(), sha256: z.string() })).readonly(),
    libraries: z.array(z.object({ id: z.string(), version: z.string(), sha256: z.string() })).readonly(),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: 'SHA-256 of the inputs.' }),
    asOf: z.iso.date().meta({ description: 'The day on which evidence and acceptances were judged.' }),
    threats: z.array(threat).readonly(),
    goals: z.array(goal).readonly(),
    paths: z.array(path).readonly(),
    chokePoints: z.array(chokePoint).readonly(),
    controlPlan: z.array(controlPlan).readonly(),
    askNext: z.array(question).readonly(),
    coverage: z.array(coverage).readonly(),
    diagnostics: z.array(diagnostic).readonly(),
  })
  .meta({ title: 'threatloom analysis result' });

export type AnalysisResult = z.infer<typeof analysisResultSchema>;
export type Threat = z.infer<typeof threat>;
export type ThreatControl = z.infer<typeof threatControl>;
export type ThreatEvidence = z.infer<typeof threatEvidence>;
export type AttackPathResult = z.infer<typeof path>;
export type PathStep = z.infer<typeof pathStep>;
export type GoalResult = z.infer<typeof goal>;
export type ChokePoint = z.infer<typeof chokePoint>;
export type ControlPlan = z.infer<typeof controlPlan>;
export type Question = z.infer<typeof question>;
export type CoverageRow = z.infer<typeof coverage>;
