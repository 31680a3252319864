import { describe, expect, it } from 'vitest';
import { imageOf } from '../../../importers/formats/run-command.ts';
import { callsIn, modelIn } from '../../../importers/formats/variables.ts';
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

  it('models of command lines, never a variable', () => {
    expect(modelIn(['--port', '80', '--model-id', 'BAAI/bge-base'])).toBe('BAAI/bge-base');
    expect(modelIn(['--model=$MODEL'])).toBeUndefined();
    expect(modelIn(['serve'])).toBeUndefined();
  });
});
