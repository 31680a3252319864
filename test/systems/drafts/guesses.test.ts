import { describe, expect, it } from 'vitest';
import type { DraftAsset } from '#model/draft-system';
import { asset, completed, flow, place } from './drafts.ts';

/** What one element becomes: its kind, `actor ATTACKER`, or its fallback in brackets. */
function guessed(name: string, parts: Partial<DraftAsset> = {}): string {
  const { draft, guessed: reasons } = completed({ assets: [asset('x', { name, ...parts })] });
  const person = draft.actors.find(({ id }) => id === 'x');
  if (person !== undefined) return `actor ${person.attacker}`;
  const [{ kind, facts } = { kind: undefined, facts: undefined }] = draft.assets;
  if (!reasons.has('/assets/x/kind')) return `(${kind})`;
  return [kind, facts?.provider?.join()].filter((part) => part !== undefined).join(' ');
}

describe('a kind', () => {
  it.each([
    ['Storage', 'store'],
    ['Vector Database (Docs Collection)', 'vector-index'],
    ['vectordb', 'vector-index'],
    ['Vector Database\nDocs Collection', 'vector-index'],
    ['Database (PostgreSQL)', 'database'],
    ['VectorDBs', 'vector-index'],
    ['Docs (CIDs)', '(process)'],
    ['Signed CDs', '(process)'],
    ['redis-vector-db', 'vector-index'],
    ['LLM Gateway', 'inference-api'],
    ['LLM Query Endpoint', 'llm'],
    ['OpenAI API', 'llm third-party'],
    ['Azure OpenAI', 'llm third-party'],
    ['Amazon Bedrock', 'llm third-party'],
    ['RAG Module / Search Orchestrator', 'ai-product'],
    ['tei-embedding-service', 'embedding-model'],
    ['tei-reranking-service', 'model'],
    ['vllm-service', 'llm'],
    ['Keycloak', 'identity-provider'],
    ['HashiCorp Vault', 'secret-store'],
    ['Kafka', 'data-feed'],
    ['Airflow', 'training-pipeline'],
    ['jupyterhub', 'notebook'],
    ['MLflow', 'model-registry'],
    ['MinIO', 'document-store'],
    ['PostgreSQL', 'database'],
    ['User Database', 'database'],
    ['Prometheus', 'monitoring'],
    ['NeMo Guardrails', 'guardrail'],
    ['Chat UI', 'chat-ui'],
    ['agents-ui', 'chat-ui'],
    ['iOS app', 'application'],
    ['Web Browser', 'browser'],
    ['Message Queue', 'job-scheduler'],
    ['Flask App Server', 'web-app'],
    ['Ticket Bot Threat Model', 'agent'],
    ['Payroll threat-modeling', '(process)'],
    ['Fraud Service (Kafka Consumer)', 'application'],
    ['Notification Service (Email)', 'application'],
    ['Azure Monitor', 'monitoring'],
    ['API Management', 'web-app'],
    ['rag-frontend', 'chat-ui'],
    ['Tavily API', 'web-content'],
    ['ML Inference', 'inference-api'],
    ['Inference (YOLO)', 'model'],
    ['Classification Service', 'inference-api'],
    ['Memory / Session State', 'agent-memory'],
    ['Service (LangChain agent, MemorySaver)', 'ai-product'],
    ['Notion MCP', 'tool'],
    ['S3 Storage KMS Encrypted', 'document-store'],
    ['Application Gateway + WAF', 'web-app'],
    ['Application Load Balancer / ALB', 'web-app'],
    ['You', 'actor external'],
    ['Admin Users', 'actor insider'],
    ['Embeddings Table', 'vector-index'],
    ['Amazon Bedrock Titan Embed Text v2', 'embedding-model third-party'],
    ['ECR Repository', 'container-registry'],
    ['API Gateway Logs', 'monitoring'],
    ['Fragrance catalogue', '(process)'],
    ['ragged edge', '(process)'],
  ])('%s is %s', (name, kind) => {
    expect(guessed(name)).toBe(kind);
  });

  it("is nobody else's where it runs from an image, whomever it is called after", () => {
    expect(guessed('openai', { hints: { image: 'example/proxy' } })).toBe('llm');
    expect(guessed('claude-agent-worker', { hints: { image: 'claude-agent-worker' } })).toBe('agent');
  });

  it('comes from a whole text before a longer word in another', () => {
    expect(guessed('etcd', { hints: { names: ['milvus-etcd'], image: 'coreos/etcd' } })).toBe('database');
    expect(guessed('one', { hints: { names: ['milvus-one'], image: 'minio/minio' } })).toBe('document-store');
    expect(guessed('api', { hints: { image: 'langgenius/dify-api' } })).toBe('ai-product');
    expect(guessed('vllm-llama3-epp', { hints: { image: 'images/epp' } })).toBe('inference-api');
    expect(guessed('create-bucket', { hints: { image: 'minio/mc' } })).toBe('application');
    expect(guessed('grader', { hints: { image: 'opea/comps-agent-langchain' } })).toBe('agent');
    // Who made an image says less than what it is called.
    expect(guessed('panel', { hints: { image: 'clickhouse/librechat-panel' } })).toBe('chat-ui');
    expect(guessed('db', { hints: { names: ['vector-db'], image: 'langgenius/x' } })).toBe('vector-index');
    expect(guessed('x', { hints: { image: 'clickhouse/x' } })).toBe('database');
  });

  it('comes from images, technologies, tags and types where the name says nothing', () => {
    expect(guessed('one', { hints: { image: 'qdrant/qdrant' } })).toBe('vector-index');
    expect(guessed('two', { hints: { image: 'ollama/ollama' } })).toBe('llm');
    expect(guessed('three', { hints: { technologies: ['keycloak'] } })).toBe('identity-provider');
    expect(guessed('four', { hints: { tags: ['embedding-model'] } })).toBe('embedding-model');
    expect(guessed('Amazon Bedrock', { hints: { tags: ['aiService'] } })).toBe('llm third-party');
    expect(guessed('five', { hints: { types: ['SE.P.TMCore.WebServer'] } })).toBe('web-app');
    expect(guessed('six', { hints: { types: ['azure2/compute/Virtual_Machine'] } })).toBe('compute');
    expect(guessed('Azure Functions', { hints: { types: ['azure2/compute/Function_Apps'] } })).toBe(
      'application',
    );
  });

  it.each([
    ['Query Lambda', 'asks GPT-4o and Redis', 'application'],
    ['Backend Service', 'RAG with LangChain', 'ai-product'],
    ['Database', 'Qdrant collections', 'vector-index'],
    ['Redis', 'vector search', 'store'],
    ['Large Language', 'Model of the bank', 'llm'],
    ['Harbour', 'Qdrant collections', 'vector-index'],
    ['Harbour', 'of the city', '(process)'],
  ])('of %s with "%s" below is %s', (name, below, kind) => {
    expect(guessed(name, { hints: { below } })).toBe(kind);
  });

  it('comes from a particular word before a tag for something alike', () => {
    expect(guessed('Vector DB', { hints: { tags: ['database'] } })).toBe('vector-index');
    expect(guessed('Vector DB', { hints: { types: ['database'] } })).toBe('database');
    expect(guessed('Embedding API', { hints: { tags: ['llm'] } })).toBe('embedding-model');
    expect(guessed('Orders', { hints: { tags: ['database'] } })).toBe('database');
    expect(guessed('Qdrant', { hints: { tags: ['llm'] } })).toBe('llm');
  });

  it('is found beside words of a script without gaps', () => {
    expect(guessed('Redis缓存')).toBe('store');
    expect(guessed('向量库Qdrant')).toBe('vector-index');
  });

  it('comes from the particular word before the general one', () => {
    expect(guessed('Database', { hints: { technologies: ['qdrant'] } })).toBe('vector-index');
    expect(guessed('Agent', { hints: { technologies: ['Flask'] } })).toBe('agent');
  });

  it('is never guessed where the file says it, nor where nobody wants guesses', () => {
    expect(guessed('Qdrant', { kind: 'database' })).toBe('(database)');
    const { draft, losses } = completed({ assets: [asset('x', { name: 'Qdrant' })] }, false);
    expect(draft.assets[0]?.kind).toBe('process');
    expect(draft.actors).toEqual([]);
    expect(losses).toEqual([]);
  });

  it.each([
    ['Llama-2-7b-hf', {}, 'llm'],
    ['gpt-4o', {}, 'llm third-party'],
    ['bge-small-en', {}, 'embedding-model'],
    ['churn', { tags: ['llm'] }, 'llm'],
    ['churn', { tags: ['agent'] }, '(model)'],
    ['Fraud classifier', {}, '(model)'],
    ['Agent for Qdrant', {}, '(model)'],
    ['User', {}, '(model)'],
  ])('of its own class is taken where the file says only the sort of thing: %s %o', (name, hints, kind) => {
    expect(guessed(name, { kind: 'model', kindIsLoose: true, fallback: 'store', hints })).toBe(kind);
    expect(guessed(name, { kind: 'model', fallback: 'store', hints })).toBe('(model)');
  });

  it('is that of a pipeline where something is built by it, whatever that is called', () => {
    const kinds = (name: string, made: string): unknown =>
      completed({
        assets: [
          asset('x', { name }),
          asset('made', { kind: made, fallback: 'store', relations: { 'built-by': ['x'] } }),
        ],
      }).draft.assets[0]?.kind;
    expect(kinds('Spam classifier', 'model')).toBe('training-pipeline');
    expect(kinds('Spam classifier notebook', 'model')).toBe('notebook');
    expect(kinds('Qdrant', 'vector-index')).toBe('process');
    expect(kinds('Jenkins', 'container-image')).toBe('ci-pipeline');
  });

  it('carries its reason', () => {
    const { losses, guessed: reasons } = completed({
      assets: [asset('x', { name: 'Search', hints: { image: 'qdrant/qdrant' } })],
      actors: [{ id: 'p', place, attacker: 'none' }],
    });
    expect(reasons.get('/assets/x/kind')).toBe('"qdrant" in its image');
    expect(losses[0]).toEqual({
      place,
      what: 'process "Search"',
      outcome: 'guessed',
      became: 'vector-index',
      why: '"qdrant" in its image',
    });
  });
});

