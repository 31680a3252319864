// A system in the words of passing-on.mal: the model file of mal-toolbox, and where attackers enter.

const TYPES = {
  'chat-ui': 'Interface',
  agent: 'Agent',
  'agent-memory': 'Memory',
  'vector-index': 'VectorIndex',
  tool: 'Tool',
  'secret-store': 'SecretStore',
  compute: 'Compute',
  database: 'Database',
  'source-repository': 'SourceRepository',
  'ci-pipeline': 'Pipeline',
};
/** Relation → its field, and the types at both ends where the language narrows them. */
const FIELDS = {
  serves: { field: 'served', from: 'Interface', to: 'Agent' },
  'built-from': { field: 'origins' },
  'retrieves-from': { field: 'sources', from: 'Agent' },
  calls: { field: 'tools', from: 'Agent', to: 'Tool' },
  'acts-on': { field: 'targets', from: 'Tool' },
  'credentials-in': { field: 'vaults', to: 'SecretStore' },
  opens: { field: 'opened', from: 'SecretStore' },
  'hosted-on': { field: 'hosts', to: 'Compute' },
  'depends-on': { field: 'repositories', from: 'Pipeline', to: 'SourceRepository' },
  'built-by': { field: 'makers', to: 'Pipeline' },
  'remembers-in': { field: 'memories', from: 'Agent', to: 'Memory' },
};

/** The model as mal-toolbox 2 reads it from JSON. */
export function malModel(system) {
  const typeOf = (id) => TYPES[system.assets[id].kind] ?? 'Thing';
  const number = new Map(Object.keys(system.assets).map((id, i) => [id, i]));
  const assets = {};
  for (const [id, asset] of Object.entries(system.assets)) {
    const associated = {};
    for (const [relation, { field, from, to }] of Object.entries(FIELDS)) {
      if (asset[relation] === undefined || (from !== undefined && typeOf(id) !== from)) continue;
      const targets = asset[relation].filter((target) => to === undefined || typeOf(target) === to);
      if (targets.length === 0) continue;
      associated[field] = Object.fromEntries(targets.map((target) => [number.get(target), target]));
    }
    assets[number.get(id)] = { name: id, type: typeOf(id), associated_assets: associated };
  }
  return { metadata: { name: system.system }, assets };
}

/** Steps at which an attacker begins, e.g. `chat-0:query`: what the first four rules of the library give. */
export function malEntries(system) {
  const entries = new Set();
  for (const [id, { kind, exposure, contributors = [] }] of Object.entries(system.assets)) {
    if (TYPES[kind] === 'Interface' && exposure === 'public') entries.add(`${id}:query`);
    if (contributors.some((actor) => system.actors[actor].attacker !== undefined)) entries.add(`${id}:write`);
  }
  for (const { attacker, access = [], supplies = [] } of Object.values(system.actors)) {
    if (attacker === undefined) continue;
    const named = Array.isArray(access) ? access : Object.keys(access);
    for (const id of [...named, ...supplies]) entries.add(`${id}:write`);
  }
  return [...entries];
}
