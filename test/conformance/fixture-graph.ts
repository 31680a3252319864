/**
 * A small graph made by hand, in which every named query has something to find, something to leave out, and a trap:
 * a second system, a second edition, parallel edges, a sub-technique whose controls are its parent's, a safeguard that is
 * only planned, a "no match" mapping, an unreachable step.
 */
import type { GraphBatch } from '#model/graph';
import { BatchBuilder } from './batch-builder.ts';

const SHA = '0'.repeat(64);

/** Names of the fixture's systems. */
export const SYSTEMS = { chatbot: 'support-chatbot', fraud: 'fraud-scoring' } as const;

export function fixtureGraph(): GraphBatch {
  const batch = new BatchBuilder();
  frameworks(batch);
  crosswalks(batch);
  chatbot(batch);
  fraud(batch);
  return batch.build();
}

function frameworks(batch: BatchBuilder): void {
  const framework = (id: string, edition: string, name: string): void => {
    batch.node('Framework', `${id}@${edition}`, {
      id,
      edition,
      name,
      publisher: `Publisher of ${name}`,
      licence: 'CC-BY-4.0',
      url: `https://example.org/${id}`,
      sourceFile: `${id}.yaml`,
      sourceSha256: SHA,
    });
  };
  framework('atlas', '5.6.1', 'ATLAS');
  framework('atlas', '5.6.0', 'ATLAS');
  framework('attack-enterprise', '18.1', 'ATT&CK Enterprise');
  framework('owasp-llm', '2025', 'OWASP Top 10 for LLM Applications');
  framework('nist-ai-rmf', '1.0', 'AI RMF');
  framework('iso-23894', '2023', 'ISO/IEC 23894');

  const member = (label: string, framework: string, id: string, name: string, more = {}): void => {
    const [framework_, edition] = framework.split('@') as [string, string];
    batch.node(label, `${framework}/${id}`, { id, name, framework: framework_, edition, ...more });
    if (framework_ !== 'core')
      batch.edge('IN_FRAMEWORK', `${label} ${framework}/${id}`, `Framework ${framework}`);
  };
  const atlas = 'atlas@5.6.1';
  member('Tactic', atlas, 'AML.TA0004', 'Initial Access', { order: 2 });
  member('Tactic', atlas, 'AML.TA0005', 'Execution', { order: 4, url: 'https://example.org/AML.TA0005' });
  member('Tactic', 'attack-enterprise@18.1', 'TA0001', 'Initial Access', { order: 2 });
  batch.edge(
    'MAPS_TO',
    'Tactic atlas@5.6.1/AML.TA0004',
    'Tactic attack-enterprise@18.1/TA0001',
    mapping('atlas 5.6.1'),
  );

  const active = { status: 'active' };
  member('Technique', atlas, 'AML.T0049', 'Exploit Public-Facing Application', {
    ...active,
    maturity: 'realized',
    platforms: ['Predictive AI', 'Generative AI'],
    description: 'A description with "quotes", commas,\na second line and \\backslashes\\',
  });
  member('Technique', atlas, 'AML.T0051', 'LLM Prompt Injection', {
    ...active,
    maturity: 'demonstrated',
    platforms: [],
  });
  member('Technique', atlas, 'AML.T0051.001', 'Indirect', { ...active, maturity: 'realized' });
  member('Technique', atlas, 'AML.T0070', 'RAG Poisoning', { ...active, maturity: 'demonstrated' });
  member('Technique', atlas, 'AML.T0057', 'LLM Data Leakage', active);
  member('Technique', atlas, 'AML.T0029', 'Denial of AI Service', active);
  member('Technique', 'atlas@5.6.0', 'AML.T0051', 'LLM Prompt Injection', active);
  member('Technique', 'attack-enterprise@18.1', 'T1190', 'Exploit Public-Facing Application', active);
  member('Technique', 'attack-enterprise@18.1', 'T1565', 'Data Manipulation', active);
  batch
    .edge('SUBTECHNIQUE_OF', 'Technique atlas@5.6.1/AML.T0051.001', 'Technique atlas@5.6.1/AML.T0051')
    .edge('SUCCEEDED_BY', 'Technique atlas@5.6.0/AML.T0051', 'Technique atlas@5.6.1/AML.T0051')
    .edge('HAS_TACTIC', 'Technique atlas@5.6.1/AML.T0049', 'Tactic atlas@5.6.1/AML.TA0004')
    .edge('HAS_TACTIC', 'Technique atlas@5.6.1/AML.T0051', 'Tactic atlas@5.6.1/AML.TA0005');

  const control = (framework: string, id: string, name: string, mitigates: readonly string[]): void => {
    member('Control', framework, id, name, { ...active, categories: ['Technical'], lifecycle: [] });
    for (const technique of mitigates) {
      batch.edge('MITIGATES', `Control ${framework}/${id}`, `Technique ${atlas}/${technique}`, {
        source: framework.split('@')[0]!,
      });
    }
  };
  control(atlas, 'AML.M0020', 'Generative AI Guardrails', ['AML.T0051', 'AML.T0057']);
  control(atlas, 'AML.M0025', 'Maintain AI Dataset Provenance', ['AML.T0070']);
  control(atlas, 'AML.M0015', 'Adversarial Input Detection', ['AML.T0051', 'AML.T0051.001']);
  control('core@1.0.0', 'TL.C001', 'Patch exposed software', ['AML.T0049']);
  // The library says again what the framework says: one control, one technique, two edges.
  batch.edge('MITIGATES', `Control ${atlas}/AML.M0025`, `Technique ${atlas}/AML.T0070`, { source: 'core' });

  const risk = (id: string, name: string): void => {
    member('Risk', 'owasp-llm@2025', id, name, { level: 'item' });
  };
  risk('LLM01:2025', 'Prompt Injection');
  risk('LLM02:2025', 'Sensitive Information Disclosure');
  risk('LLM04:2025', 'Data and Model Poisoning');
  risk('LLM10:2025', 'Unbounded Consumption');

  const requirement = (framework: string, id: string, level: string, order: number): void => {
    member('Requirement', framework, id, `${level} ${id}`, { level, order });
  };
  requirement('nist-ai-rmf@1.0', 'MEASURE', 'function', 0);
  requirement('nist-ai-rmf@1.0', 'MEASURE 2', 'category', 1);
  requirement('nist-ai-rmf@1.0', 'MEASURE 2.7', 'subcategory', 2);
  requirement('nist-ai-rmf@1.0', 'MANAGE 2.4', 'subcategory', 3);
  requirement('iso-23894@2023', '6.4.3', 'clause', 0);
  requirement('iso-23894@2023', '6.5', 'clause', 1);
  const rmf = 'Requirement nist-ai-rmf@1.0';
  batch
    .edge('PART_OF', `${rmf}/MEASURE 2`, `${rmf}/MEASURE`)
    .edge('PART_OF', `${rmf}/MEASURE 2.7`, `${rmf}/MEASURE 2`);

  member('CaseStudy', atlas, 'AML.CS0026', 'Financial Transaction Hijacking', {
    kind: 'exercise',
    date: '2024-08-08',
  });
  member('CaseStudy', atlas, 'AML.CS0009', 'Tay Poisoning', { kind: 'incident' });
  const step = (caseStudy: string, index: number, technique: string): void => {
    batch.edge('PROCEDURE_STEP', `CaseStudy ${atlas}/${caseStudy}`, `Technique ${atlas}/${technique}`, {
      index,
      tactic: 'AML.TA0005',
    });
  };
  step('AML.CS0026', 0, 'AML.T0049');
  step('AML.CS0026', 1, 'AML.T0070');
  step('AML.CS0026', 2, 'AML.T0051.001');
  // The same technique twice in one procedure: two edges between the same nodes.
  step('AML.CS0026', 3, 'AML.T0070');
  step('AML.CS0009', 0, 'AML.T0057');
}

