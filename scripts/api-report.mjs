// Writes etc/threatloom.api.md: all that `import … from 'threatloom'` promises, so that no change of it goes unseen.
//   npm run build && node scripts/api-report.mjs          writes the report
//   npm run build && node scripts/api-report.mjs --check  says whether it is as the package is, by its exit code
// A type that the interface mentions and does not export is an error: whoever uses it could not name it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const entry = join(root, 'dist', 'src', 'index.d.ts');
const report = join(root, 'etc', 'threatloom.api.md');
const folder = mkdtempSync(join(tmpdir(), 'threatloom-api-'));

const config = ExtractorConfig.prepare({
  configObjectFullPath: undefined,
  packageJsonFullPath: join(root, 'package.json'),
  projectFolderLookupToken: root,
  configObject: {
    projectFolder: root,
    mainEntryPointFilePath: entry,
    newlineKind: 'lf',
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: 'ES2023',
          lib: ['ES2023'],
          module: 'nodenext',
          moduleResolution: 'nodenext',
          types: ['node'],
          strict: true,
          skipLibCheck: true,
        },
        files: [entry],
      },
    },
    apiReport: {
      enabled: true,
      reportFileName: 'threatloom.api.md',
      reportFolder: folder,
      reportTempFolder: join(folder, 'temp'),
      // Values behind types (lists of words, parts of the result's schema) are not for users; the report shows them all the same.
      includeForgottenExports: true,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: { extractorMessageReporting: { 'ae-forgotten-export': { logLevel: 'error' } } },
  },
});

const faults = [];
try {
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === 'error' && !/^The symbol "([a-z]|[A-Z_]+")/.test(message.text))
        faults.push(message.text);
    },
  });
  const text = readFileSync(join(folder, 'threatloom.api.md'), 'utf8')
    .replaceAll(/^ *\/\/ \(undocumented\)\n/gm, '')
    // The compiler lists words of a union in the order in which it met them, which any file may change.
    .replaceAll(/z\.ZodEnum<\{\n([^{}]*)\}>/g, (_, words) => `z.ZodEnum<{\n${sortedLines(words)}}>`);
  if (!process.argv.includes('--check')) writeFileSync(report, text);
  else if (text !== readFileSync(report, 'utf8')) {
    faults.push(
      'etc/threatloom.api.md is not what the package promises: npm run api:update, and look at the difference',
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
function sortedLines(text) {
  const lines = text.split('\n');
  const last = lines.pop();
  return [...lines.sort(), last].join('\n');
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
