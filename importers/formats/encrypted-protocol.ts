import type { DraftFlow } from '#model/draft-system';
import type { Account } from './account.ts';

/** Protocols that encrypt by what they are, wherever a text names one. */
const ENCRYPTED =
  /\b(?:https|http\/s|wss|m?tls|ssl|ssh|sftp|scp|ftps|ldaps|grpcs|rediss|amqps|mqtts|smtps|imaps|ipsec|wireguard)\b/i;

/** Words that leave it open, or say the contrary. */
const OPEN = /\b(?:http|ws|ftp|ldap|or|and|not|no|without|optional|optionally)\b/i;

/**
 * Whether what people write for a protocol says that it is encrypted; what says both says nothing.
 *
 * @example
 * isEncryptedProtocol('HTTPS'); // true
 * isEncryptedProtocol('TLS 1.3'); // true
 * isEncryptedProtocol('HTTP or HTTPS'); // false
 */
function isEncryptedProtocol(protocol: string | undefined): boolean {
  if (protocol === undefined || !ENCRYPTED.test(protocol)) return false;
  return !OPEN.test(protocol.replaceAll(/\bhttp\/s\b/gi, 'https'));
}

/** What the label of an arrow is made of that names a protocol and nothing else, beside what encrypts and numbers. */
const OF_PROTOCOLS: ReadonlySet<string> = new Set(
  (
    'https s wss mtls tls ssl ssh sftp scp ftps ldaps grpcs rediss amqps mqtts smtps imaps ipsec wireguard tcp udp ' +
    'rest restful api apis json xml soap graphql grpc rpc mqtt amqp kafka sql jdbc odbc tds websocket websockets sse ' +
    'mcp a2a oauth oauth2 oidc saml jwt mutual over via with port request requests response responses call calls'
  ).split(' '),
);

/** Labels of arrows are looked at this far. */
const MAX_LABEL = 200;
/** `Asks [JSON/HTTPS]`, as the C4 model has it. */
const AT_THE_END = /[[(]([^[\]()]*)[\])]\s*$/;

/**
 * The protocol that a label names, where it is the whole label or stands in brackets at its end: other words may say that
 * it is not there, or not yet.
 *
 * @example
 * protocolOfLabel('REST over HTTPS :443'); // 'REST over HTTPS :443'
 * protocolOfLabel('Asks [JSON/HTTPS]'); // 'JSON/HTTPS'
 * protocolOfLabel('TLS ends here'); // undefined
 */
export function protocolOfLabel(label: string): string | undefined {
  const text = label.slice(0, MAX_LABEL);
  const atTheEnd = AT_THE_END.exec(text)?.[1];
  return [text, ...(atTheEnd === undefined ? [] : [atTheEnd])].find((part) => {
    const words = part.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => OF_PROTOCOLS.has(word) || /^v?\d*$/.test(word)) && ENCRYPTED.test(part);
  });
}

/**
 * What the protocol of a flow says of its encryption, where the file says nothing else: a guess, told at the pointer.
 *
 * @param what the flow in the words of its format: `flow "Ask"`
 */
export function encryptedByProtocol(
  account: Account,
  pointer: string,
  what: string,
  protocol: string | undefined,
): Pick<DraftFlow, 'encrypted' | 'guessed'> {
  if (protocol === undefined || !isEncryptedProtocol(protocol)) return {};
  const why = `by its protocol, ${protocol}`;
  account.guessed(pointer, `encryption of ${what}`, 'encrypted: true', why);
  return { encrypted: true, guessed: { encrypted: why } };
}
