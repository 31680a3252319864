/** What Threagile lets a model say where it interprets a word: versions 0.9 to 1.0, which differ in the names of keys. */

export const TYPES = new Set(['external-entity', 'process', 'datastore']);

export const CONFIDENTIALITIES = new Set([
  'public',
  'internal',
  'restricted',
  'confidential',
  'strictly-confidential',
]);

export const CRITICALITIES = new Set(['archive', 'operational', 'important', 'critical', 'mission-critical']);

export const ENCRYPTIONS = new Set([
  'none',
  'transparent',
  'data-with-symmetric-shared-key',
  'data-with-asymmetric-shared-key',
  'data-with-end-user-individual-key',
  'data-with-enduser-individual-key',
]);

export const AUTHENTICATIONS = new Set([
  'none',
  'credentials',
  'session-id',
  'token',
  'client-certificate',
  'two-factor',
  'externalized',
]);

export const PROTOCOLS = new Set([
  'unknown-protocol',
  ...['http', 'https', 'ws', 'wss', 'reverse-proxy-web-protocol', 'reverse-proxy-web-protocol-encrypted'],
  ...['mqtt', 'jdbc', 'jdbc-encrypted', 'odbc', 'odbc-encrypted', 'sql-access-protocol'],
  ...['sql-access-protocol-encrypted', 'nosql-access-protocol', 'nosql-access-protocol-encrypted'],
  ...['binary', 'binary-encrypted', 'text', 'text-encrypted', 'ssh', 'ssh-tunnel', 'smtp', 'smtp-encrypted'],
  ...['pop3', 'pop3-encrypted', 'imap', 'imap-encrypted', 'ftp', 'ftps', 'sftp', 'scp', 'ldap', 'ldaps'],
  ...['jms', 'nfs', 'smb', 'smb-encrypted', 'local-file-access', 'nrpe', 'xmpp', 'iiop', 'iiop-encrypted'],
  ...['jrmp', 'jrmp-encrypted', 'in-process-library-call', 'inter-process-communication'],
  'container-spawning',
]);
