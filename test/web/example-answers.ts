/** Answers of the API about a system of three elements, with one path and three threats. */
import type { StructureAnswer, Threat } from '#web/data/answers';

const none = { edges: [] };
const to = (id: string, kind: string) => ({ properties: { kind }, node: { id } });
const flow = (id: string, node: string) => ({
  properties: { id, carries: ['prompt'], authenticated: null, encrypted: null },
  node: { id: node },
});
const asset = (id: string, zone: string | undefined, more: object = {}) => ({
  id,
  name: id.toUpperCase(),
  kind: 'agent',
  class: 'system',
  exposure: 'internal' as const,
  value: null,
  inZone: zone === undefined ? [] : [{ id: zone }],
  flowsToConnection: none,
  flowsToActorsConnection: none,
  relatesToConnection: none,
  relatesToActorsConnection: none,
  ...more,
});

export const STRUCTURE: StructureAnswer = {
  zones: [
    { id: 'data', name: 'Data', trust: 5, inZone: [{ id: 'prod' }] },
    { id: 'prod', name: 'Production', trust: 4, inZone: [] },
    { id: 'unused', name: 'Unused', trust: 1, inZone: [] },
  ],
  actors: [
    {
      id: 'visitor',
      name: 'Visitor',
      attacker: 'external',
      inZone: [],
      flowsToConnection: { edges: [flow('in', 'bot')] },
      flowsToActorsConnection: none,
      relatesToConnection: none,
    },
  ],
  assets: [
    asset('bot', 'prod', {
      flowsToConnection: { edges: [flow('log', 'crm')] },
      flowsToActorsConnection: { edges: [flow('in', 'visitor')] },
      relatesToConnection: { edges: [to('crm', 'calls'), to('bot', 'uses')] },
    }),
    asset('crm', 'data'),
  ],
  safeguards: [],
  goals: [
    {
      id: 'steal',
      name: 'Steal',
      loss: 'confidentiality',
      impact: 'high',
      targets: [{ id: 'crm' }],
      targetsActors: [],
    },
  ],
};

const control = (id: string, state: Threat['controls'][number]['state']) => ({
  id,
  name: `Name of ${id}`,
  state,
  safeguard: null,
  effectiveness: 0.5,
  framework: 'atlas',
});
const threat = (id: string, more: Partial<Threat> = {}): Threat => ({
  id,
  asset: 'bot',
  technique: 'AML.T0051',
  name: 'LLM Prompt Injection',
  tactics: ['AML.TA0005'],
  rule: 'r',
  goal: 'Make BOT follow a prompt',
  reachable: true,
  owasp: [],
  nistAml: [],
  controls: [],
  evidence: [],
  likelihood: 0.8,
  impact: 'high',
  risk: 'high',
  residualLikelihood: 0.5,
  residualRisk: 'medium',
  residualNote: '',
  status: 'gap',
  accepted: null,
  assumes: [],
  seenIn: [],
  source: null,
  ...more,
});
export const THREATS = [
  threat('T-1', { controls: [control('M1', 'absent'), control('M2', 'in-place')] }),
  threat('T-2', {
    asset: 'crm',
    technique: 'AML.T0057',
    name: 'Data Leakage',
    tactics: ['AML.TA0010'],
    goal: 'Read CRM',
    residualRisk: 'critical',
    status: 'partly-covered',
    controls: [control('M1', 'planned')],
  }),
  threat('T-3', { asset: 'crm', reachable: false, status: 'covered', residualRisk: 'high' }),
];
const byId = (id: string): Threat | undefined => THREATS.find((each) => each.id === id);

const step = (id: string, place: string, enabledBy: readonly number[] = []) => ({
  threat: { id },
  asset: place,
  technique: byId(id)!.technique,
  tactic: byId(id)!.tactics[0]!,
  enabledBy,
  seenIn: [],
  consequence: false,
  needs: [],
  gives: [],
});
export const PATH = {
  rank: 1,
  goal: 'steal',
  asset: 'crm',
  loss: 'confidentiality' as const,
  likelihood: 0.4,
  risk: 'high' as const,
  brokenBy: ['M1'],
  exact: true,
  steps: [step('T-1', 'bot'), step('T-2', 'crm', [0])],
};
export const PATHS = {
  threatOf: byId,
  answer: {
    asOf: '2026-11-25',
    goals: [],
    chokePoints: [],
    controlPlan: [],
    paths: [PATH, { ...PATH, rank: 2, risk: 'low' as const, steps: [step('T-1', 'bot')] }],
  },
};
