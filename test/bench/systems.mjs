// Systems of any size for the benchmarks, the same ones each time: clusters of twenty assets, each an assistant with what it reads,
// does, runs on and is built from, drawn with forty flows, and each leaning on the clusters before it.

/** Assets and flows of one cluster. */
const CLUSTER = { assets: 20, flows: 40 };
/** Insiders, whatever the size: each attacker reaches each public asset, so attackers that grew too would make a square of it. */
const TEAMS = 4;

/**
 * A system model as parsed from its file, with `assetCount` assets (a multiple of 20) and twice as many flows.
 *
 * @example JSON.stringify(clusteredSystem(1000)) // JSON is YAML: a `.system.yaml` may hold it
 */
export function clusteredSystem(assetCount) {
  if (assetCount % CLUSTER.assets !== 0) throw new Error(`${assetCount} is no multiple of ${CLUSTER.assets}`);
  const clusters = assetCount / CLUSTER.assets;
  const system = {
    threatloom: 1,
    system: `clusters-${assetCount}`,
    name: `${assetCount} assets in clusters`,
    stage: 'deployment',
    profile: { users: 'public', autonomy: 'acts-with-limits', 'personal-data': true },
    zones: {
      internet: { trust: 0 },
      supplier: { trust: 2 },
      office: { trust: 3 },
      platform: { trust: 4 },
    },
    actors: {
      visitor: { zone: 'internet', attacker: 'external' },
      vendor: { zone: 'supplier', attacker: 'supplier', supplies: [] },
      ...Object.fromEntries(
        Array.from({ length: TEAMS }, (_, i) => [
          `team-${i}`,
          { zone: 'platform', attacker: 'insider', access: [] },
        ]),
      ),
    },
    assets: {},
    flows: [],
    safeguards: {},
    goals: {},
  };
  for (let c = 0; c < clusters; c += 1) addCluster(system, c, clusters);
  return system;
}

