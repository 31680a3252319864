// `npx threatloom` inside the checkout: npm links a package's own command only where the package is installed, so the
// build does here what an install does elsewhere.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const folder = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url));

chmodSync(command, 0o755);
mkdirSync(folder, { recursive: true });
for (const name of ['threatloom', 'threatloom.cmd']) rmSync(folder + name, { force: true });
if (process.platform === 'win32') {
  writeFileSync(`${folder}threatloom.cmd`, `@node "%~dp0\\..\\..\\dist\\src\\cli\\main.js" %*\r\n`);
} else {
  symlinkSync('../../dist/src/cli/main.js', `${folder}threatloom`);
}
