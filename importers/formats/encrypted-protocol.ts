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
export function isEncryptedProtocol(protocol: string | undefined): boolean {
  if (protocol === undefined || !ENCRYPTED.test(protocol)) return false;
  return !OPEN.test(protocol.replaceAll(/\bhttp\/s\b/gi, 'https'));
}
