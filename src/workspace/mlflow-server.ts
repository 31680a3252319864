/**
 * What an MLflow tracking server knows, fetched over its REST API (2.0) as files for the importer: page by page, within
 * limits of size, number and time, and without following redirects.
 */
import { setAside } from '#importers/formats/besides';
import { openImportFile } from '#importers/formats/import-file';
import { withoutCredentials } from '#importers/formats/redact';
import { ThreatloomError } from '#model/errors';
import type { LossEntry, SystemFile } from '#model/system-importer';
import type { OpenedFiles } from './system-files.ts';

export interface MlflowLimits {
  /** Milliseconds for one answer. */
  readonly answer: number;
  /** Bytes of all answers together. */
  readonly bytes: number;
  /** Entries of one list; runs come newest first. */
  readonly entries: number;
  /** Model versions whose `MLmodel` is fetched. */
  readonly modelFiles: number;
}

const LIMITS: MlflowLimits = { answer: 30_000, bytes: 64 * 1024 * 1024, entries: 5000, modelFiles: 200 };

/** Prompts are registered models with a tag, which newer servers leave out unless they are asked for. */
const PROMPTS = "tags.`mlflow.prompt.is_prompt` = 'true'";

/** Most entries that the server gives at once, list by list. */
const PAGE = { experiments: 1000, models: 100, versions: 1000, runs: 1000, logged: 50 } as const;
/** Experiments that one question may name. */
const EXPERIMENTS_AT_ONCE = 100;

type Json = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string | undefined>>;

/**
 * @param address of the server, `http://127.0.0.1:5000`; a path before the API is kept
 * @param env `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`; they are sent only where
 *   the server asks for them, and only over https or to this machine
 * @throws ThreatloomError MLFLOW-010 (no connection), MLFLOW-011 (the server refuses), MLFLOW-012 (credentials would go in
 *   plain text), MLFLOW-013 (the answer is too large or no JSON)
 */
export async function openMlflowServer(
  address: string,
  env: Env,
  limits: Partial<MlflowLimits> = {},
): Promise<OpenedFiles> {
  const api = new MlflowApi(address, env, { ...LIMITS, ...limits });
  const registered = { get: 'registered-models/search', page: PAGE.models };
  const registeredVersions = { get: 'model-versions/search', page: PAGE.versions };
  const models = await api.list('registered_models', registered);
  const versions = await api.list('model_versions', registeredVersions);
  const names = new Set(models.map(({ name }) => name));
  const prompts = (await api.list('registered_models', { ...registered, filter: PROMPTS })).filter(
    ({ name }) => !names.has(name),
  );
  const promptVersions =
    prompts.length === 0 ? [] : await api.list('model_versions', { ...registeredVersions, filter: PROMPTS });
  const experiments = await api.list('experiments', { post: 'experiments/search', page: PAGE.experiments });
  const ids = experiments.flatMap(({ experiment_id: id }) => (typeof id === 'string' ? [id] : []));
  const runs: Json[] = [];
  const logged: Json[] = [];
  for (let at = 0; at < ids.length; at += EXPERIMENTS_AT_ONCE) {
    const body = { experiment_ids: ids.slice(at, at + EXPERIMENTS_AT_ONCE) };
    runs.push(
      ...(await api.list('runs', {
        post: 'runs/search',
        body: { ...body, order_by: ['attributes.start_time DESC'] },
        page: PAGE.runs,
      })),
    );
    logged.push(
      ...(await api.list('models', { post: 'logged-models/search', body, page: PAGE.logged, since: 3 })),
    );
  }
  runs.push(...(await missingRuns(api, versions, runs)));
  const files = [
    fileOf('server.json', { format: 'mlflow-rest-2.0', address: api.named, anonymous: api.anonymous }),
    fileOf('registered-models.json', { registered_models: [...models, ...prompts] }),
    fileOf('model-versions.json', { model_versions: [...versions, ...promptVersions] }),
    fileOf('experiments.json', { experiments }),
    fileOf('runs.json', { runs }),
    fileOf('logged-models.json', { models: logged }),
    ...(await modelFiles(api, versions)),
  ];
  return { files, losses: api.losses };
}

