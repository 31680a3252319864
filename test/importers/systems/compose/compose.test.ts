import { describe, expect, it } from 'vitest';
import { callsIn, modelIn } from '../../../../importers/formats/variables.ts';
import { imageOf } from '../../../../importers/formats/run-command.ts';
import { compose } from '../../../../importers/systems/compose/index.ts';
import { flowsOf, kindsOf, linesOf, linksOf, refusalOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

const BASE = `name: assistant
x-common: &common
  restart: always
  environment: &environment
    LOG_LEVEL: info
services:
  web:
    <<: *common
    image: \${REGISTRY:-ghcr.io/example}/web:\${TAG:-1.2}
    ports: ["443:8443", "127.0.0.1:9000:9000"]
    networks: [front, back]
    depends_on:
      api: { condition: service_healthy }
    environment:
      <<: *environment
      API_URL: https://api:8080/v1
  api:
    build: ./api
    networks: { back: { aliases: [backend] }, nowhere: {} }
    environment:
      - OPENAI_API_KEY=hunter2
      - DATABASE_URL=postgresql://app:hunter2@db:5432/app
      - SEARCH=http://search.example.com:80/?key=hunter2
      - EMPTY
    secrets: [signing, missing-secret]
    volumes: ["cache:/models", "./own:/own", "/var/run/docker.sock:/var/run/docker.sock"]
    models: [chat]
    command: ["--api-key", "hunter2", "--upstream", "http://db:1"]
  db:
    extends: { service: base-db }
    image: postgres@sha256:${'ab'.repeat(32)}
    networks: [inner]
    profiles: [data]
  base-db:
    image: postgres
    privileged: true
    networks: [inner]
    volumes: [{ type: volume, source: cache, target: /c }]
  lost:
    extends: { file: other.yaml, service: far }
    image: vllm/vllm-openai:latest
    command: --model meta-llama/Llama-3.1-8B --api-key hunter2
    network_mode: host
    depends_on: [gone]
networks:
  front: {}
  back: {}
  inner: { internal: true }
secrets:
  signing: { file: ./signing.pem }
volumes:
  cache: {}
models:
  chat: { model: ai/smollm2 }
`;
const OVERRIDE = 'services:\n  web:\n    image: example/web:2\n    labels: { a: hunter2 }\n';

describe('Compose files', () => {
  const input = [systemFile('compose.override.yaml', OVERRIDE), systemFile('compose.yaml', BASE)];
  const { draft, losses, diagnostics } = compose.read(input);
  const asset = (id: string) => draft.assets.find((each) => each.id === id)!;

  it('give services, what they call and where they come from', () => {
    expect(compose.detect(input)).toBe('compose');
    expect(draft.name).toBe('assistant');
    expect(kindsOf(draft)).toEqual([
      'ai-smollm2: llm',
      'web: ?',
      'api: ?',
      'db: ?',
      'base-db: ?',
      'lost: ?',
      'docker-hub: container-registry',
      'open-ai-api: ?',
      'search-example-com: ?',
      'secrets-in-the-environment: secret-store',
      'compose-secrets: secret-store',
      'cache: ?',
    ]);
    expect(flowsOf(draft)).toEqual([
      'web ↔ api',
      'api ↔ open-ai-api',
      'api ↔ search-example-com',
      'api ↔ db',
    ]);
    expect(draft.flows.map(({ encrypted }) => encrypted)).toEqual([true, true, false, undefined]);
    expect(linksOf(draft)).toEqual([
      'api credentials-in compose-secrets',
      'api credentials-in secrets-in-the-environment',
      'api stored-in cache',
      'api uses ai-smollm2',
      'base-db deployed-from docker-hub',
      'base-db stored-in cache',
      'db deployed-from docker-hub',
      'db stored-in cache',
      'lost deployed-from docker-hub',
      'web depends-on api',
      'web deployed-from docker-hub',
    ]);
  });

  it('merge overrides and what services extend', () => {
    expect(asset('web').hints).toEqual({ image: 'example/web' });
    expect(asset('db')).toMatchObject({
      facts: { updates: ['pinned'], egress: ['none'] },
      extensions: { 'x-privileges': ['privileged'], 'x-profiles': ['data'] },
    });
    expect(asset('base-db').facts).toEqual({ updates: ['automatic'], egress: ['none'] });
    expect(asset('lost')).toMatchObject({
      hints: { image: 'vllm/vllm-openai' },
      extensions: { 'x-model': 'meta-llama/Llama-3.1-8B', 'x-network-mode': 'host' },
    });
    expect(asset('lost').zone).toBeUndefined();
  });

  it('say which ports are published, which networks there are, and who rules the engine', () => {
    expect(asset('web')).toMatchObject({
      exposure: 'public',
      extensions: { 'x-ports': ['443:8443'], 'x-networks': ['front', 'back'] },
    });
    expect(asset('api').exposure).toBeUndefined();
    expect(draft.zones.map(({ id }) => id)).toEqual(['front', 'back', 'inner']);
    expect([asset('web').zone, asset('api').zone, asset('db').zone]).toEqual(['front', 'back', 'inner']);
    expect(asset('api').extensions).toMatchObject({
      'x-controls-engine': true,
      'x-volumes': ['./own'],
      'x-environment': ['OPENAI_API_KEY', 'DATABASE_URL', 'SEARCH', 'EMPTY'],
    });
  });

  it('give no value of a variable, argument or label away', () => {
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
    expect(asset('secrets-in-the-environment')).toMatchObject({
      facts: { protection: ['plain'] },
      extensions: { 'x-secrets': ['OPENAI_API_KEY'] },
    });
  });

  it('report what is nowhere', () => {
    expect(diagnostics.map(({ code, line, message }) => `${code} ${line ?? 0} ${message}`)).toEqual([
      'COMPOSE-004 40 the service "far" of other.yaml that this one extends is nowhere here',
      'COMPOSE-004 19 the network "nowhere" is nowhere here',
      'COMPOSE-004 25 the secret "missing-secret" is nowhere here',
      'COMPOSE-004 44 the service "gone" that service "lost" needs is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(
      expect.arrayContaining([
        'service "gone": it is nowhere here',
        'property "labels": labels are not read',
      ]),
    );
  });

  it.each([
    ['services: {}\n', 'COMPOSE-001', 1],
    ['services:\n  a:\n    image: x\n  a:\n    image: y\n', 'INPUT-006', 4],
    ['services:\n  a:\n    image: {{ .Values.image }}\n', 'INPUT-006', 3],
  ])('refuse %j', (text, code, line) => {
    expect(refusalOf(compose, [systemFile('compose.yaml', text)])).toMatchObject({
      code,
      line,
      file: 'compose.yaml',
    });
  });

  it('are read as JSON too, as "docker compose config" writes it', () => {
    const text = JSON.stringify({
      name: 'x',
      services: { a: { image: 'nginx', environment: { B: 'http://b' } }, b: { image: 'nginx:1' } },
    });
    expect(compose.detect([systemFile('config.json', text)])).toBe('compose');
    expect(flowsOf(compose.read([systemFile('config.json', text)]).draft)).toEqual(['a ↔ b']);
  });

  it('do not follow services that extend each other in a circle', () => {
    const text = 'services:\n  a:\n    image: x\n    extends: b\n  b:\n    extends: a\n';
    expect(compose.read([systemFile('compose.yaml', text)]).diagnostics.map(({ code }) => code)).toContain(
      'COMPOSE-005',
    );
  });

  describeMutations(compose, { compose: [systemFile('compose.yaml', BASE)] });
});

describe('what is in variables and references', () => {
  const workloads = new Set(['db', 'api.shop']);
  it.each([
    ['postgresql://u:p@db:5432/x', [{ host: 'db', named: 'v' }]],
    ['db:6379', [{ host: 'db', named: 'v' }]],
    ['http://api.shop.svc.cluster.local/x', [{ host: 'api.shop', encrypted: false, named: 'v' }]],
    ['https://u:p@api.example.com/x?k=s', [{ host: 'api.example.com', encrypted: true, named: 'v' }]],
    ['http://localhost:1 http://127.0.0.1 s3://bucket.x/y file:///a.b/c', []],
    ['http://${HOST}/x $db', []],
    ['mydb', []],
  ])('%s', (value, calls) => {
    expect(callsIn('v', value, workloads)).toEqual(calls);
  });

  it.each([
    ['redis', { name: 'redis', registry: 'docker.io' }],
    ['ghcr.io/o/app:1.2@sha256:ab', { name: 'o/app', registry: 'ghcr.io', tag: '1.2', digest: 'sha256:ab' }],
    ['localhost:5000/app', { name: 'app', registry: 'localhost:5000' }],
    ['${REGISTRY}/app:${TAG}', { name: 'app' }],
    ['$IMAGE', {}],
  ])('image %s', (reference, image) => {
    expect(imageOf(reference)).toEqual(image);
  });

  it('models of command lines, never a variable', () => {
    expect(modelIn(['--port', '80', '--model-id', 'BAAI/bge-base'])).toBe('BAAI/bge-base');
    expect(modelIn(['--model=$MODEL'])).toBeUndefined();
    expect(modelIn(['serve'])).toBeUndefined();
  });
});

describe.runIf(HAS_SAMPLES)('the Compose file of a RAG service by others', () => {
  it('is nine services with fourteen flows, all of them published', () => {
    const { draft, diagnostics } = compose.read([sampleFile('compose/opea-chatqna-compose.yaml')]);
    const services = draft.assets.filter(({ exposure }) => exposure === 'public');
    expect(services.map(({ id, hints }) => `${id}: ${hints?.image ?? ''}`)).toEqual([
      'redis-vector-db: redis/redis-stack',
      'dataprep-redis-service: opea/dataprep',
      'tei-embedding-service: huggingface/text-embeddings-inference',
      'retriever: opea/retriever',
      'tei-reranking-service: huggingface/text-embeddings-inference',
      'vllm-service: q9t5s3a7/vllm-cpu-release-repo',
      'chatqna-xeon-backend-server: opea/chatqna',
      'chatqna-xeon-ui-server: opea/chatqna-ui',
      'chatqna-xeon-nginx-server: opea/nginx',
    ]);
    expect(draft.flows).toHaveLength(14);
    expect(linksOf(draft).filter((link) => link.endsWith(' stored-in data'))).toHaveLength(3);
    expect(diagnostics).toEqual([]);
  });
});