describe('people', () => {
  it.each([
    ['User', 'external', 'actor external'],
    ['End users', 'external', 'actor external'],
    ['Customer (mobile)', 'external', 'actor external'],
    ['Support Agent', 'external', 'actor insider'],
    ['Support Agent', 'process', 'agent'],
    ['Human agent', 'process', 'actor insider'],
    ['Model Vendor', 'external', 'actor supplier'],
    ['Malicious website operator', 'external', 'actor external'],
    ['Plant operator', 'external', 'actor insider'],
    ['Service Personnel (where there is any)', 'external', 'actor insider'],
    ['User', 'process', 'actor external'],
    ['Customer portal', 'external', 'web-app'],
    ['User service', 'process', 'application'],
    ['Admin', 'store', 'actor insider'],
    ['Users', 'store', '(store)'],
    ['Users', 'process', 'actor external'],
    ['External Users/Attackers', 'process', 'actor external'],
    ['Staff & customers (many)', 'process', 'actor insider'],
    ['Users, Orders', 'process', '(process)'],
    ['👤 User asks a thing', 'process', 'actor external'],
    ['🧑‍💻 Data Scientist at work', 'process', 'actor insider'],
    ['User asks a thing', 'process', '(process)'],
    ['👤 User database', 'process', 'database'],
    ['👤 Zoe', 'process', '(process)'],
  ] as const)('%s, %s, is %s', (name, fallback, found) => {
    expect(guessed(name, { fallback })).toBe(found);
  });

  it('are called in another script, with a name beside it', () => {
    expect(guessed('사용자', { hints: { names: ['User'] } })).toBe('actor external');
    expect(guessed('Shop', { hints: { names: ['customer'] } })).toBe('(process)');
  });

  it('are marked so by a class of a drawing', () => {
    expect(guessed('Zoe', { hints: { tags: ['person'] } })).toBe('actor undefined');
    expect(guessed('Customer of the shop', { hints: { tags: ['person'] } })).toBe('actor undefined');
  });

  it('are not what another asset calls or uses', () => {
    const { draft } = completed({
      assets: [
        asset('user', { name: 'User' }),
        asset('bot', { kind: 'agent', relations: { calls: ['user'] } }),
      ],
    });
    expect(draft.assets.map(({ id, kind }) => [id, kind])).toEqual([
      ['user', 'process'],
      ['bot', 'agent'],
    ]);
    expect(draft.actors.map(({ id }) => id)).toEqual(['anyone']);
  });
});

