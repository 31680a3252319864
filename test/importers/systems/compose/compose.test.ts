import { describe, expect, it } from 'vitest';
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
const ENVIRONMENT = `# of the stack
APP_IMAGE=ghcr.io/example/rag:2
export DB_HOST="db"
DB_PASSWORD=hunter2
OPENAI_API_KEY='hunter2'
UNUSED=hunter2
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
      'openai-api: ?',
      'search-example-com: ?',
      'secrets-in-the-environment: secret-store',
      'compose-secrets: secret-store',
      'cache: store',
    ]);
    expect(flowsOf(draft)).toEqual(['web ↔ api', 'api ↔ openai-api', 'api ↔ search-example-com', 'api ↔ db']);
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
      'lost credentials-in secrets-in-the-environment',
      'lost deployed-from docker-hub',
      'web depends-on api',
      'web deployed-from docker-hub',
    ]);
  });

  it.each([
    'services: { db: { image: postgres } }\n',
    'services: # all of them\n  db: {image: postgres}\n',
    'services:\r\n  db:\r\n    build: .\r\n',
  ])('is known in %j', (text) => {
    expect(compose.detect([systemFile('compose.yaml', text)])).toBe('compose');
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
      extensions: { 'x-secrets': ['OPENAI_API_KEY', 'DATABASE_URL', 'api-key'] },
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
        'extension "x-common": what services take over from it is read there',
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

  describeMutations(compose, {
    compose: [systemFile('compose.yaml', BASE), systemFile('.env', ENVIRONMENT)],
  });
});

describe('a folder with a stack', () => {
  const MAIN = `include: [base/compose.yaml, gone.yaml]
services:
  rag:
    image: \${APP_IMAGE}
    env_file: [.env, { path: late.env, required: false }]
    environment: { OPENAI_API_KEY: "\${OPENAI_API_KEY}", DB: "postgresql://app:\${DB_PASSWORD}@\${DB_HOST}/x" }
`;
  const input = [
    systemFile('.env', ENVIRONMENT),
    systemFile('README.md', 'hunter2'),
    systemFile('base/compose.yaml', 'services:\n  db:\n    image: postgres:16\n'),
    systemFile('compose.gpu.yaml', 'services:\n  rag:\n    image: x/rag:gpu\n    command: [serve]\n'),
    systemFile('compose.yaml', MAIN),
  ];
  const stack = input.filter(({ path }) => path !== 'compose.gpu.yaml');
  const { draft, losses, diagnostics } = compose.read(stack);

  it('reads files of variables that lie in it, and gives none of their values away', () => {
    expect(compose.detect(stack)).toBe('compose');
    expect(JSON.stringify([draft, losses, diagnostics])).not.toContain('hunter2');
    expect(draft.name).toBe('Compose stack');
    expect(draft.assets.map(({ id, hints, extensions }) => [id, hints?.image, extensions])).toEqual([
      ['db', 'postgres', { 'x-image': 'postgres:16' }],
      [
        'rag',
        'example/rag',
        {
          'x-image': 'example/rag:2',
          'x-environment': ['APP_IMAGE', 'DB_HOST', 'DB_PASSWORD', 'UNUSED', 'OPENAI_API_KEY', 'DB'],
        },
      ],
      ['docker-hub', undefined, undefined],
      ['github-container-registry', undefined, undefined],
      ['secrets-in-the-environment', undefined, { 'x-secrets': ['DB_PASSWORD', 'OPENAI_API_KEY', 'DB'] }],
      ['openai-api', undefined, undefined],
    ]);
    expect(flowsOf(draft)).toEqual(['rag ↔ db', 'rag ↔ openai-api']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the included file "gone.yaml" is nowhere here',
    ]);
  });

  it('says what became of each file', () => {
    const lines = losses.filter(({ what }) => what.includes('file'));
    expect(
      lines.map(({ what, outcome, why }) => `${outcome} ${what}${why === undefined ? '' : `: ${why}`}`),
    ).toEqual([
      'read included file "base/compose.yaml"',
      'not-read included file "gone.yaml": give it beside this one',
      'read file of variables ".env"',
      'not-read file of variables "late.env": it was not given',
      'read file ".env"',
      'not-read file "README.md": it is no Compose file',
    ]);
  });

  it('takes the last word of several files, and says so', () => {
    const merged = compose.read(input);
    expect(merged.draft.assets.find(({ id }) => id === 'rag')!.hints).toEqual({ image: 'example/rag' });
    expect(merged.losses.filter(({ why }) => why?.startsWith('a file that comes later') === true)).toEqual([
      {
        outcome: 'guessed',
        what: 'service "rag"',
        became: 'asset rag',
        why: 'a file that comes later changes the service of its name',
        place: { file: 'compose.yaml', line: 3, pointer: '/services/rag' },
      },
    ]);
  });

  it('is refused where it holds the stacks of several folders', () => {
    const two = ['a', 'b'].map((folder) =>
      systemFile(`${folder}/compose.yaml`, 'services:\n  web:\n    image: nginx\n'),
    );
    expect(refusalOf(compose, two)).toMatchObject({
      code: 'COMPOSE-006',
      file: 'a/compose.yaml, b/compose.yaml',
      message: 'these are the stacks of 2 folders',
    });
    expect(compose.read(two.slice(1)).draft.name).toBe('b');
  });
});

describe.runIf(HAS_SAMPLES)('the Compose file of a RAG service by others', () => {
  it('is nine services with fourteen flows, all of them published', () => {
    const { draft, diagnostics } = compose.read([sampleFile('compose/opea-chatqna-compose.yaml')]);
    const services = draft.assets.filter(({ hints }) => hints?.image !== undefined);
    expect(services.every(({ exposure }) => exposure === 'public')).toBe(true);
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
