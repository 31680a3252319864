/**
 * Who may ask what. The server knows tokens by their SHA-256 only; tokens are long random texts, so nothing slower is needed.
 *
 *     # role    sha256 of the token                                               name
 *     analyst   8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918  ci
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Diagnostic } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';

/**
 * - `read`: looks up what is computed already
 * - `analyst`: has paths, what-if and explanations computed, and asks in Cypher, too
 * - `admin`: sees the schema and the metrics, too
 */
export const ROLES = ['read', 'analyst', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Token {
  readonly role: Role;
  readonly sha256: Buffer;
  /** For logs; unique. */
  readonly name: string;
}

export function mayAct(role: Role, as: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(as);
}

/**
 * Reads a list of tokens; lines may end in `;` too, for a variable of the environment.
 *
 * @param source what the text is from, for messages
 * @throws ThreatloomError SERVE-002 with a diagnostic for each line that is none
 */
export function readTokens(text: string, source: string): readonly Token[] {
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, line] of text.split(/\r?\n|;/).entries()) {
    const words = line.replace(/#.*/, '').trim();
    if (words === '') continue;
    const [, role, sha256, name] = /^(\S+)\s+([0-9a-f]{64})(?:\s+([\w.@-]{1,64}))?$/i.exec(words) ?? [];
    const fault = faultOf(role, sha256, tokens, name);
    if (fault !== undefined) {
      diagnostics.push({
        code: 'SERVE-002',
        severity: 'error',
        message: fault,
        file: source,
        line: index + 1,
        hint: `write ROLE SHA256 NAME; roles are ${ROLES.join(', ')}`,
      });
      continue;
    }
    tokens.push({
      role: role as Role,
      sha256: Buffer.from(sha256!, 'hex'),
      name: name ?? `token-${tokens.length + 1}`,
    });
  }
  if (diagnostics.length === 0 && tokens.length > 0) return tokens;
  throw new ThreatloomError('SERVE-002', `${source} holds no list of tokens that can be used`, {
    file: source,
    diagnostics,
    ...(tokens.length === 0 && { hint: 'write one line for each token: ROLE SHA256 NAME' }),
  });
}

function faultOf(
  role: string | undefined,
  sha256: string | undefined,
  tokens: readonly Token[],
  name: string | undefined,
): string | undefined {
  if (role === undefined || sha256 === undefined) return 'this line is no token';
  if (!(ROLES as readonly string[]).includes(role)) return 'this line names no role that there is';
  if (tokens.some((each) => each.sha256.equals(Buffer.from(sha256, 'hex'))))
    return 'this token is named twice';
  return tokens.some((each) => each.name === name) ? 'this name is given twice' : undefined;
}

/**
 * The token that a request shows. Every known one is compared, each in constant time, so that how long it takes says
 * nothing about any.
 *
 * @param authorization `Bearer …`
 */
export function tokenOf(tokens: readonly Token[], authorization: string | undefined): Token | undefined {
  const [, shown] = /^Bearer ([\w.~+/=-]{1,512})$/.exec(authorization ?? '') ?? [];
  if (shown === undefined) return undefined;
  const digest = createHash('sha256').update(shown).digest();
  let found: Token | undefined;
  for (const token of tokens) if (timingSafeEqual(token.sha256, digest)) found = token;
  return found;
}

/**
 * Whoever may reach an address of this machine alone needs no token.
 *
 * @throws ThreatloomError SERVE-001 where others may reach it, and no token is known
 */
export function assertGuarded(host: string, tokens: readonly Token[]): void {
  const loopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (loopback || tokens.length > 0) return;
  throw new ThreatloomError('SERVE-001', `whoever reaches ${host} could ask without a token`, {
    hint: 'name who may ask by --tokens FILE or THREATLOOM_TOKENS, or listen on 127.0.0.1',
  });
}