describe('what belongs together', () => {
  const links = (from: string, to: string, forth = true) => {
    const assets = [asset('a', { kind: from }), asset('b', { kind: to })];
    const flows = [forth ? flow('a', 'b') : flow('b', 'a')];
    return completed({ assets, flows }).draft.assets.map(({ relations }) => relations);
  };

  it.each([
    ['agent', 'llm', { uses: ['b'] }],
    ['chat-ui', 'agent', { serves: ['b'] }],
    ['ai-product', 'vector-index', { 'retrieves-from': ['b'] }],
    ['agent', 'tool', { calls: ['b'] }],
    ['inference-api', 'model', { serves: ['b'] }],
    ['web-app', 'identity-provider', { 'authenticates-with': ['b'] }],
  ])('%s and %s', (from, to, relations) => {
    expect(links(from, to)).toEqual([relations, undefined]);
    expect(links(from, to, false)).toEqual([relations, undefined]);
  });

  it('is never guessed of what would close a way', () => {
    expect(links('agent', 'guardrail')).toEqual([undefined, undefined]);
  });

  it('is left as the file says it', () => {
    const { draft } = completed({
      assets: [asset('a', { kind: 'agent', relations: { calls: ['b'] } }), asset('b', { kind: 'llm' })],
      flows: [flow('a', 'b')],
    });
    expect(draft.assets[0]?.relations).toEqual({ calls: ['b'] });
  });

  it('is told beside that one needs the other, which it may do for many reasons', () => {
    const { draft } = completed({
      assets: [
        asset('a', { kind: 'agent', relations: { 'depends-on': ['b'] } }),
        asset('b', { kind: 'tool' }),
        asset('c', { kind: 'notebook', relations: { 'depends-on': ['d'] } }),
        asset('d', { kind: 'package-registry' }),
      ],
      flows: [flow('a', 'b'), flow('c', 'd')],
    });
    expect(draft.assets.map(({ relations }) => relations)).toEqual([
      { 'depends-on': ['b'], calls: ['b'] },
      undefined,
      { 'depends-on': ['d'] },
      undefined,
    ]);
  });
});

