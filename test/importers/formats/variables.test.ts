import { describe, expect, it } from 'vitest';
import { imageOf } from '../../../importers/formats/run-command.ts';
import { callsIn, callsInVariable, modelsIn, plainWord } from '../../../importers/formats/variables.ts';
import { secretsIn } from '../../../importers/formats/written-secrets.ts';

describe('secrets that a file holds itself', () => {
  it.each([
    ['API_KEY', 'abc', true],
    ['API_KEY', '${API_KEY}', false],
    ['API_KEY', '${API_KEY:-}', false],
    ['API_KEY', '${API_KEY:-abc}', true],
    ['API_KEY', '${API_KEY:-${OTHER:-abc}}', true],
    ['API_KEY', '${API_KEY:?say it}', false],
    ['API_KEY', '${API_KEY:-""}', false],
    ['MINIO_SECRETKEY', 'abc', true],
    ['SERVICE_ROLE_KEY', 'abc', true],
    ['SECRETKEY_PATH', 'abc', false],
    ['API_KEY', '${input:api-key}', false],
    ['API_KEY', '{{ key }}', false],
    ['API_KEY', '$(KEY)', false],
    ['API_KEY', '<your key>', false],
    ['Authorization', 'Bearer ${TOKEN}', false],
    ['Authorization', 'Bearer abc', true],
    ['HEADERS', '{"Authorization": "Bearer abcdef"}', true],
    ['HEADERS', '{"Authorization": "Bearer ${TOKEN}"}', false],
    ['N8N_ENCRYPTION_KEY', 'abc', true],
    ['SALT', 'abc', true],
    ['DATABASE_URL', 'postgresql://me:abc@db:5432/x', true],
    ['DATABASE_URL', 'postgresql://me:${PASSWORD}@db:5432/x', false],
    ['DATABASE_URL', 'postgresql://db:5432/x', false],
    ['TOKEN_EXPIRE_MINUTES', '60', false],
    ['WEBUI_AUTH', 'False', false],
    ['TLS_SECRET', '/run/secrets/key', false],
    ['LOG_LEVEL', 'abc', false],
    ['RABBITMQ_DEFAULT_PASS', 'abc', true],
    ['SERVER_KEY', 'lYkiYYT6owG+71oLerGzA7GXCgOT++6o', true],
    ['PLUGIN_PUBLIC_KEY', 'lYkiYYT6owG+71oLerGzA7GXCgOT++6o', false],
    ['SORT_KEY', 'created_at', false],
    ['APIKEY_USERS', 'me@example.com', false],
    ['PASS_THROUGH', 'abc', false],
    ['COOKIE_REFRESH', '1m', false],
    ['PGPASSWORD', '$(cat', false],
    ['API_KEY', '`cat', false],
    ['API_KEY', '${{ secrets.KEY }}', false],
    ['API_KEY', '$$KEY', false],
  ])('%s=%s: %j', (name, value, isSecret) => {
    expect(secretsIn([{ name, value }])).toEqual(isSecret ? [name] : []);
  });
});

describe('what is in variables and references', () => {
  const names = new Set(['db', 'api.shop']);
  const find = (host: string) =>
    names.has(host.replace(/\.svc\..*$/, '')) ? host.replace(/\.svc\..*$/, '') : undefined;
  it.each([
    ['postgresql://u:p@db:5432/x', [{ host: 'db', named: 'v' }]],
    ['db:6379', [{ host: 'db', named: 'v' }]],
    ['http://api.shop.svc.cluster.local/x', [{ host: 'api.shop', encrypted: false, named: 'v' }]],
    ['https://u:p@api.example.com/x?k=s', [{ host: 'api.example.com', encrypted: true, named: 'v' }]],
    ['http://localhost:1 http://127.0.0.1 s3://bucket.x/y file:///a.b/c', []],
    ['http://${HOST}/x $db', []],
    ['mydb', []],
  ])('%s', (value, calls) => {
    expect(callsIn('v', value, find)).toEqual(calls);
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

  it.each([
    ['"$KEY";', '$KEY'],
    ["'a'", 'a'],
    ['x)&', 'x'],
    [`${';'.repeat(200_000)}x`, `${';'.repeat(200_000)}x`],
    ['";"', ''],
  ])('a word of a shell: %.20j', (word, plain) => {
    expect(plainWord(word)).toBe(plain);
  });

  it('models of command lines, never a variable', () => {
    expect(modelsIn(['--port', '80', '--model-id', 'BAAI/bge-base'])).toEqual(['BAAI/bge-base']);
    expect(modelsIn(['--model=$MODEL'])).toEqual([]);
    expect(modelsIn(['serve'])).toEqual([]);
    expect(
      modelsIn('sleep 3; ollama pull llama3.2; ollama run "hf.co/o/m:Q4"'.split(' ').map(plainWord)),
    ).toEqual(['llama3.2', 'hf.co/o/m:Q4']);
  });

  it.each([
    ['OLLAMA_BASE_URL', 'http://host.docker.internal:11434', 'ollama at host.docker.internal'],
    ['LLM_HOST', 'host.containers.internal:8000', 'llm at host.containers.internal'],
    ['OLLAMA_URL', 'http://ollama.ai.svc.cluster.local:11434', 'nowhere: ollama.ai.svc.cluster.local'],
    ['VECTOR_URL', 'http://qdrant.vector-db:6333', 'nowhere: qdrant.vector-db'],
    ['REDIS_HOST', 'redis.cache.svc', 'nowhere: redis.cache.svc'],
    ['API_URL', 'http://api.xn--p1ai/', 'api.xn--p1ai'],
    ['API_URL', 'http://10.0.0.5/', '10.0.0.5'],
  ])('%s=%s leads to the machine itself, into the own cluster or outside', (name, value, expected) => {
    const calls = callsInVariable({ name, value }, () => undefined);
    expect(
      calls.map(({ host, isNowhere, what }) =>
        isNowhere === true ? `nowhere: ${host}` : what === undefined ? host : `${what} at ${host}`,
      ),
    ).toEqual([expected]);
  });
});
