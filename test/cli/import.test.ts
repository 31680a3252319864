/** Every sample of another tool, from its file to an analysis, and what the command says of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import type { ImportReport } from '#model/system-importer';
import { analyzeSystem, openWorkspace } from '#workspace/analysis';
import { openSystemFiles } from '#workspace/system-files';
import { importSystem } from '#workspace/system-import';
import { HAS_SAMPLES, SAMPLES } from '../importers/systems/system-files.ts';
import { threatloom, TODAY } from './captured-io.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'threatloom-import-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const RAG = `flowchart LR
  subgraph Internet
    user[User]
  end
  subgraph Prod
    bot[Support bot] --> db[(Qdrant)]
  end
  user -- question --> bot
  bot --> gpt[OpenAI API]
`;

describe('import', () => {
  it('writes the model to standard output and what became of the file to standard error', async () => {
    writeFileSync(join(folder, 'rag.mmd'), RAG);
    const { exitCode, stdout, stderr } = await threatloom(folder, ['import', 'rag.mmd']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('kind: vector-index # guessed: "qdrant" in its name');
    expect(stdout).toContain('uses: [openai-api] # guessed: from the flows between them');
    expect(stderr).toMatch(
      /^rag\.mmd: Mermaid flowchart, as a file or in Markdown\n\d+ parts: \d+ read, \d+ guessed, 0 kept, 0 not read$/m,
    );
  });

  it('writes a model that analyses, and a report as text or JSON', async () => {
    const said = await threatloom(folder, [
      'import',
      'rag.mmd',
      '-o',
      'rag.system.yaml',
      '--report',
      'rag.json',
      '--quiet',
    ]);
    expect(said).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const report = JSON.parse(readFileSync(join(folder, 'rag.json'), 'utf8')) as ImportReport;
    expect(report).toMatchObject({
      importer: 'mermaid',
      format: { id: 'mermaid-flowchart' },
      sources: [{ file: 'rag.mmd' }],
    });
    expect(report.losses.length).toBe(Object.values(report.counts).reduce((a, b) => a + b));
    const analysis = await threatloom(folder, ['analyze', 'rag.system.yaml', '--format', 'json']);
    expect((JSON.parse(analysis.stdout) as { paths: unknown[] }).paths.length).toBeGreaterThan(0);
    await threatloom(folder, ['import', 'rag.mmd', '-o', 'again.system.yaml', '--report', 'rag.txt']);
    expect(readFileSync(join(folder, 'rag.txt'), 'utf8')).toMatch(
      /^ {2}rag\.mmd:6: .*Qdrant.* → vector-index \("qdrant" in its name\)$/m,
    );
  });

  it('writes over no model without being told to', async () => {
    writeFileSync(join(folder, 'mine.system.yaml'), 'mine');
    const refused = await threatloom(folder, ['import', 'rag.mmd', '-o', 'mine.system.yaml']);
    expect([refused.exitCode, readFileSync(join(folder, 'mine.system.yaml'), 'utf8')]).toEqual([2, 'mine']);
    expect(refused.stderr).toContain('INIT-004: mine.system.yaml is there already');
    const forced = await threatloom(folder, [
      'import',
      'rag.mmd',
      '-o',
      'mine.system.yaml',
      '--force',
      '--quiet',
    ]);
    expect(forced.exitCode).toBe(0);
  });

  it('tells of many warnings alike by the first three', async () => {
    const mitigations = Array.from({ length: 9 }, (_, i) => ({
      id: `m${i}`,
      name: `Habit ${i}`,
      riskReduction: 50,
    }));
    const otm = { otmVersion: '0.2.0', project: { name: 'Shop', id: 'shop' }, mitigations };
    writeFileSync(join(folder, 'habits.otm.json'), JSON.stringify(otm));
    const { stderr } = await threatloom(folder, ['import', 'habits.otm.json']);
    expect(stderr.match(/warning SYS-046: safeguard "[^"]+"/g)).toEqual([
      'warning SYS-046: safeguard "m0"',
      'warning SYS-046: safeguard "m1"',
      'warning SYS-046: safeguard "m2"',
    ]);
    expect(stderr).toContain('\n… and 6 more SYS-046\n');
    expect(stderr.match(/warning SYS-047: .*/g)).toEqual([
      'warning SYS-047: 9 safeguards implement no control, so they change nothing: "m0", "m1", "m2", "m3", "m4" and 4 more',
    ]);
  });

  it('tells no digest of a file of variables, by which a short secret could be found', async () => {
    mkdirSync(join(folder, 'stack'));
    writeFileSync(join(folder, 'stack', '.env'), 'PIN=1234\n');
    writeFileSync(
      join(folder, 'stack', 'compose.yaml'),
      'services: { db: { image: postgres, environment: { PIN: "${PIN}" } } }\n',
    );
    const { exitCode } = await threatloom(folder, ['import', 'stack', '--report', 'stack.json', '--quiet']);
    const report = JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')) as ImportReport;
    expect([exitCode, report.sources.map(({ file }) => file)]).toEqual([0, ['compose.yaml']]);
  });

  it('guesses nothing with --no-guess', async () => {
    const { stdout } = await threatloom(folder, ['import', 'rag.mmd', '--no-guess']);
    expect(stdout).not.toContain('guessed:');
    expect(stdout).toContain('kind: store');
  });

  it('says what is wrong with what it does not know', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'hello');
    const unknown = await threatloom(folder, ['import', 'notes.txt']);
    expect([unknown.exitCode, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('IMPORT-001: no importer knows what this is');
    const named = await threatloom(folder, ['import', 'notes.txt', '--from', 'otm']);
    expect([named.exitCode, named.stdout]).toEqual([2, '']);
    const missing = await threatloom(folder, ['import', 'gone.json']);
    expect(missing.stderr).toContain('CLI-001: cannot read gone.json\n  there is no such file');
    const piped = await threatloom(folder, ['import', '-']);
    expect(piped.stderr).toContain(
      'CLI-001: cannot read -\n  standard input is not read; write it to a file',
    );
  });

  it('says that a folder has nothing to read, and why', async () => {
    mkdirSync(join(folder, 'bare/pictures'), { recursive: true });
    const bare = await threatloom(folder, ['import', 'bare']);
    expect([bare.exitCode, bare.stderr]).toEqual([
      2,
      'bare: error INPUT-003: no file to read is in the folder\n  is this the right folder?\n',
    ]);
    writeFileSync(join(folder, 'bare/pictures/a.png'), Buffer.from([0, 1, 2]));
    writeFileSync(join(folder, 'bare/b.json'), '');
    const passedOver = await threatloom(folder, ['import', 'bare']);
    expect(passedOver.stderr).toContain(
      '\n  passed over: file "b.json": it is empty; file "pictures/a.png": it is not text\n',
    );
  });
});

