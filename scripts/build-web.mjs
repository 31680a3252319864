// Part of the build: bundles the page into dist/web, with the licences of what is bundled beside it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// Elsewhere for tests of the sources as they are.
const outDir = process.argv[2] ?? join(root, 'dist', 'web');
const bundled = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/g;

/** The innermost package that a module's file belongs to: `…/node_modules/elkjs`. */
function packageFolder(file) {
  const last = [...file.matchAll(bundled)].at(-1);
  return last === undefined ? undefined : file.slice(0, last.index + last[0].length - 1);
}

function licenceOf(folder) {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const address = typeof repository === 'string' ? repository : repository?.url;
  const head = [`${name} ${version}`, `Licence: ${license}`, ...(address ? [`Source: ${address}`] : [])];
  return `${head.join('\n')}\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
}

/** Writes `licences.txt`: of every package of which anything is bundled, assets such as workers included. */
function licences(assets) {
  return {
    name: 'licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const folders = [...modules, ...assets].map((file) => packageFolder(file.split('?')[0]));
      const found = [...new Set(folders)].filter(
        (folder) => folder && existsSync(join(folder, 'package.json')),
      );
      const source = found
        .sort()
        .map(licenceOf)
        .join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    },
  };
}

await build({
  configFile: false,
  root: join(root, 'src', 'web'),
  base: './',
  logLevel: 'warn',
  resolve: { conditions: ['source', 'module', 'browser', 'production'] },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // A page under a strict policy may load nothing from `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  plugins: [licences([join(root, 'node_modules', 'elkjs', 'lib', 'elk-worker.min.js').split(sep).join('/')])],
});
