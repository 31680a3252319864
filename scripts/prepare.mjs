// npm runs `prepare` after `npm ci`, and again when `npx threatloom` links the checkout into its cache. The second time
// everything is built already, and half a minute is long for a first command.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'src',
  'importers',
  'libraries',
  'messages',
  'packs',
  'scripts',
  'package-lock.json',
  'tsconfig.json',
];
const stamp = join(root, 'dist', 'built-from');
const command = join(root, 'dist', 'src', 'cli', 'main.js');

function digest() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(root, source);
    const files = source.includes('.')
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort();
    for (const file of files) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const now = digest();
if (!existsSync(command) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  writeFileSync(stamp, now);
}
chmodSync(command, 0o755);
