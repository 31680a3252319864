/** Variables, headers and tokens that a server is given: their names, and which of them are written out in the list. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';
import { secretsIn } from '../../formats/written-secrets.ts';
import { keep, type Host } from './host.ts';
import { variablesIn } from './secrets.ts';

/** Objects with a value under each name. */
const VALUES = ['env', 'environment', 'envs'] as const;
/** Lists of names, or one name: the values stand where the application is started. */
const NAMES = ['env_keys', 'env_vars', 'bearer_token_env_var', 'api_key_env'] as const;
const HEADERS = ['headers', 'http_headers'] as const;
/** Header → name of a variable. */
const NAMED_HEADERS = ['env_http_headers'] as const;
/** Tokens that stand there themselves. */
const TOKENS = ['api_key', 'apiKey', 'auth_value', 'authentication_token'] as const;

/** All headers that a server is called with. */
export function headersOf(node: TreeNode): readonly TreeNode[] {
  const holders = [...HEADERS, ...NAMED_HEADERS].map((key) => node.any(key));
  return [...holders, requestHeaders(node)].flatMap((each) => (each === undefined ? [] : [each]));
}

/** Where Continue has them. */
function requestHeaders(node: TreeNode): TreeNode | undefined {
  const options = node.any('requestOptions');
  return options?.isObject === true ? options.any('headers') : undefined;
}
/** Keys that say that the server is called with a token. */
export const TOKEN_KEYS = [...TOKENS, 'bearer_token_env_var', 'api_key_env'] as const;

export function readVariables(host: Host, id: string, node: TreeNode): void {
  const command = node.any('command');
  const values = [...VALUES.map((key) => node.any(key)), command?.any('env')];
  for (const holder of values) readValues(host, id, holder, 'x-environment');
  for (const holder of [...HEADERS.map((key) => node.any(key)), requestHeaders(node)])
    readValues(host, id, holder, 'x-headers');
  for (const key of ['oauth', 'auth']) readLogin(host, id, node.any(key));
  for (const key of NAMED_HEADERS) {
    const holder = node.any(key);
    if (holder?.isObject !== true) continue;
    listNames(host, id, holder, 'x-headers', variablesIn(holder));
  }
  for (const key of NAMES) readNames(host, id, node, key);
  const tokens = TOKENS.flatMap((name): Variable[] => {
    const value = node.has(name) ? node.text(name) : undefined;
    return value === undefined ? [] : [{ name, value }];
  });
  const written = secretsIn(tokens.map(({ value }) => ({ name: 'api-key', value })));
  if (written.length > 0)
    readSecrets(
      host,
      id,
      node,
      tokens.map(({ name }) => name),
    );
  const file = node.text('envFile');
  if (file !== undefined)
    keep(host, id, node.any('envFile') ?? node, {
      key: 'x-environment-file',
      value: file,
      what: 'file of variables',
    });
}

/** How it logs in: what is a secret there, by its name. */
function readLogin(host: Host, id: string, login: TreeNode | undefined): void {
  if (login?.isObject !== true) return;
  const written = secretsIn(variablesIn(login));
  if (written.length > 0) readSecrets(host, id, login, written);
}

function readValues(
  host: Host,
  id: string,
  holder: TreeNode | undefined,
  key: 'x-environment' | 'x-headers',
): void {
  if (holder?.isObject !== true) return;
  const variables = variablesIn(holder);
  if (variables.length === 0) return;
  listNames(host, id, holder, key, variables);
  const plain = secretsIn(variables);
  if (plain.length > 0) readSecrets(host, id, holder, plain);
}

/** An entry is a name, or an object that says where its value comes from. */
function readNames(host: Host, id: string, node: TreeNode, key: (typeof NAMES)[number]): void {
  const holder = node.any(key);
  if (holder === undefined) return;
  const entries = holder.isList ? holder.elements() : [holder];
  const names = entries.flatMap((entry) => {
    entry.tellWhole();
    const name: unknown = entry.isObject ? entry.any('name')?.value : entry.value;
    return typeof name === 'string' && name !== '' ? [{ name, value: undefined }] : [];
  });
  if (names.length > 0) listNames(host, id, holder, 'x-environment', names);
}

function listNames(
  host: Host,
  id: string,
  holder: TreeNode,
  key: 'x-environment' | 'x-headers',
  variables: readonly Variable[],
): void {
  host.draft.list(
    id,
    key,
    variables.map(({ name }) => name),
  );
  const what = key === 'x-headers' ? 'headers: names, no values' : 'env: names, no values';
  holder.account.kept(holder.pointer, what, `${key} of ${id}`);
}

const PLAIN = 'by their names, or as passwords in addresses, they are secrets, and they are written out';

/** A secret that is written out lies in the list in plain text. */
export function readSecrets(host: Host, id: string, node: TreeNode, names: readonly string[]): void {
  const { draft } = host;
  host.secrets ??= draft.asset(
    {
      name: `Secrets in the settings of ${host.named}`,
      kind: 'secret-store',
      fallback: 'store',
      place: node.place,
      facts: { protection: ['plain'] },
      guessed: { protection: PLAIN },
      ask: ['what do these secrets give entry to (opens)?'],
    },
    'secrets',
  );
  const store = host.secrets;
  if (host.machine !== undefined) draft.relate(store, 'stored-in', host.machine);
  draft.relate(id, 'credentials-in', store);
  draft.list(store, 'x-secrets', names);
  node.account.guessed(
    node.pointer,
    `secrets ${names.join(', ')}`,
    `${id} credentials-in ${store}, protection plain`,
    PLAIN,
  );
}