/** Samples that are no systems, and what reads them, if anything. */
const NO_SYSTEMS =
  /^(garak|navigator|promptfoo)\/|schema\.json$|mtmt_default_mapping\.yaml$|expected_threats\.json$/;

/** Sample → importer, or the code of its refusal. */
const EXPECTED: Readonly<Record<string, string>> = {
  'compose/opea-chatqna-compose.yaml': 'compose',
  'cyclonedx/hf-hunyuan.aibom.json': 'cyclonedx',
  'cyclonedx/valid-machine-learning-1.5.json': 'cyclonedx',
  'cyclonedx/valid-machine-learning-1.6.json': 'cyclonedx',
  'cyclonedx/valid-machine-learning-1.7.json': 'cyclonedx',
  'drawio/aws_minimal.drawio': 'drawio',
  'drawio/not_xml.drawio': 'INPUT-010',
  'mermaid-drawio/nested-zone/system.mmd': 'mermaid',
  'mermaid-drawio/nested-zone/system.threat-dragon.json': 'threat-dragon',
  'mermaid-drawio/nested-zone/system.xml': 'drawio',
  'mermaid-drawio/rag/system.mmd': 'mermaid',
  'mermaid-drawio/rag/system.threat-dragon.json': 'threat-dragon',
  'mermaid-drawio/rag/system.xml': 'drawio',
  'mlflow/mslearn-model_MLmodel': 'mlflow',
  'otm/EXAMPLE.json': 'otm',
  'otm/EXAMPLE.yaml': 'otm',
  'otm/lucid_example.yaml': 'otm',
  'otm/manual_threat_model.yaml': 'otm',
  'otm/minimal_content.yaml': 'otm',
  'otm/mobile-cloud.otm.json': 'otm',
  'otm/tf_example.yaml': 'otm',
  'spdx3/example01-simplehtr-example.json': 'spdx3',
  'threagile/demo-example.threagile.yaml': 'threagile',
  'threat-composer/GenAIChatbot.tc.json': 'threat-composer',
  'threat-composer/ThreatComposer_Workshop_GenAI-ex1.tc.json': 'threat-composer',
  'threat-composer/mitigationPacks-GenAIChatbot.json': 'threat-composer',
  'threat-composer/threatPacks-GenAIChatbot.json': 'threat-composer',
  'threat-dragon/demo-threat-model.json': 'threat-dragon',
  'threat-dragon/malformed-new-model.json': 'TD-001',
  'threat-dragon/three-tier-web-app.json': 'threat-dragon',
  'threat-dragon/v2-malformed-new-model.json': 'TD-001',
  'threat-dragon/v2-threat-model.json': 'threat-dragon',
  'tm-bom/hashicorp-vault-threat-model.json': 'tm-bom',
  'tm-bom/tmbom-otm-example.cdx.json': 'tm-bom',
  'tm7/MTMT_MVP.otm': 'otm',
  'tm7/MTMT_MVP.tm7': 'tm7',
};

describe.skipIf(!HAS_SAMPLES)('every sample', () => {
  const listed = HAS_SAMPLES
    ? [...readFileSync(join(SAMPLES, 'README.md'), 'utf8').matchAll(/^\| (\S+\/\S+) \|/gm)].map(
        ([, path]) => path!,
      )
    : [];
  const workspace = openWorkspace();

  it('is named here with what reads it', () => {
    expect(listed.filter((path) => !NO_SYSTEMS.test(path)).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s: %s', (path, by) => {
    expect(outcomeOf(path)).toBe(by);
  });

  /** Id of the importer; of a file that is refused, the code, once it names the place and the reason. */
  function outcomeOf(path: string): string {
    try {
      const { model, report } = importSystem(workspace, openSystemFiles([join(SAMPLES, path)], '/'));
      const { threats } = analyzeSystem(workspace, model, { today: TODAY });
      expect(model.assets.length + model.actors.length > 3 ? threats.length : 1).toBeGreaterThan(0);
      return report.importer;
    } catch (error) {
      if (!(error instanceof ThreatloomError)) throw error;
      expect([error.file, error.line === undefined]).toEqual([path.split('/').at(-1), false]);
      return error.code;
    }
  }
});