function addCluster(system, c, clusters) {
  const { zones, actors, assets, flows, safeguards, goals } = system;
  const at = (name) => `${name}-${c}`;
  const before = (name, by) => `${name}-${(c + clusters - by) % clusters}`;
  const zone = at('prod');
  zones[zone] = { in: 'platform' };
  actors[at('editor')] = {
    zone: 'office',
    access: { [at('articles')]: ['write'], [at('crm')]: ['read'] },
  };
  const team = `team-${c % TEAMS}`;
  actors[team].access.push(at('source'), at('pipeline'));
  actors.vendor.supplies.push(at('llm'));

  const own = {
    chat: {
      kind: 'chat-ui',
      exposure: 'public',
      anonymous: ['query'],
      serves: [at('agent')],
      renders: ['links', 'images'],
      'hosted-on': [at('cluster')],
    },
    agent: {
      kind: 'agent',
      uses: [at('llm')],
      'retrieves-from': [at('index'), at('mailbox'), at('pages')],
      calls: [at('lookup'), at('act'), at('reply')],
      'remembers-in': [at('memory')],
      'configured-by': [at('prompt')],
      'credentials-in': [at('vault')],
      'hosted-on': [at('cluster')],
      'built-from': [at('source')],
      'built-by': [at('pipeline')],
      'read-by': [at('editor')],
    },
    llm: { kind: 'llm', zone: 'supplier', provider: 'third-party', updates: 'automatic', obtainable: true },
    prompt: { kind: 'system-prompt', 'stored-in': [at('source')] },
    articles: { kind: 'document-store', contributors: [at('editor')] },
    index: { kind: 'vector-index', 'built-from': [at('articles'), at('pages')], uses: [at('embedder')] },
    embedder: {
      kind: 'embedding-model',
      provider: 'public-hub',
      provenance: 'unverified',
      'hosted-on': [at('cluster')],
    },
    pages: { kind: 'web-content', exposure: 'public', contributors: ['visitor'] },
    mailbox: { kind: 'mailbox', contributors: ['visitor'], data: ['personal'] },
    memory: { kind: 'agent-memory', scope: 'lasting', data: ['personal'] },
    lookup: {
      kind: 'tool',
      'acts-on': [at('crm'), before('crm', 1)],
      effects: ['read'],
      'acts-as': 'service',
    },
    act: {
      kind: 'tool',
      'acts-on': [at('records'), before('records', 2)],
      effects: ['write', 'money'],
      approval: 'none',
    },
    reply: { kind: 'tool', 'acts-on': [at('mailbox')], effects: ['send'] },
    crm: {
      kind: 'business-app',
      data: ['personal'],
      'depends-on': [at('records')],
      'hosted-on': [at('cluster')],
    },
    records: {
      kind: 'database',
      data: ['personal', 'financial'],
      protection: 'plain',
      'hosted-on': [at('cluster')],
    },
    logs: { kind: 'conversation-log', data: ['personal'], protection: 'plain' },
    vault: { kind: 'secret-store', protection: 'vault', opens: [at('llm'), at('crm'), before('records', 1)] },
    source: { kind: 'source-repository', zone: 'office' },
    pipeline: { kind: 'ci-pipeline', 'depends-on': [at('source')], 'hosted-on': [before('cluster', 1)] },
    cluster: { kind: 'compute' },
  };
  for (const [name, asset] of Object.entries(own)) assets[at(name)] = { zone, ...asset };

  const draw = (from, to, carries, both = false) =>
    flows.push({ from, to, carries: [carries], ...(both && { both }) });
  draw('visitor', at('chat'), 'prompt', true);
  draw('visitor', at('mailbox'), 'document');
  draw('visitor', at('pages'), 'document');
  draw(at('editor'), at('articles'), 'document');
  draw(at('editor'), at('crm'), 'record', true);
  draw(team, at('source'), 'code');
  for (const [from, to, carries, both] of INNER_FLOWS) draw(at(from), at(to), carries, both);
  for (const [from, to, carries, by] of OUTER_FLOWS) draw(at(from), before(to, by), carries);

  safeguards[at('screen')] = {
    on: [at('agent')],
    implements: ['AML.M0020'],
    status: 'in-place',
    effectiveness: 0.6,
  };
  if (c % 10 === 0) {
    goals[at('steal')] = { on: at('records'), loss: 'confidentiality', impact: 'high' };
    goals[at('forge')] = { on: at('crm'), loss: 'integrity', impact: 'critical' };
  }
}

const INNER_FLOWS = [
  ['chat', 'agent', 'prompt', true],
  ['agent', 'llm', 'prompt', true],
  ['agent', 'lookup', 'tool-call', true],
  ['agent', 'act', 'tool-call', true],
  ['agent', 'reply', 'tool-call', true],
  ['agent', 'memory', 'record', true],
  ['agent', 'logs', 'log'],
  ['agent', 'vault', 'credential', true],
  ['index', 'agent', 'document'],
  ['mailbox', 'agent', 'document'],
  ['pages', 'agent', 'document'],
  ['articles', 'index', 'document'],
  ['pages', 'index', 'document'],
  ['embedder', 'index', 'record'],
  ['prompt', 'agent', 'document'],
  ['lookup', 'crm', 'record', true],
  ['act', 'records', 'record', true],
  ['reply', 'mailbox', 'document'],
  ['crm', 'records', 'record', true],
  ['crm', 'logs', 'log'],
  ['chat', 'logs', 'log'],
  ['cluster', 'logs', 'log'],
  ['source', 'pipeline', 'code'],
  ['pipeline', 'cluster', 'package'],
  ['pipeline', 'agent', 'code'],
  ['source', 'prompt', 'document'],
  ['vault', 'crm', 'credential'],
];
/** To a cluster that stands so many places before this one. */
const OUTER_FLOWS = [
  ['lookup', 'crm', 'record', 1],
  ['act', 'records', 'record', 2],
  ['vault', 'records', 'credential', 1],
  ['logs', 'logs', 'log', 1],
  ['crm', 'crm', 'record', 3],
  ['pipeline', 'cluster', 'package', 1],
  ['records', 'records', 'record', 4],
];
