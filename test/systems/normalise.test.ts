import { describe, expect, it } from 'vitest';
import { readSystemModel, readSystemValue } from '../../src/systems/read-system-model.ts';
import { fixture, line } from './support.ts';

const HEAD = 'threatloom: 1\nsystem: s\n';

function modelOf(text: string) {
  const { model, diagnostics } = readSystemModel({ file: 's.system.yaml', text });
  if (model === undefined) throw new Error(diagnostics.map(line).join('\n'));
  return model;
}

describe('the model that a file says', () => {
  const model = modelOf(fixture('whole-format.system.yaml'));

  it('carries the head', () => {
    expect(model).toMatchObject({
      id: 'support-chatbot',
      name: 'Customer support chatbot',
      owner: 'support-platform',
      stage: 'deployment',
      profile: { autonomy: 'acts-with-limits', 'personal-data': true, sector: 'retail', users: 'public' },
    });
    expect(model.source.file).toBe('s.system.yaml');
    expect(model.source.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('carries zones and actors with their defaults', () => {
    expect(model.zones).toEqual([
      { id: 'internet', trust: 0 },
      { id: 'prod', name: 'Production VPC', trust: 4 },
      { id: 'supplier', trust: 2 },
    ]);
    expect(model.actors).toEqual([
      { id: 'model-vendor', zone: 'supplier', attacker: 'supplier', access: [], supplies: ['llm'] },
      { id: 'support-agent', zone: 'prod', attacker: 'insider', access: [{ id: 'crm' }], supplies: [] },
      { id: 'visitor', zone: 'internet', attacker: 'external', access: [], supplies: [] },
    ]);
  });

  it('carries assets: relations, facts as text, what is unknown absent', () => {
    expect(model.assets.find(({ id }) => id === 'bot')).toEqual({
      id: 'bot',
      kind: 'agent',
      zone: 'prod',
      exposure: 'internal',
      value: {},
      data: [],
      relations: {
        uses: [{ id: 'llm' }],
        'retrieves-from': [{ id: 'kb-index' }],
        calls: [{ id: 'refund-tool' }],
        'remembers-in': [{ id: 'memory' }],
        'configured-by': [{ id: 'system-prompt' }],
      },
      facts: {},
    });
    expect(model.assets.find(({ id }) => id === 'llm')?.facts).toEqual({ provider: ['third-party'] });
    expect(model.assets.find(({ id }) => id === 'refund-tool')?.effects).toEqual(['money']);
    expect(model.assets.map(({ id }) => id)).toEqual([
      'bot',
      'chat-ui',
      'crm',
      'kb',
      'kb-index',
      'llm',
      'logs',
      'memory',
      'refund-tool',
      'system-prompt',
    ]);
  });

  it('carries flows, safeguards, evidence, goals and acceptances', () => {
    expect(model.flows).toEqual([
      { id: 'visitor->chat-ui#1', from: 'visitor', to: 'chat-ui', carries: ['prompt'], both: true },
      {
        id: 'chat-ui->bot#1',
        from: 'chat-ui',
        to: 'bot',
        carries: ['prompt'],
        both: true,
        authenticated: false,
      },
      { id: 'bot->logs#1', from: 'bot', to: 'logs', carries: ['log'], both: false },
    ]);
    expect(model.safeguards).toEqual([
      {
        id: 'prompt-guard',
        name: 'Input classifier in front of the agent',
        on: ['bot'],
        implements: ['AML.M0020'],
        status: 'in-place',
        effectiveness: 0.6,
        evidence: ['garak-nov'],
      },
    ]);
    expect(model.evidence).toEqual([
      {
        id: 'garak-nov',
        kind: 'llm',
        file: 'evidence/garak.report.jsonl',
        // Digits without quotes, which YAML takes for the number 0.
        sha256: '0'.repeat(64),
        subject: 'bot',
        subjectVersion: '2026.11',
        collected: '2026-11-01',
        expires: '2027-05-01',
        measures: [{ metric: 'attack-success-rate', value: 0.12, technique: 'AML.T0051' }],
      },
    ]);
    expect(model.goals).toEqual([
      { id: 'free-money', on: 'crm', loss: 'integrity', impact: 'critical', origin: 'goals' },
      { id: 'steal-chats', on: 'logs', loss: 'confidentiality', impact: 'high', origin: 'goals' },
    ]);
    expect(model.accepted).toEqual([
      {
        technique: 'AML.T0034',
        on: 'chat-ui',
        reason: 'Rate limits planned for Q1',
        by: 'ciso',
        until: '2027-03-31',
      },
    ]);
  });

  it('knows where everything stands', () => {
    const lines = fixture('whole-format.system.yaml').split('\n');
    const at = (pointer: string): string => {
      const { line: number, column } = model.positions.get(pointer)!;
      return lines[number - 1]!.slice(column - 1, column + 7);
    };
    expect(at('/assets/bot')).toBe('bot:');
    expect(at('/assets/bot/zone')).toBe('zone: pr');
    expect(at('/flows/1/carries')).toBe('carries:');
    // Not there: the place of what would carry it.
    expect(model.positions.get('/assets/bot/approval')).toEqual(model.positions.get('/assets/bot'));
  });
});

describe('defaults and spellings', () => {
  it("gives a nested zone its parent's trust, unless it says otherwise", () => {
    const { zones } = modelOf(
      `${HEAD}zones: { c: { in: b }, b: { in: a }, a: { trust: 3 }, d: { in: a, trust: 5 } }\n`,
    );
    expect(zones.map(({ id, trust }) => [id, trust])).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 3],
      ['d', 5],
    ]);
  });

  it('takes access and contributors as a list or with verbs, and single values of facts as lists', () => {
    const { actors, assets } = modelOf(`${HEAD}
actors: { p: { access: { b: [write, read, read], a: [admin] } }, q: { access: [b, a], deceivable: false } }
assets:
  a: { kind: tool, contributors: { p: [write] }, disclosed: weights, triggered-by: schedule, obtainable: true }
  b: { kind: agent, read-by: [q], disclosed: [prompts, code], anonymous: [], effects: [] }
`);
    expect(actors[0]?.access).toEqual([
      { id: 'a', verbs: ['admin'] },
      { id: 'b', verbs: ['read', 'write'] },
    ]);
    expect(actors[1]).toMatchObject({ access: [{ id: 'a' }, { id: 'b' }], deceivable: false });
    expect(assets[0]).toMatchObject({
      relations: { contributors: [{ id: 'p', verbs: ['write'] }], 'triggered-by': [{ id: 'schedule' }] },
      facts: { disclosed: ['weights'], obtainable: ['true'] },
    });
    expect(assets[0]?.effects).toBeUndefined();
    expect(assets[1]).toMatchObject({
      facts: { disclosed: ['code', 'prompts'], anonymous: [] },
      effects: [],
    });
  });

  it('keeps a link as it was said, from either end or both', () => {
    const { assets } = modelOf(`${HEAD}
assets: { f: { kind: feedback-store, feeds: [d] }, d: { kind: dataset, built-from: [f] } }\n`);
    expect(assets.map(({ relations }) => relations)).toEqual([
      { 'built-from': [{ id: 'f' }] },
      { feeds: [{ id: 'd' }] },
    ]);
  });

  it('numbers flows with the same ends, and keeps written ids', () => {
    const { flows } = modelOf(`${HEAD}assets: { a: { kind: agent }, b: { kind: llm } }
flows: [{ from: a, to: b }, { id: named, from: a, to: b }, { from: b, to: a }, { from: a, to: b }]\n`);
    expect(flows.map(({ id }) => id)).toEqual(['a->b#1', 'named', 'b->a#1', 'a->b#3']);
  });

  it('lets a safeguard stand on a flow, a zone, an actor and an asset', () => {
    const { safeguards } = modelOf(`${HEAD}zones: { z: { trust: 1 } }
actors: { p: {} }
assets: { a: { kind: agent } }
flows: [{ id: f, from: p, to: a }]
safeguards: { s: { on: [z, p, f, a], implements: [C], status: verified } }\n`);
    expect(safeguards[0]?.on).toEqual(['a', 'f', 'p', 'z']);
  });

  it('keeps x- keys by pointer', () => {
    const { extensions, profile } = modelOf(`${HEAD}x-a: { b: 1 }
profile: { x-c: 2, d: 3 }
assets: { x-ray: { kind: agent, x-e/f: [g], value: { x-h: ~ } } }
flows: [{ from: x-ray, to: x-ray, x-i: true }]\n`);
    expect(extensions).toEqual({
      '/x-a': { b: 1 },
      '/profile/x-c': 2,
      '/assets/x-ray/x-e~1f': ['g'],
      '/assets/x-ray/value/x-h': null,
      '/flows/0/x-i': true,
    });
    expect(profile).toEqual({ d: 3 });
  });
});

