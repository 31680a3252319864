import type { Asset, Flow, SystemModel, Zone, Actor } from '#model/system-model';

/** Names of relations → clusters' own assets. */
type Links = Readonly<Record<string, readonly string[]>>;

const CLUSTERS_PER_ZONE = 10;

/**
 * A system of `clusters` × 20 assets: each cluster a chatbot with retrieval and tools, a trained model behind an API, and
 * their infrastructure; ten clusters to a zone, the bots in a ring. Deterministic.
 */
export function generatedSystem(clusters: number): SystemModel {
  const zones: Zone[] = [{ id: 'internet', trust: 0 }];
  const actors: Actor[] = [
    { id: 'visitor', zone: 'internet', attacker: 'external', access: [], supplies: [] },
  ];
  const assets: Asset[] = [];
  const flows: Flow[] = [];
  for (let i = 0; i < clusters; i += 1) {
    const zone = `zone-${Math.floor(i / CLUSTERS_PER_ZONE)}`;
    if (i % CLUSTERS_PER_ZONE === 0) {
      zones.push({ id: zone, trust: 3 });
      const attacker = i % 50 === 0 ? 'insider' : 'none';
      actors.push({ id: `staff-${zone}`, zone, attacker, access: [{ id: `database-${i}` }], supplies: [] });
    }
    const add = (kind: string, links: Links = {}, more: Partial<Asset> = {}): void => {
      const relations = Object.fromEntries(
        Object.entries(links).map(([key, kinds]) => [key, kinds.map((to) => ({ id: `${to}-${i}` }))]),
      );
      const base = { value: {}, data: [], facts: {}, exposure: 'internal' } as const;
      assets.push({ id: `${kind}-${i}`, kind, zone, ...base, relations, ...more });
    };
    const visited = { contributors: [{ id: 'visitor' }] };
    add('chat-ui', { serves: ['agent'] }, { exposure: i % 5 === 0 ? 'public' : 'internal' });
    add('llm', { 'stored-in': ['model-registry'] }, { facts: { provider: ['own'] } });
    add('agent', {
      uses: ['llm'],
      'retrieves-from': ['vector-index'],
      calls: ['tool'],
      'remembers-in': ['agent-memory'],
      'configured-by': ['system-prompt'],
      'hosted-on': ['compute'],
    });
    add('document-store', {}, { relations: visited });
    add('vector-index', { 'built-from': ['document-store'] });
    add('tool', { 'acts-on': ['database'] }, { effects: ['write'] });
    add('database', { 'hosted-on': ['compute'] });
    add('dataset', {}, { relations: visited });
    add('model', {
      'trained-on': ['dataset'],
      'built-by': ['training-pipeline'],
      'stored-in': ['model-registry'],
    });
    add('inference-api', { serves: ['model'] }, { exposure: i % 7 === 0 ? 'public' : 'internal' });
    add('training-pipeline', { 'hosted-on': ['compute'], 'depends-on': ['package-registry'] });
    add('secret-store', { opens: ['database'] });
    for (const kind of [
      ...[
        'system-prompt',
        'agent-memory',
        'conversation-log',
        'compute',
        'model-registry',
        'package-registry',
      ],
      ...['source-repository', 'workstation'],
    ]) {
      add(kind);
    }
    const flow = (from: string, to: string, carries: Flow['carries'], both: boolean): void => {
      flows.push({ id: `flow-${flows.length}`, from, to, carries, both });
    };
    flow('visitor', `chat-ui-${i}`, ['prompt'], true);
    flow(`chat-ui-${i}`, `agent-${i}`, ['prompt'], true);
    flow(`agent-${i}`, `conversation-log-${i}`, ['log'], false);
    flow(`agent-${i}`, `tool-${i}`, ['tool-call'], true);
    flow(`agent-${i}`, `agent-${(i + 1) % clusters}`, ['tool-call'], true);
  }
  return {
    id: 'generated',
    profile: {},
    zones,
    actors,
    assets,
    flows,
    safeguards: [],
    evidence: [],
    goals: [{ id: 'goal', on: 'database-0', loss: 'confidentiality', impact: 'high', origin: 'goals' }],
    accepted: [],
    source: { file: 'generated', sha256: '0'.repeat(64) },
    positions: new Map(),
  };
}
