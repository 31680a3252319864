import { describe, expect, it } from 'vitest';
import { HOW_TRUSTED } from '#model/draft-system';
import { compose } from '../../../../importers/systems/compose/index.ts';
import { flowsOf, linesOf, linksOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

describe('what a service calls', () => {
  const read = (services: string) => compose.read([systemFile('compose.yaml', `services:\n${services}`)]);

  it('is never the name of its own program', () => {
    const { draft } = read(
      [
        '  ollama: { image: ollama/ollama, container_name: llm }',
        '  web: { image: x, hostname: site, command: "serve --upstream ollama" }',
        '  init: { image: x, command: ["-c", "ollama list"] }',
        '  pull: { image: x, container_name: llm, command: "ollama pull qwen3:4b" }',
        '  wait: { image: x, entrypoint: ["sh", "-c", "HOST=site:80 run llm"] }\n',
      ].join('\n'),
    );
    expect(flowsOf(draft)).toEqual(['web ↔ ollama', 'wait ↔ web']);
    expect(draft.assets.find(({ id }) => id === 'pull')!.extensions).toMatchObject({ 'x-model': 'qwen3:4b' });
  });

  it('is what a file of variables names, of those that need others where several take it', () => {
    const services = [
      '  rag: { image: x, env_file: [.env], depends_on: [db] }',
      '  db: { image: x, env_file: .env }',
      '  other: { image: x, env_file: .env }\n',
    ].join('\n');
    const { draft, losses } = compose.read([
      systemFile('compose.yaml', `services:\n${services}`),
      systemFile('.env', 'DB=db\nOTHER=other:80\nOPENAI_API_KEY=hunter2\n'),
    ]);
    expect(flowsOf(draft)).toEqual(['rag ↔ openai-api', 'rag ↔ db', 'rag ↔ other']);
    expect(linesOf(losses, 'not-read')).toEqual(
      ['db', 'other'].map(
        () =>
          'addresses in ".env": other services take the same file, and need others, which this one does not',
      ),
    );
    expect(linksOf(draft).filter((link) => link.includes('credentials-in'))).toHaveLength(3);
  });

  it('is reported where it is nowhere', () => {
    const { draft, losses, diagnostics } = read(
      '  web:\n    image: x\n    environment: { LLM: "http://llm:8000/v1", FILL_IN: "https://your-host.example.com" }\n',
    );
    expect(draft.flows).toEqual([]);
    expect(diagnostics.map(({ code, line, message }) => `${code} ${line ?? 0} ${message}`)).toEqual([
      'COMPOSE-004 4 the host "llm" that variable LLM names is nowhere here',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual(['host "llm" (variable LLM): it is nowhere here']);
  });

  it('is what the name of a variable says to be a host, and never a name of something else', () => {
    const { draft, losses } = read(
      [
        '  web:',
        '    image: x',
        '    environment:',
        '      DB_USER: db',
        '      SESSION_DB: web2',
        '      BUCKET_NAME: db',
        '      DB_SERVER_NAME: db',
        '      SMTP_HOST: smtp.mail.example.org',
        '      SITE_HOST: site.example.org',
        '      MODEL_SERVERURL: ${URL-"llm:8000"}',
        '      CACHE_HOST: ${CACHE:-cache}',
        '      APP_SERVER: gunicorn',
        '      DEBUG_HOST: "true"',
        '  db: { image: x }',
        '  web2: { image: x }\n',
      ].join('\n'),
    );
    expect(flowsOf(draft)).toEqual(['web ↔ db', 'web ↔ smtp-mail-example-org']);
    expect(linesOf(losses, 'not-read')).toEqual([
      'host "llm" (variable MODEL_SERVERURL): it is nowhere here',
      'host "cache" (variable CACHE_HOST): it is nowhere here',
    ]);
  });

  it('is of the sort that the scheme of its address says', () => {
    const { draft } = read(
      '  a: { image: x, environment: { A: "postgresql://u@far.example.org/x", B: "https://near.example.org" } }\n',
    );
    expect(draft.assets.slice(-2).map(({ id, hints }) => [id, hints?.technologies])).toEqual([
      ['near-example-org', ['near.example.org']],
      ['far-example-org', ['far.example.org', 'postgresql']],
    ]);
  });

  it('is nothing that has ended before it starts', () => {
    const { draft } = read(
      [
        '  app: { image: x, depends_on: { setup: { condition: service_completed_successfully }, db: { condition: service_healthy } } }',
        '  setup: { image: x }',
        '  db: { image: x }\n',
      ].join('\n'),
    );
    expect(flowsOf(draft)).toEqual(['app ↔ db']);
    expect(linksOf(draft).filter((link) => link.includes('depends-on'))).toEqual([
      'app depends-on db',
      'app depends-on setup',
    ]);
  });

  it('is the vendor of a key, unless an address beside it says otherwise', () => {
    const { draft } = read(
      [
        '  a: { image: x, environment: { OPENAI_API_KEY: "$K", OPENAI_BASE_URL: "http://b:8000/v1" } }',
        '  b: { image: x, environment: { OPENAI_API_KEY: "$K", OPENAI_BASE_URL: "https://api.openai.com/v1" } }',
        '  c: { image: x, environment: { AZURE_OPENAI_API_KEY: "$K" } }',
        '  d: { image: x, environment: { OPENAI_API_KEY: "$K", OPENAI_BASE_URL: "" } }\n',
      ].join('\n'),
    );
    expect(flowsOf(draft)).toEqual(['a ↔ b', 'b ↔ openai-api', 'c ↔ azure-openai', 'd ↔ openai-api']);
  });

  it.each([
    ['AZURE_API_KEY', 'azure-openai'],
    ['NVIDIA_API_KEY', 'nvidia-api'],
    ['GOOGLE_API_KEY', 'gemini-api'],
    ['LANGFUSE_SECRET_KEY', 'langfuse'],
    ['BRAVE_API_KEY', 'brave-web-search'],
  ])('is whose key it has: %s', (name, vendor) => {
    expect(flowsOf(read(`  a: { image: x, environment: [${name}] }\n`).draft)).toEqual([`a ↔ ${vendor}`]);
  });

  it('is what is there when it runs, of several with the same name', () => {
    const { draft } = read(
      [
        '  cpu: { image: x, container_name: llm, profiles: [cpu] }',
        '  gpu: { image: x, container_name: llm, profiles: [gpu] }',
        '  on-cpu: { image: x, profiles: [cpu], environment: { LLM_HOST: "llm:80" } }',
        '  on-gpu: { image: x, profiles: [gpu], environment: { LLM_HOST: "llm:80" } }',
        '  always: { image: x, environment: { LLM_HOST: "llm:80" } }\n',
      ].join('\n'),
    );
    expect(flowsOf(draft)).toEqual(['on-cpu ↔ cpu', 'on-gpu ↔ gpu', 'always ↔ cpu']);
  });

  it('is not who calls it, nor the address that it is known by', () => {
    const { draft, losses } = read(
      [
        '  api:',
        '    image: x',
        '    environment: { CORS_ORIGINS: "https://app.example.com", FRONTEND_URL: "http://web:3000", PUBLIC_URL: "https://api.example.com", APP_ENV: x }',
        '    command: serve --allowed-origins https://app.example.com --external-url=https://api.example.com --llm-url http://llm:80',
        '  web: { image: x }',
        '  llm: { image: x }\n',
      ].join('\n'),
    );
    expect(flowsOf(draft)).toEqual(['api ↔ llm']);
    expect(linesOf(losses, 'not-read').filter((line) => line.startsWith('addresses'))).toEqual([
      'addresses in CORS_ORIGINS, FRONTEND_URL, PUBLIC_URL: they are of who calls, or of the service itself',
    ]);
  });

  it('is what a variable stands for where another is set', () => {
    const stack =
      'services:\n  a: { image: x, environment: { URL: "${TLS:+https://}${HOST:-http://b:80}" } }\n  b: { image: x }\n';
    const encrypted = (env: string) =>
      compose
        .read([systemFile('compose.yaml', stack), systemFile('.env', env)])
        .draft.flows.map((flow) => [flow.from, flow.to, flow.encrypted]);
    expect(encrypted('X=1\n')).toEqual([['a', 'b', false]]);
    expect(encrypted('TLS=1\nHOST=b:443\n')).toEqual([['a', 'b', true]]);
  });

  it('is the machine that it runs on, by what the name of the variable calls there', () => {
    const { draft, diagnostics } = read(
      '  web: { image: x, environment: { OLLAMA_BASE_URL: "http://host.docker.internal:11434" } }\n',
    );
    expect(flowsOf(draft)).toEqual(['web ↔ ollama-at-host-docker-internal']);
    expect(diagnostics).toEqual([]);
  });

  it('is each of what it calls on the machine that it runs on', () => {
    const base = (port: number) => `"http://host.docker.internal:${port}"`;
    const { draft } = read(
      `  web: { image: x, environment: { OLLAMA_API_BASE: ${base(1)}, LM_STUDIO_API_BASE: ${base(2)} } }\n`,
    );
    expect(flowsOf(draft)).toEqual([
      'web ↔ ollama-at-host-docker-internal',
      'web ↔ lm-studio-at-host-docker-internal',
    ]);
  });

  it('is what its files of settings name, where their text stands in the stack', () => {
    const { draft, losses } = compose.read([
      systemFile(
        'compose.yaml',
        [
          'services:',
          '  proxy: { image: nginx, configs: [{ source: site, target: /etc/nginx/conf.d/a.conf }, lost] }',
          '  app: { image: x }',
          'configs:',
          '  site:',
          '    content: |',
          '      proxy_pass http://app:8080/;',
          '      # token hunter2 of https://elsewhere.example.com/\n',
        ].join('\n'),
      ),
    ]);
    expect(flowsOf(draft)).toEqual(['proxy ↔ app']);
    expect(draft.assets[0]!.extensions).toMatchObject({ 'x-configs': ['site'] });
    expect(linesOf(losses, 'not-read')).toContain('config "lost": it is nowhere here');
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it('has secrets in its command line, and fetches models by it', () => {
    const { draft, losses } = read(
      [
        '  cache: { image: redis, command: "redis-server --requirepass hunter2 --maxmemory 128mb" }',
        '  safe: { image: redis, command: ["sh", "-c", "redis-server --requirepass \\"$$PW\\""] }',
        '  pull: { image: x, entrypoint: "sh -c \'ollama pull llama3.2; ollama pull nomic-embed-text\'" }\n',
      ].join('\n'),
    );
    expect(linksOf(draft)).toEqual([
      'cache credentials-in secrets-in-the-environment',
      'cache deployed-from docker-hub',
      'pull depends-on ollama-library',
      'pull deployed-from docker-hub',
      'safe deployed-from docker-hub',
    ]);
    expect(draft.assets.find(({ id }) => id === 'pull')!.extensions).toMatchObject({
      'x-models': ['llama3.2', 'nomic-embed-text'],
    });
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it('publishes ports on the address that a variable says', () => {
    const { draft } = compose.read([
      systemFile(
        'compose.yaml',
        [
          'services:',
          '  a: { image: x, ports: ["${BIND}:8080:80"] }',
          '  b: { image: x, ports: ["${PORT}:80", { published: "${PORT}", target: 81, host_ip: "${BIND}" }] }\n',
        ].join('\n'),
      ),
      systemFile('.env', 'BIND=127.0.0.1\nPORT=9000\n'),
    ]);
    expect(draft.assets.slice(0, 1).map(({ exposure }) => exposure)).toEqual([undefined]);
    const b = draft.assets.find(({ id }) => id === 'b')!;
    expect([b.exposure, b.extensions?.['x-ports']]).toEqual(['public', ['9000:80']]);
  });

  it('has rights on its host where its guards are switched off', () => {
    const { draft } = read(
      '  a: { image: x, security_opt: ["seccomp:unconfined", "no-new-privileges:true"] }\n',
    );
    expect(draft.assets[0]!.extensions).toMatchObject({ 'x-privileges': ['seccomp:unconfined'] });
  });

  it('gives orders to the engine where it is given its socket, in one way or another', () => {
    const { draft, losses } = read(
      '  a: { image: x, use_api_socket: true }\n  b: { image: x, use_api_socket: false }\n',
    );
    expect(draft.assets.map(({ extensions }) => extensions?.['x-controls-engine'])).toEqual([
      true,
      undefined,
      undefined,
    ]);
    expect(draft.assets[0]!.ask).toEqual([
      'it can give orders to the container engine of its host: who can make it do so?',
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([]);
  });

  it('serves the models that its variables and its command line name', () => {
    const { draft } = read(
      [
        '  a: { image: x, environment: { MODEL_ID: org/a, MODEL_ID_KEY: org/k, B_MODEL_ID: secret } }',
        '  b: { image: x, environment: { MODEL_ID: org/b }, command: "--model-id org/b" }',
        '  c: { image: x, environment: { MODEL_ID: org/c }, command: "--model-id org/d" }\n',
      ].join('\n'),
    );
    expect(
      draft.assets.slice(0, 3).map(({ extensions: { ...all } = {} }) => [all['x-model'], all['x-models']]),
    ).toEqual([
      ['org/a', undefined],
      ['org/b', undefined],
      [undefined, ['org/c', 'org/d']],
    ]);
  });

  it('has rights that not each container has, and what it shares with its host', () => {
    const { draft, losses } = read(
      [
        '  a: { image: x, cap_add: [NET_BIND_SERVICE, CAP_CHOWN], cap_drop: [ALL] }',
        '  b: { image: x, cap_add: [SETUID, SYS_ADMIN], ipc: host }\n',
      ].join('\n'),
    );
    const [a, b] = draft.assets;
    expect([a!.extensions?.['x-privileges'], a!.ask]).toEqual([undefined, undefined]);
    expect(b!.extensions?.['x-privileges']).toEqual(['capability SYS_ADMIN', 'shared memory of the host']);
    expect(b!.ask).toEqual(['it has rights on its host: who can make it use them?']);
    expect(linesOf(losses, 'not-read').filter((line) => line.startsWith('capabilities'))).toEqual([
      'capabilities NET_BIND_SERVICE, CAP_CHOWN: engines give them to each container',
      'capabilities SETUID: engines give them to each container',
    ]);
  });

  it('shares hidden folders and folders that a variable names', () => {
    const volumes = '["~/.agent:/root/.agent", "${TOOLS_DIR:?}:/tools", "./.env:/app/.env", "./.npmrc:/n"]';
    const { draft } = read(
      `  a: { image: x, volumes: ${volumes} }\n  b: { image: x, volumes: ${volumes} }\n`,
    );
    expect(linksOf(draft).filter((link) => link.startsWith('a stored-in'))).toEqual([
      'a stored-in agent',
      'a stored-in tools-dir',
    ]);
    expect(draft.assets.find(({ id }) => id === 'tools-dir')?.name).toBe('TOOLS_DIR');
  });

  it('reads a source of many variables, though no colon ends it', () => {
    const many = '${A}'.repeat(1000);
    const { draft } = read(`  a: { image: x, volumes: ["${many}", "${many}/a:/b"] }\n`);
    expect(draft.assets[0]!.extensions?.['x-volumes']).toEqual([`${many}/a`]);
  });

  it('keeps its name where a network or volume has it too', () => {
    const { draft } = read(
      '  rag: { image: x, networks: [rag], volumes: ["~/.rag:/r"] }\n  b: { image: x, networks: [inner], volumes: ["~/.rag:/r"] }\nnetworks: { rag: {}, inner: {} }\n',
    );
    expect(draft.assets[0]).toMatchObject({ id: 'rag', zone: 'network-rag' });
    expect(linksOf(draft)).toContain('b stored-in volume-rag');
    expect(draft.zones.map(({ id, name, ask }) => [id, name, ask])).toEqual([
      ['network-rag', 'Network rag', [HOW_TRUSTED]],
      ['inner', 'inner', [HOW_TRUSTED]],
    ]);
  });

  it('shares a folder however its path is written', () => {
    const { draft } = read(
      '  a: { image: x, volumes: ["./data:/d"] }\n  b: { image: x, volumes: ["./data/:/d", "././data:/e"] }\n',
    );
    expect(linksOf(draft).filter((link) => link.includes('stored-in'))).toEqual([
      'a stored-in data',
      'b stored-in data',
    ]);
  });

  it('is not a file that several take over', () => {
    const { draft } = read(
      [
        '  a: { image: x, volumes: ["./app.conf:/etc/app.conf", "shared:/s", "./data.d:/d"] }',
        '  b: { image: x, volumes: ["./app.conf:/etc/app.conf", "shared:/s", "./data.d:/d"] }\n',
      ].join('\n'),
    );
    expect(linksOf(draft).filter((link) => link.includes('stored-in'))).toEqual([
      'a stored-in shared',
      'b stored-in shared',
    ]);
  });
});

describe('a variable that nothing sets', () => {
  const STACK = [
    'services:',
    '  web:',
    '    image: ${WEB_IMAGE}',
    '    ports: ["${PORT:?}:80", "${OTHER:-81}:81"]',
    '    environment: { LLM_URL: $LLM, PRICE: $$PRICE, API_KEY: "${API_KEY}" }\n',
  ].join('\n');
  const unset = (settings?: string): readonly string[] => {
    const given = settings === undefined ? [] : [systemFile('.env', settings)];
    const { losses } = compose.read([systemFile('compose.yaml', STACK), ...given]);
    return linesOf(losses, 'not-read').filter((line) => line.includes('that was given'));
  };

  it('is told, but where it is a secret', () => {
    expect(unset()).toEqual([
      'variables LLM, PORT, WEB_IMAGE: no file of variables that was given sets them, such as .env',
    ]);
    expect(unset('LLM=ollama:11434\nPORT=80\n')).toEqual([
      'variable WEB_IMAGE: no file of variables that was given sets it, such as .env',
    ]);
    expect(unset('LLM=ollama:11434\nPORT=80\nWEB_IMAGE=acme/web\n')).toEqual([]);
  });
});
