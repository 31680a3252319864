/** Secrets that a foreign file holds itself, by the names of variables and the passwords in addresses. */
import { isSecretName } from './redact.ts';
import type { Variable } from './variables.ts';

/** Names whose last word says that the value is something about a secret, and none. */
const ABOUT_A_SECRET =
  /(?:^|[-_])(?:file|path|dir|name|url|uri|enabled?|disabled?|expir\w*|minutes|seconds|hours|days|ttl|timeout|limit|max|min|algorithm|type|length|size|count|header|prefix|issuer|audience|region|version|provider|method|mode|users?|username|domain|server|host|port|reqs|required?|optional|refresh|lifetime|interval|age|samesite|secure|scopes?)$/i;
/** Keys that are no secret, and what a value looks like that nobody would choose for a name. */
const PUBLIC_KEY = /public|publishable|anon|site/i;
const OPAQUE = /^(?=(?:[^\d]*\d){3})(?=[\d+/=_-]*[A-Za-z])[\w+/=-]{24,}$/;
/** A header within a value, as JSON holds it: `{"Authorization": "Bearer abc…"}`. */
const BEARER = /\bBearer\s+[\w.~+/-]{6,}/;
/** Where a value comes from, as applications write it: `os.environ/KEY`, `op://vault/item`, `keychain:key`. */
const FROM_ELSEWHERE = /^(?:os\.environ\/|(?:env|keychain|vault|op|ssm):)/i;
const NO_VALUE = /^(?:true|false|yes|no|on|off|none|null|undefined)$/i;

/**
 * Names of the variables whose value is a secret that stands there in plain text; none where it is a reference to
 * elsewhere (`${KEY}`, `$KEY`, `$(KEY)`, `${KEY:-}`, `${input:key}`), a path, or empty.
 *
 * @example secretsIn([{ name: 'API_KEY', value: 'abc' }, { name: 'DB', value: 'postgres://me:abc@db' }]) // ['API_KEY', 'DB']
 */
export function secretsIn(variables: readonly Variable[]): readonly string[] {
  return variables.flatMap(({ name, value }) => (value !== undefined && isSecret(name, value) ? [name] : []));
}

function isSecret(name: string, value: string): boolean {
  if (hasPassword(value) || BEARER.test(value.slice(0, 20_000))) return true;
  if (FROM_ELSEWHERE.test(value) || ABOUT_A_SECRET.test(name.slice(0, 200))) return false;
  const written = withoutReferences(value);
  if (!isSecretName(name))
    return (
      /[a-z][-_]key$/i.test(name.slice(-200)) &&
      !PUBLIC_KEY.test(name.slice(-200)) &&
      OPAQUE.test(written.slice(0, 500))
    );
  return written !== '' && !NO_VALUE.test(written) && !/^(?:[.~]{0,2}\/|[A-Z]:\\)/i.test(written);
}

/** Whether an address in the text has a password that is no reference. */
export function hasPassword(text: string): boolean {
  return [
    ...text.slice(0, 20_000).matchAll(/[a-z][a-z0-9+.-]{0,30}:\/\/[^/?#\s:@]{0,200}:([^/?#\s@]{1,500})@/gi),
  ].some(([, password = '']) => withoutReferences(password) !== '');
}

/** What stands there itself: references are taken out, and a default that is not empty is what stands there. */
function withoutReferences(value: string): string {
  let text = value.slice(0, 20_000);
  for (let depth = 0; depth < 3; depth++)
    text = text.replaceAll(/\$\{[A-Za-z_]\w*(?::?-([^${}]*))?\}/g, (_, standard: string | undefined) =>
      (standard ?? '').replace(/^(["'])(.*)\1$/, '$2'),
    );
  return text
    .replaceAll(
      /\$\{[^{}]*\}|\$?\{\{[^{}]*\}\}|\${1,2}\([^()]*\)?|`[^`]*`?|\${1,2}[A-Za-z_]\w*|<[^<>]*>/g,
      '',
    )
    .replace(/^(?:Bearer|Basic|Token)(?:\s+|$)/i, '')
    .trim();
}