/** Runs that made versions and are not among the newest. */
async function missingRuns(
  api: MlflowApi,
  versions: readonly Json[],
  runs: readonly Json[],
): Promise<readonly Json[]> {
  const known = new Set(runs.map((run) => (run['info'] as Json | undefined)?.['run_id']));
  const wanted = new Set(
    versions.flatMap(({ run_id: id }) => (typeof id === 'string' && id !== '' && !known.has(id) ? [id] : [])),
  );
  const found: Json[] = [];
  for (const id of [...wanted].slice(0, api.limits.modelFiles)) {
    const answer = await api.ask(
      'GET',
      `/api/2.0/mlflow/runs/get?run_id=${encodeURIComponent(id)}`,
      [400, 404],
    );
    if (answer === undefined) continue;
    const { run } = api.parse(answer);
    if (typeof run === 'object' && run !== null) found.push(run as Json);
  }
  return found;
}

async function modelFiles(api: MlflowApi, versions: readonly Json[]): Promise<readonly SystemFile[]> {
  const files: SystemFile[] = [];
  for (const [index, { name, version }] of versions.entries()) {
    if (typeof name !== 'string' || typeof version !== 'string') continue;
    const folder = `versions/${encodeURIComponent(name)}/${encodeURIComponent(version)}`;
    if (index >= api.limits.modelFiles) {
      api.losses.push(setAside(`${folder}/MLmodel`, `at most ${api.limits.modelFiles} are fetched`));
      continue;
    }
    for (const file of ['MLmodel', 'requirements.txt']) {
      const query = new URLSearchParams({ name, version, path: file }).toString();
      const bytes = await api.ask('GET', `/model-versions/get-artifact?${query}`, [400, 403, 404, 500, 501]);
      const path = `${folder}/${file}`;
      if (bytes === undefined || bytes.length === 0) {
        if (file === 'MLmodel') api.losses.push(setAside(path, 'the server does not give it'));
      } else files.push({ ...openImportFile(path, bytes), path });
    }
  }
  return files;
}

function fileOf(path: string, value: unknown): SystemFile {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
  return { ...openImportFile(path, bytes), path };
}

interface List {
  readonly get?: string;
  readonly post?: string;
  readonly body?: Json;
  readonly page: number;
  /** Of a list that is got; a server that does not understand it has nothing of the kind. */
  readonly filter?: string;
  /** Version of MLflow that brought it; older servers do not know it. */
  readonly since?: number;
}

class MlflowApi {
  readonly limits: MlflowLimits;
  readonly losses: LossEntry[] = [];
  /** The address without credentials, for messages and the model. */
  readonly named: string;
  /** Whether the server answered without credentials. */
  anonymous = true;
  readonly #base: string;
  readonly #authorization: string | undefined;
  #bytes = 0;

  constructor(address: string, env: Env, limits: MlflowLimits) {
    this.limits = limits;
    this.named = withoutCredentials(address).replace(/(?<!\/)\/+$/, '');
    if (!/^https?:\/\/[^/@]+/.test(this.named)) {
      throw new ThreatloomError('MLFLOW-010', `${this.named} is no address of a server`, {
        file: this.named,
        hint: 'e.g. http://127.0.0.1:5000',
      });
    }
    this.#base = this.named;
    this.#authorization = authorizationOf(env);
  }

  /** All entries of a list, up to the limit. */
  async list(key: string, { get, post, body = {}, page, filter, since }: List): Promise<readonly Json[]> {
    const entries: Json[] = [];
    let token = '';
    do {
      const wanted = {
        max_results: page,
        ...(filter !== undefined && { filter }),
        ...(token !== '' && { page_token: token }),
      };
      const answer =
        get === undefined
          ? await this.ask('POST', `/api/2.0/mlflow/${post ?? ''}`, since === undefined ? [] : [404, 405], {
              ...body,
              ...wanted,
            })
          : await this.ask(
              'GET',
              `/api/2.0/mlflow/${get}?${new URLSearchParams(asText(wanted)).toString()}`,
              filter === undefined ? [] : [400, 404],
            );
      if (answer === undefined) break;
      const parsed = this.parse(answer);
      const some = parsed[key];
      const next = parsed['next_page_token'];
      if (Array.isArray(some)) entries.push(...(some as Json[]).filter((each) => typeof each === 'object'));
      // A server that gives the same token again would never come to an end.
      token = typeof next === 'string' && next !== token ? next : '';
    } while (token !== '' && entries.length < this.limits.entries);
    if (token !== '' || entries.length > this.limits.entries) {
      const line = setAside(`${key}.json`, `at most ${this.limits.entries} are fetched`);
      if (!this.losses.some(({ what }) => what === line.what)) this.losses.push(line);
    }
    return entries.slice(0, this.limits.entries);
  }