function mapping(source: string, predicate = 'skos:relatedMatch'): Record<string, string | number> {
  return {
    predicate,
    source,
    justification: 'semapv:ManualMappingCuration',
    trust: 'official',
    confidence: 0.75,
  };
}

function crosswalks(batch: BatchBuilder): void {
  const technique = (id: string): string => `Technique atlas@5.6.1/${id}`;
  const risk = (id: string): string => `Risk owasp-llm@2025/${id}`;
  const rmf = (id: string): string => `Requirement nist-ai-rmf@1.0/${id}`;
  const iso = (id: string): string => `Requirement iso-23894@2023/${id}`;
  batch
    .edge('MAPS_TO', technique('AML.T0049'), 'Technique attack-enterprise@18.1/T1190', mapping('atlas 5.6.1'))
    .edge(
      'MAPS_TO',
      'Technique attack-enterprise@18.1/T1565',
      technique('AML.T0070'),
      mapping('crosswalk', 'skos:broadMatch'),
    )
    .edge(
      'MAPS_TO',
      technique('AML.T0057'),
      'Technique attack-enterprise@18.1/T1565',
      mapping('atlas 5.6.1', 'threatloom:noMatch'),
    )
    .edge('MAPS_TO', risk('LLM01:2025'), technique('AML.T0051'), mapping('owasp'))
    .edge('MAPS_TO', risk('LLM02:2025'), technique('AML.T0057'), mapping('owasp'))
    .edge('MAPS_TO', risk('LLM04:2025'), technique('AML.T0070'), mapping('owasp'))
    .edge('MAPS_TO', risk('LLM10:2025'), technique('AML.T0049'), mapping('owasp', 'threatloom:noMatch'))
    .edge('MAPS_TO', risk('LLM01:2025'), risk('LLM02:2025'), { ...mapping('owasp'), confidence: null })
    .edge('SATISFIES', 'Control atlas@5.6.1/AML.M0020', rmf('MEASURE 2.7'), mapping('core'))
    .edge('SATISFIES', 'Control core@1.0.0/TL.C001', rmf('MANAGE 2.4'), mapping('core'))
    .edge('SATISFIES', 'Control atlas@5.6.1/AML.M0025', rmf('MEASURE 2'), mapping('core'))
    .edge('MAPS_TO', rmf('MEASURE'), iso('6.4.3'), mapping('nist'))
    .edge('MAPS_TO', rmf('MEASURE 2.7'), iso('6.5'), mapping('nist'))
    .edge('MAPS_TO', rmf('MANAGE 2.4'), iso('6.5'), mapping('nist', 'threatloom:noMatch'));
}