describe('what a flow carries', () => {
  it.each([
    ['inference-api', 'llm', 'prompt'],
    ['inference-api', 'inference-api', 'sample'],
    ['inference-api', 'application', 'response'],
    ['sensor', 'application', 'sample'],
  ])('from %s to %s is a %s', (from, to, carries) => {
    const assets = [asset('a', { kind: from }), asset('b', { kind: to })];
    expect(completed({ assets, flows: [flow('a', 'b')] }).draft.flows[0]?.carries).toEqual([carries]);
  });

  it.each([
    ['7. Combine context + prompt', ['prompt']],
    ['8. Return answer (Markdown supported)', ['response']],
    ['6. Return retrieved embeddings/chunks', ['document']],
    ['Login request', ['credential']],
    ['SQL queries', ['record']],
    ['no auth', undefined],
    ['without credentials, customer records', ['record']],
    ['HTTPS', undefined],
  ])('%s', (name, carries) => {
    const { draft } = completed({ assets: [asset('a'), asset('b')], flows: [flow('a', 'b', { name })] });
    expect(draft.flows[0]?.carries).toEqual(carries);
  });

  it('is what such ends exchange, where its name says nothing', () => {
    const { draft } = completed({
      assets: [asset('a', { kind: 'agent' }), asset('b', { kind: 'llm' })],
      flows: [flow('a', 'b'), flow('b', 'a'), flow('a', 'b', { carries: ['log'] })],
    });
    expect(draft.flows.map(({ carries }) => carries)).toEqual([['prompt'], ['response'], ['log']]);
  });
});

describe('worth', () => {
  it('is guessed only where the file rates nothing', () => {
    const store = asset('s', { kind: 'database' });
    expect(completed({ assets: [store] }).draft.assets[0]?.value).toEqual({
      confidentiality: 'medium',
      integrity: 'medium',
    });
    const rated = asset('r', { kind: 'llm', value: { integrity: 'low' } });
    expect(completed({ assets: [store, rated] }).draft.assets[0]?.value).toBeUndefined();
    const goals = [{ id: 'g', on: 's', loss: 'integrity', impact: 'high', place } as const];
    expect(completed({ assets: [store], goals }).draft.assets[0]?.value).toBeUndefined();
  });
});

describe('zones', () => {
  it('are trusted by their names, in the middle where those say nothing, and as their outer zone', () => {
    const { draft } = completed({
      zones: [
        { id: 'a', name: 'Public Internet', place },
        {
          id: 'b',
          name: 'Blue',
          place,
          ask: ['how far is it trusted, from 0 (anyone) to 5 (most trusted)?'],
        },
        { id: 'c', name: 'Internet', in: 'b', place },
        { id: 'd', name: 'Internet', trust: 4, place },
      ],
    });
    expect(draft.zones.map(({ trust }) => trust)).toEqual([0, 3, undefined, 4]);
    expect(draft.zones[1]?.ask).toEqual(['how far is it trusted, from 0 (anyone) to 5 (most trusted)?']);
  });
});