describe('goals from value', () => {
  const ASSETS = `assets:
  crm: { kind: database, value: { confidentiality: high, availability: low } }
  bot: { kind: agent, value: { integrity: critical } }\n`;

  it('stand in where none are stated', () => {
    expect(modelOf(HEAD + ASSETS).goals).toEqual([
      { id: 'bot-integrity', on: 'bot', loss: 'integrity', impact: 'critical', origin: 'value' },
      { id: 'crm-availability', on: 'crm', loss: 'availability', impact: 'low', origin: 'value' },
      { id: 'crm-confidentiality', on: 'crm', loss: 'confidentiality', impact: 'high', origin: 'value' },
    ]);
  });

  it('are left out where goals are stated, and taken beside them on demand, none twice', () => {
    const goals = 'goals: { theft: { on: crm, loss: confidentiality, impact: medium } }\n';
    expect(modelOf(HEAD + ASSETS + goals).goals.map(({ id }) => id)).toEqual(['theft']);
    expect(modelOf(`${HEAD}${ASSETS}${goals}goals-from-value: true\n`).goals.map(({ id }) => id)).toEqual([
      'bot-integrity',
      'crm-availability',
      'theft',
    ]);
  });
});

describe('a model from values', () => {
  it('is the model of the same text, without places, and leaves the values alone', () => {
    const value = { threatloom: 1, system: 's', 'x-a': 1, assets: { bot: { kind: 'agent' } } };
    const { model } = readSystemValue({ file: 'v', value });
    const text = modelOf(`${HEAD}x-a: 1\nassets: { bot: { kind: agent } }\n`);
    expect({ ...model, source: null, positions: null }).toEqual({ ...text, source: null, positions: null });
    expect(model?.positions.get('/assets/bot')).toBeUndefined();
    expect(value['x-a']).toBe(1);
  });

  it('has diagnostics with pointers alone', () => {
    expect(readSystemValue({ file: 'v', value: { threatloom: 1 } }).diagnostics).toEqual([
      {
        code: 'SYS-013',
        severity: 'error',
        message: 'the system model has no "system"',
        file: 'v',
        pointer: '',
      },
    ]);
  });
});
