/** Fetching from a tracking server, against a server of the test's own that misbehaves on request. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ThreatloomError } from '#model/errors';
import { openMlflowServer } from '#workspace/mlflow-server';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

type Answer = readonly [status: number, body: unknown];

let server: Server | undefined;
const asked: Asked[] = [];

/** @param answer undefined: an empty object, as MLflow answers for an empty list */
async function serve(answer: (asked: Asked) => Answer | undefined): Promise<string> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
    const one: Asked = {
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: text === '' ? {} : (JSON.parse(text) as Asked['body']),
    };
    asked.push(one);
    const [status, body] = answer(one) ?? (one.path.startsWith('/model-versions') ? [404, {}] : [200, {}]);
    response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  asked.length = 0;
});

const refusal = async (address: string, env = {}, limits = {}): Promise<ThreatloomError> =>
  openMlflowServer(address, env, limits).then(
    () => {
      throw new Error('was read');
    },
    (error: unknown) => error as ThreatloomError,
  );

const contentOf = (
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
  path: string,
): unknown => JSON.parse(new TextDecoder().decode(files.find((file) => file.path === path)!.bytes));

describe('an MLflow server', () => {
  it('is asked for the prompts that it does not list among its models', async () => {
    const address = await serve(({ path }) => {
      const isAboutPrompts = path.includes('mlflow.prompt.is_prompt');
      if (path.includes('registered-models/search'))
        return [
          200,
          { registered_models: [{ name: 'churn' }, ...(isAboutPrompts ? [{ name: 'hello' }] : [])] },
        ];
      if (path.includes('model-versions/search'))
        return [200, { model_versions: isAboutPrompts ? [{ name: 'hello', version: '1' }] : [] }];
      return undefined;
    });
    const { files, losses } = await openMlflowServer(address, {});
    expect(contentOf(files, 'registered-models.json')).toEqual({
      registered_models: [{ name: 'churn' }, { name: 'hello' }],
    });
    expect(contentOf(files, 'model-versions.json')).toEqual({
      model_versions: [{ name: 'hello', version: '1' }],
    });
    expect(asked.filter(({ path }) => path.includes('get-artifact'))).toEqual([]);
    expect(losses).toEqual([]);
  });

  it('of a version that knows no such question is read all the same', async () => {
    const address = await serve(({ path }) =>
      path.includes('registered-models/search')
        ? path.includes('filter=')
          ? [400, { error_code: 'INVALID_PARAMETER_VALUE' }]
          : [200, { registered_models: [{ name: 'churn' }] }]
        : [200, {}],
    );
    const { files } = await openMlflowServer(address, {});
    expect(contentOf(files, 'registered-models.json')).toEqual({ registered_models: [{ name: 'churn' }] });
  });

  it('is asked page by page, and for each version its MLmodel', async () => {
    const address = await serve(({ path, body }) => {
      if (path.includes('model-versions/search')) {
        return path.includes('page_token')
          ? [200, { model_versions: [{ name: 'a/b', version: '2' }] }]
          : [200, { model_versions: [{ name: 'a/b', version: '1' }], next_page_token: 'more' }];
      }
      if (path.includes('experiments/search')) return [200, { experiments: [{ experiment_id: '7' }] }];
      if (path.includes('runs/search')) {
        return body['page_token'] === 'p2'
          ? [200, { runs: [{ info: { run_id: 'r2' } }] }]
          : [200, { runs: [{ info: { run_id: 'r1' } }], next_page_token: 'p2' }];
      }
      if (path.includes('logged-models')) return [404, {}];
      if (path.startsWith('/model-versions/get-artifact') && path.includes('path=MLmodel'))
        return [200, 'flavors: {}\n'];
      return undefined;
    });
    const { files, losses } = await openMlflowServer(`${address}/`, {});
    expect(files.map(({ path }) => path)).toEqual([
      'server.json',
      'registered-models.json',
      'model-versions.json',
      'experiments.json',
      'runs.json',
      'logged-models.json',
      'versions/a%2Fb/1/MLmodel',
      'versions/a%2Fb/2/MLmodel',
    ]);
    expect(contentOf(files, 'runs.json')).toEqual({
      runs: [{ info: { run_id: 'r1' } }, { info: { run_id: 'r2' } }],
    });
    expect(contentOf(files, 'server.json')).toEqual({ format: 'mlflow-rest-2.0', address, anonymous: true });
    expect(losses).toEqual([]);
    expect(asked.find(({ path }) => path.includes('runs/search'))?.body).toMatchObject({
      experiment_ids: ['7'],
    });
  });

  it('gets credentials from the environment only where it asks for them', async () => {
    const secured = (one: Asked): Answer | undefined =>
      one.authorization === undefined ? [401, {}] : undefined;
    const address = await serve(secured);
    const env = { MLFLOW_TRACKING_USERNAME: 'me', MLFLOW_TRACKING_PASSWORD: 'hunter2' };
    const { files } = await openMlflowServer(address.replace('http://', 'http://other:word@'), env);
    expect(contentOf(files, 'server.json')).toMatchObject({ address, anonymous: false });
    expect(JSON.stringify(files.map(({ bytes }) => new TextDecoder().decode(bytes)))).not.toMatch(
      /hunter2|word/,
    );
    expect(asked.map(({ authorization }) => authorization)).toEqual([
      undefined,
      ...asked.slice(1).map(() => 'Basic bWU6aHVudGVyMg=='),
    ]);
    asked.length = 0;
    await openMlflowServer(address, { MLFLOW_TRACKING_TOKEN: 'hunter2' });
    expect(asked.at(-1)?.authorization).toBe('Bearer hunter2');
    expect(await refusal(address)).toMatchObject({
      code: 'MLFLOW-011',
      message: `${address} answers with 401: it wants credentials`,
      file: address,
    });
  });

  it('that never asks never gets them', async () => {
    const address = await serve(() => undefined);
    await openMlflowServer(address, { MLFLOW_TRACKING_TOKEN: 'hunter2' });
    expect(asked.map(({ authorization }) => authorization)).toEqual(asked.map(() => undefined));
    expect(asked.length).toBeGreaterThan(2);
  });

  it.each<[string, () => Answer | undefined, object, string, RegExp]>([
    ['an error', () => [500, 'no'], {}, 'MLFLOW-011', /answers with 500$/],
    ['a redirect, which is not followed', () => [302, ''], {}, 'MLFLOW-011', /answers with 302$/],
    ['something else', () => [200, '<html>'], {}, 'MLFLOW-013', /no JSON of MLflow$/],
    [
      'too much',
      () => [200, { registered_models: ['x'.repeat(5000)] }],
      { bytes: 1024 },
      'MLFLOW-013',
      /gives more than/,
    ],
  ])('that answers with %s is refused', async (_what, answer, limits, code, message) => {
    const address = await serve(answer);
    expect(await refusal(address, {}, limits)).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      file: address,
    });
  });

  it('that gives pages without end is read up to a limit, and that is said', async () => {
    let page = 0;
    const address = await serve(({ path }) =>
      path.includes('registered-models')
        ? [200, { registered_models: [{ name: 'm' }], next_page_token: String((page += 1)) }]
        : undefined,
    );
    const { files, losses } = await openMlflowServer(address, {}, { entries: 3 });
    expect(contentOf(files, 'registered-models.json')).toEqual({
      registered_models: [{ name: 'm' }, { name: 'm' }, { name: 'm' }],
    });
    expect(losses.map(({ what, why }) => `${what}: ${why ?? ''}`)).toEqual([
      'file "registered_models.json": at most 3 are fetched',
    ]);
  });

  it('that does not answer in time, or is none, is refused', async () => {
    const address = await serve(() => undefined);
    server!.removeAllListeners('request');
    expect(await refusal(address, {}, { answer: 50 })).toMatchObject({
      code: 'MLFLOW-010',
      message: `${address} does not answer`,
    });
    expect(await refusal('http://')).toMatchObject({ code: 'MLFLOW-010' });
  });
});