interface StepFacts {
  readonly at: string;
  readonly technique: string;
  readonly likelihood: number;
  readonly status: string;
  readonly reachable?: boolean;
  readonly risk?: string;
}

function systemOf(batch: BatchBuilder, system: string, name: string) {
  batch.node('System', system, { id: system, name, stage: 'design', sourceSha256: SHA });
  const member = (label: string, folder: string, id: string, properties = {}): string => {
    batch.node(label, `${system}/${folder}/${id}`, { id, system, ...properties });
    batch.edge('PART_OF', `${label} ${system}/${folder}/${id}`, `System ${system}`);
    return `${label} ${system}/${folder}/${id}`;
  };
  return {
    member,
    asset: (id: string, kind: string, more = {}): string =>
      member('Asset', 'assets', id, {
        name: `The ${id}`,
        kind,
        class: 'context-system',
        exposure: 'internal',
        ...more,
      }),
    step: (
      id: string,
      { at, technique, likelihood, status, reachable = true, risk = 'high' }: StepFacts,
    ): string => {
      const asset = at.split('/').at(-1)!;
      const key = member('AttackStep', 'threats', id, {
        name: `${technique} at ${asset}`,
        rule: `rule-${id}`,
        asset,
        technique,
        reachable,
        likelihood,
        risk,
        status,
      });
      batch.edge('EXPOSED_TO', at, key).edge('USES', key, `Technique atlas@5.6.1/${technique}`);
      return key;
    },
  };
}

