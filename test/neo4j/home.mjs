/**
 * A Neo4j home: configuration that listens on the loopback interface only, and the password of its one user.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes what a server needs before its first start; a home that was used before keeps its data and password.
 *
 * @param {string} home folder, made where absent
 * @param {number} port of Bolt
 * @returns {string} the password of the user `neo4j`
 */
export function prepareHome(home, port) {
  mkdirSync(join(home, 'conf'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'conf', 'neo4j.conf'), configuration(port));
  const kept = join(home, 'password');
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const password = process.env['NEO4J_PASSWORD'] ?? randomBytes(18).toString('base64url');
  mkdirSync(join(home, 'data', 'dbms'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'data', 'dbms', 'auth.ini'), initialUser('neo4j', password), { mode: 0o600 });
  writeFileSync(kept, password, { mode: 0o600 });
  return password;
}

function configuration(port) {
  return [
    `server.bolt.listen_address=127.0.0.1:${port}`,
    `server.bolt.advertised_address=127.0.0.1:${port}`,
    'server.http.enabled=false',
    'server.https.enabled=false',
    'server.memory.pagecache.size=64m',
    'dbms.usage_report.enabled=false',
    'dbms.security.allow_csv_import_from_file_urls=false',
    'db.tx_log.preallocate=false',
    'db.tx_log.rotation.retention_policy=1 files',
    '',
  ].join('\n');
}

/**
 * The line by which `neo4j-admin dbms set-initial-password` tells the server its first user: a salted SHA-256 in 1,024
 * rounds. Written here because that command takes the password as an argument, which every user of the computer can see.
 */
function initialUser(user, password) {
  const salt = randomBytes(32);
  let hash = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < 1024; round++) hash = createHash('sha256').update(hash).digest();
  return `${user}:SHA-256,${hash.toString('hex')},${salt.toString('hex')},1024:\n`;
}