  parse(bytes: Uint8Array): Json {
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (typeof value === 'object' && value !== null) return value as Json;
    } catch (cause) {
      throw this.#notMlflow(cause);
    }
    throw this.#notMlflow();
  }

  /**
   * @param passed statuses that count as "it has none"
   * @returns undefined for these
   */
  async ask(
    method: 'GET' | 'POST',
    path: string,
    passed: readonly number[],
    body?: Json,
  ): Promise<Uint8Array | undefined> {
    const response = await this.#send(method, path, body, !this.anonymous);
    if ((response.status === 401 || response.status === 403) && this.anonymous) {
      await response.body?.cancel();
      this.#expectCredentials(response.status);
      this.anonymous = false;
      return this.ask(method, path, passed, body);
    }
    if (passed.includes(response.status)) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new ThreatloomError('MLFLOW-011', `${this.named} answers with ${response.status}`, {
        file: this.named,
        hint:
          response.status === 401 || response.status === 403
            ? 'are the credentials right?'
            : `is this an MLflow server? asked for ${path.split('?')[0] ?? path}`,
      });
    }
    return this.#read(response);
  }

  async #send(
    method: string,
    path: string,
    body: Json | undefined,
    withCredentials: boolean,
  ): Promise<Response> {
    try {
      return await fetch(this.#base + path, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(this.limits.answer),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(withCredentials && this.#authorization !== undefined && { authorization: this.#authorization }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new ThreatloomError('MLFLOW-010', `${this.named} does not answer`, {
        file: this.named,
        hint: 'is the server running, and is this its address?',
        cause,
      });
    }
  }

  async #read(response: Response): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        this.#bytes += chunk.length;
        if (this.#bytes > this.limits.bytes) {
          throw new ThreatloomError(
            'MLFLOW-013',
            `${this.named} gives more than ${this.limits.bytes / 1024 / 1024} MiB`,
            {
              file: this.named,
              hint: 'import an mlruns folder or single MLmodel files instead',
            },
          );
        }
        chunks.push(chunk);
      }
    } catch (cause) {
      if (cause instanceof ThreatloomError) throw cause;
      throw new ThreatloomError('MLFLOW-010', `the connection to ${this.named} broke off`, {
        file: this.named,
        cause,
      });
    }
    return Buffer.concat(chunks);
  }

  #expectCredentials(status: number): void {
    if (this.#authorization === undefined) {
      throw new ThreatloomError('MLFLOW-011', `${this.named} answers with ${status}: it wants credentials`, {
        file: this.named,
        hint: 'set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD',
      });
    }
    const { protocol, hostname } = new URL(this.#base);
    const isHere = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
    if (protocol === 'https:' || isHere) return;
    throw new ThreatloomError('MLFLOW-012', `credentials would go to ${this.named} in plain text`, {
      file: this.named,
      hint: 'use https, or a tunnel that ends on this machine',
    });
  }

  #notMlflow(cause?: unknown): ThreatloomError {
    return new ThreatloomError('MLFLOW-013', `what ${this.named} answers is no JSON of MLflow`, {
      file: this.named,
      hint: 'is this an MLflow server?',
      cause,
    });
  }
}

function asText(values: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}

function authorizationOf(env: Env): string | undefined {
  const token = env['MLFLOW_TRACKING_TOKEN'];
  if (token !== undefined && token !== '') return `Bearer ${token}`;
  const [user, password] = [env['MLFLOW_TRACKING_USERNAME'], env['MLFLOW_TRACKING_PASSWORD']];
  if (user === undefined || user === '' || password === undefined) return undefined;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