function chatbot(batch: BatchBuilder): void {
  const { member, asset, step } = systemOf(batch, SYSTEMS.chatbot, 'Support chatbot');
  const internet = member('Zone', 'zones', 'internet', { name: 'Internet', trust: 0 });
  const inside = member('Zone', 'zones', 'inside', { name: 'Inside', trust: 3 });
  const customer = member('Actor', 'actors', 'customer', { name: 'Customer', attacker: 'external' });
  const bot = asset('bot', 'agent', { exposure: 'public', value: 'high' });
  const kb = asset('kb', 'document-store');
  const logs = asset('logs', 'log-store', { value: 'critical' });
  batch
    .edge('IN_ZONE', customer, internet)
    .edge('IN_ZONE', bot, inside)
    .edge('IN_ZONE', inside, internet)
    .edge('FLOWS_TO', customer, bot, {
      id: 'customer->bot#1',
      carries: ['prompt'],
      authenticated: false,
      encrypted: true,
    })
    .edge('FLOWS_TO', bot, customer, { id: 'bot->customer#1', carries: ['response'] })
    .edge('FLOWS_TO', bot, logs, { id: 'bot->logs#1', carries: [], authenticated: null })
    .edge('FLOWS_TO', bot, logs, { id: 'bot->logs#2', carries: ['log', 'telemetry'] })
    .edge('RELATES_TO', bot, kb, { kind: 'retrieves-from' })
    .edge('RELATES_TO', customer, bot, { kind: 'access' });

  const guard = member('Safeguard', 'safeguards', 'prompt-guard', {
    name: 'Prompt guard',
    status: 'in-place',
    effectiveness: 0.6,
  });
  const provenance = member('Safeguard', 'safeguards', 'kb-review', {
    name: 'Review of articles',
    status: 'planned',
    effectiveness: 0.9,
  });
  batch
    .edge('IMPLEMENTS', guard, 'Control atlas@5.6.1/AML.M0020')
    .edge('PROTECTS', guard, bot)
    .edge('PROTECTS', guard, inside)
    .edge('IMPLEMENTS', provenance, 'Control atlas@5.6.1/AML.M0025')
    .edge('PROTECTS', provenance, kb)
    .edge(
      'PROVES',
      member('Evidence', 'evidence', 'garak-nov', { kind: 'llm', state: 'fresh', collected: '2026-11-01' }),
      guard,
    );

  const poison = step('t1', { at: kb, technique: 'AML.T0070', likelihood: 0.6, status: 'gap' });
  const inject = step('t2', {
    at: bot,
    technique: 'AML.T0051.001',
    likelihood: 0.32,
    status: 'partly-covered',
  });
  const leak = step('t3', {
    at: logs,
    technique: 'AML.T0057',
    likelihood: 0.25,
    status: 'gap',
    risk: 'critical',
  });
  step('t4', { at: bot, technique: 'AML.T0049', likelihood: 0.8, status: 'gap' });
  step('t5', { at: logs, technique: 'AML.T0049', likelihood: 0, status: 'gap', reachable: false });
  step('t6', { at: customer, technique: 'AML.T0051', likelihood: 0.5, status: 'accepted', risk: 'low' });
  step('t7', { at: logs, technique: 'AML.T0029', likelihood: 0.1, status: 'gap', risk: 'low' });
  batch
    .edge('ENABLES', poison, inject)
    .edge('ENABLES', inject, leak)
    .edge('ANSWERS', guard, inject, { control: 'AML.M0020', effectiveness: 0.6 })
    .edge('ANSWERS', provenance, poison, { control: 'AML.M0025', effectiveness: 0.9 });

  const goal = member('Goal', 'goals', 'steal-chats', {
    name: 'Read other customers’ chats',
    loss: 'confidentiality',
    impact: 'high',
  });
  batch.edge('TARGETS', goal, logs);
  const path = (rank: number, likelihood: number, risk: string, steps: readonly string[]): void => {
    const key = `${SYSTEMS.chatbot}/paths/steal-chats/${rank}`;
    batch.node('AttackPath', key, {
      system: SYSTEMS.chatbot,
      rank,
      goal: 'steal-chats',
      likelihood,
      risk,
      length: steps.length,
    });
    batch
      .edge('PART_OF', `AttackPath ${key}`, `System ${SYSTEMS.chatbot}`)
      .edge('REACHES', `AttackPath ${key}`, goal);
    for (const [index, each] of steps.entries()) batch.edge('STEP', `AttackPath ${key}`, each, { index });
  };
  path(2, 0.08, 'medium', [inject, leak]);
  path(1, 0.12, 'medium', [poison, inject, leak]);
}

function fraud(batch: BatchBuilder): void {
  const { member, asset, step } = systemOf(batch, SYSTEMS.fraud, 'Fraud scoring');
  const api = asset('api', 'inference-api', { exposure: 'public' });
  const exploit = step('t1', {
    at: api,
    technique: 'AML.T0049',
    likelihood: 0.8,
    status: 'covered',
    risk: 'low',
  });
  const patching = member('Safeguard', 'safeguards', 'patching', {
    name: 'Patching',
    status: 'verified',
    effectiveness: 1,
  });
  batch
    .edge('IMPLEMENTS', patching, 'Control core@1.0.0/TL.C001')
    .edge('PROTECTS', patching, api)
    .edge('ANSWERS', patching, exploit, { control: 'TL.C001', effectiveness: 1 });
}
