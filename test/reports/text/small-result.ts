/** A result made by hand, with a long sentence in every place that shows one. */
import type { AnalysisResult, Threat } from '#model/analysis-result';

export const LONG_SENTENCE =
  'Make the assistant of the customer portal follow instructions that are hidden in a page which it was asked to read';

export function threat(id: string, more: Partial<Threat> = {}): Threat {
  return {
    id,
    asset: 'bot',
    technique: 'AML.T0051.001',
    name: 'Indirect',
    tactics: ['AML.TA0005'],
    rule: 'indirect-prompt-injection',
    library: 'core',
    goal: LONG_SENTENCE,
    enabledBy: [],
    reachable: true,
    owasp: [],
    nistAml: [],
    stride: [],
    rmf: [],
    iso23894: [],
    controls: [
      control('AML.M0020', 'Generative AI Guardrails'),
      control('AML.M0021', 'Generative AI Guidelines'),
      control('TL.C01', 'A control of the library'),
      control('TL.C02', 'A fourth one, which is not advised any more'),
    ],
    evidence: [],
    likelihood: 0.8,
    impact: 'high',
    risk: 'high',
    residual: { likelihood: 0.8, risk: 'high', note: 'no working safeguard acts here' },
    status: 'gap',
    ways: 1,
    assumes: [],
    seenIn: [],
    ...more,
  };
}

function control(id: string, name: string): Threat['controls'][number] {
  return { id, name, state: 'absent', effectiveness: 0.6, inherited: false };
}

export function smallResult(more: Partial<AnalysisResult> = {}): AnalysisResult {
  return {
    threatloom: '0.0.0',
    system: 'portal',
    frameworks: [
      { id: 'atlas', edition: '5.6.1', sha256: '0' },
      { id: 'owasp-llm', edition: '2025', sha256: '1' },
      { id: 'owasp-llm', edition: '2026', sha256: '2' },
    ],
    libraries: [{ id: 'core', version: '1.0.0', sha256: '3' }],
    digest: '0'.repeat(64),
    asOf: '2026-11-23',
    threats: [
      threat('T-1'),
      threat('T-2', { asset: 'mailbox', goal: 'Write to the mailbox', technique: 'AML.T0093', controls: [] }),
      threat('T-3', { goal: 'Covered', status: 'covered' }),
      threat('T-4', { goal: 'Out of reach', reachable: false }),
    ],
    goals: [
      goal('unharmed', { reachable: false, likelihood: 0, risk: 'low' }),
      goal('steal-chats', { likelihood: 0.004, risk: 'medium' }),
    ],
    paths: [
      {
        rank: 1,
        goal: 'steal-chats',
        asset: 'logs',
        loss: 'confidentiality',
        likelihood: 0.004,
        risk: 'medium',
        steps: [
          step('T-2', 'AML.T0093', []),
          step('T-1', 'AML.T0051.001', ['AML.CS0026', 'AML.CS0029', 'AML.CS0030']),
        ],
        brokenBy: ['AML.M0020', 'AML.M0021', 'TL.C01', 'TL.C02', 'TL.C03'],
        exact: true,
        variants: [{ likelihood: 0.003, threats: ['T-1'] }],
      },
    ],
    chokePoints: [],
    controlPlan: [
      {
        goal: 'steal-chats',
        controls: ['AML.M0020', 'TL.C01'],
        exact: false,
        likelihoodAfter: 0.002,
        cost: 2,
        costAtLeast: 1,
        aim: 0.001,
        achieved: false,
      },
    ],
    askNext: [
      {
        pointer: '/assets/bot/egress',
        question: `Where can the bot send what it was told: ${LONG_SENTENCE}?`,
        riskRemoved: 1,
        answers: ['none', 'allow-list'],
      },
    ],
    coverage: [],
    diagnostics: [],
    ...more,
  };
}

function goal(id: string, more: Partial<AnalysisResult['goals'][number]>): AnalysisResult['goals'][number] {
  return {
    id,
    asset: 'logs',
    loss: 'confidentiality',
    impact: 'high',
    reachable: true,
    likelihood: 0.5,
    risk: 'high',
    ...more,
  };
}

function step(
  id: string,
  technique: string,
  seenIn: string[],
): AnalysisResult['paths'][number]['steps'][number] {
  return { threat: id, asset: 'bot', technique, tactic: 'AML.TA0005', enabledBy: [], seenIn };
}
