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
