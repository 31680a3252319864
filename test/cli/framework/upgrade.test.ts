import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packFramework } from '#knowledge/fact-pack';

import { HAS_PUBLISHER_FILES } from '../../importers/frameworks/publisher-files.ts';
import { atlas202607 } from '../../knowledge/atlas-2026.ts';
import { atlasYaml, TestWorkspace } from './workspace.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/fraud-detection.system.yaml', import.meta.url));

let here: TestWorkspace;

beforeEach(() => {
  here = new TestWorkspace();
});

afterEach(() => {
  here.dispose();
});

/** OWASP's list of 2025 → the same risk in that of 2026, as OWASP renumbered them. */
const OWASP: readonly (readonly [id: string, name: string, to: string, called: string])[] = [
  ['LLM01', 'Prompt Injection', 'LLM01', 'Prompt Injection'],
  ['LLM02', 'Sensitive Information Disclosure', 'LLM02', 'Sensitive Information Disclosure'],
  ['LLM03', 'Supply Chain', 'LLM04', 'Supply Chain'],
  ['LLM04', 'Data and Model Poisoning', 'LLM05', 'Data and Model Poisoning'],
  ['LLM05', 'Improper Output Handling', 'LLM10', 'Improper Output Handling'],
  ['LLM06', 'Excessive Agency', 'LLM03', 'Excessive Agency'],
  ['LLM07', 'System Prompt Leakage', 'LLM08', 'Hidden Context Exposure'],
  ['LLM08', 'Vector and Embedding Weaknesses', 'LLM09', 'Vector and Embedding Weaknesses'],
  ['LLM09', 'Misinformation', 'LLM07', 'Misinformation'],
  ['LLM10', 'Unbounded Consumption', 'LLM06', 'Unbounded Consumption'],
];

/** A crosswalk of one's own, a library and a framework that speak of all ten, in one edition or the other. */
function owaspFiles(edition: '2025' | '2026'): Readonly<Record<string, string>> {
  const at = edition === '2025' ? 0 : 2;
  const head =
    'subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tobject_source_version\tcomment';
  const rows = OWASP.map(
    (each) =>
      `acme:C-${each[0]}\tthreatloom:mitigates\towasp-llm:${each[at]}\t${each[at + 1]}\tsemapv:ManualMappingCuration\t${edition}\tdecided of ${each[1]}`,
  );
  return {
    'ours.sssom.tsv': `#mapping_set_id: "urn:acme:ours"\n# a note on LLM05:2025\n${head}\n${rows.join('\n')}\nacme:C-X\tskos:relatedMatch\towasp-llm:LLM05\tInsecure Output\tsemapv:ManualMappingCuration\t1.1\tof another edition\n`,
    'acme.yaml': `threatloom-framework: 1 # ours\nframework: { id: acme, name: Acme, edition: '1' }\ncontrols:\n${OWASP.map(
      (each) =>
        `  - id: C-${each[0]} # of ${each[1]}\n    name: LLM05:2025 is only spoken of here\n    related: ["owasp-llm@${edition}:${each[at]}", atlas:AML.T0051]\n`,
    ).join('')}`,
    'acme.csv': `# threatloom-framework: 1\n# id: acme-2\n# edition: 1\nkind,id,name,related\n${OWASP.map(
      (each) =>
        `control,D-${each[0]},"About ${each[1]}, and more",atlas:AML.T0051|owasp-llm@${edition}:${each[at]}\n`,
    ).join('')}`,
    'rules.yaml': `rules:\n${OWASP.map(
      (each) =>
        `  - id: rule-${each[0].toLowerCase()}\n    technique:   AML.T0051   # unusual spaces stay\n    owasp: ['${each[at]}:${edition}']\n`,
    ).join('')}`,
  };
}

describe('framework upgrade', () => {
  it('keeps every decision on the right one of OWASP’s ten, whose numbers are permuted', async () => {
    const files = owaspFiles('2025');
    const wanted = owaspFiles('2026');
    for (const [name, text] of Object.entries(files)) here.write(name, text);
    const before = here.state();
    const dry = await here.run('framework', 'upgrade', 'owasp-llm@2025', 'owasp-llm@2026', '.');
    expect([dry.code, dry.err]).toEqual([0, '']);
    expect(dry.out).toMatch(/\nnothing was changed; --write changes 4 files\n$/);
    expect(dry.out.match(/ → /g)).toHaveLength(1 + 4 * 8);
    expect(dry.out).toContain('object_id  LLM05 Improper Output Handling → LLM10 Improper Output Handling\n');
    expect(here.state()).toBe(before);

    const done = await here.run('framework', 'upgrade', 'owasp-llm@2025', 'owasp-llm@2026', '.', '--write');
    expect([done.code, done.out.split('\n').at(-2)]).toEqual([0, '4 files changed']);
    for (const name of Object.keys(files)) expect(here.read(name)).toBe(wanted[name]);

    const back = await here.run('framework', 'upgrade', 'owasp-llm@2026', 'owasp-llm@2025', '.', '--write');
    expect(back.code).toBe(0);
    for (const name of Object.keys(files)) expect(here.read(name)).toBe(files[name]);
  });

  it('changes nothing but the ids in a system model, and pins the edition', async () => {
    // As written by people: comments, quotes, anchors, odd spaces, an id that is only spoken of.
    const system = (old: string): string => `threatloom: 1   # AML.T0000 here is no id
system: bot
name: 'About AML.T0000'
x-note: &both [AML.M0000]
x-own: { technique: AML.T0000 }
assets:
  bot: { kind: agent }
safeguards:
  policy: { on: [bot], status: in-place, implements: *both }
accepted:
  - { technique:   "${old}",on: bot, reason: 'AML.T0000 is fine', by: ciso, until: 2027-03-31 }
  - technique: ${old}      # the same again
    on: bot
    reason: x
    by: y
    until: 2027-03-31
evidence:
  scan: { kind: llm, subject: bot, measures: [{ metric: asr, value: 0.5, technique: '${old}' }] }
`;
    here.write('bot.system.yaml', system('AML.T0000'));
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    here.write(
      'ATLAS-9.2.0.yaml',
      atlasYaml('9.2.0').replaceAll('AML.T0000', 'AML.T0001').replace('version: 9.2.0', 'version: 9.2.0'),
    );
    await here.run('framework', 'add', '--pin', 'ATLAS-9.1.0.yaml');
    await here.run('framework', 'add', 'ATLAS-9.2.0.yaml');
    const upgrade = ['framework', 'upgrade', 'atlas@9.1.0', 'atlas@9.2.0', 'bot.system.yaml'];

    const open = await here.run(...upgrade, '--write');
    expect(open).toEqual({
      code: 1,
      err: '',
      out: `atlas 9.1.0 → 9.2.0

To decide (3)
  bot.system.yaml:11:21 /accepted/0/technique  AML.T0000 Search Open Technical Databases was retired, and nothing took its place
  bot.system.yaml:12:16 /accepted/1/technique  AML.T0000 Search Open Technical Databases was retired, and nothing took its place
  bot.system.yaml:18:86 /evidence/scan/measures/0/technique  AML.T0000 Search Open Technical Databases was retired, and nothing took its place
  e.g. --decide AML.T0000=NEW, or AML.T0000=keep

threatloom.lock would pin atlas 9.2.0
nothing was changed: decide first
`,
    });
    expect(here.read('bot.system.yaml')).toBe(system('AML.T0000'));

    here.write('decisions.yaml', 'AML.T0000: AML.T0001\n');
    const done = await here.run(...upgrade, '--decisions', 'decisions.yaml', '--write');
    expect(done).toEqual({
      code: 0,
      err: '',
      out: `atlas 9.1.0 → 9.2.0

bot.system.yaml (3)
  11:21 /accepted/0/technique  AML.T0000 Search Open Technical Databases → AML.T0001 Search Open Technical Databases (decided)
  12:16 /accepted/1/technique  AML.T0000 Search Open Technical Databases → AML.T0001 Search Open Technical Databases (decided)
  18:86 /evidence/scan/measures/0/technique  AML.T0000 Search Open Technical Databases → AML.T0001 Search Open Technical Databases (decided)

threatloom.lock pins atlas 9.2.0
2 files changed
`,
    });
    expect(here.read('bot.system.yaml')).toBe(system('AML.T0001'));
    const { frameworks } = JSON.parse(here.read('threatloom.lock')) as {
      frameworks: readonly { edition: string; pinned: boolean }[];
    };
    expect(frameworks.map(({ edition, pinned }) => [edition, pinned])).toEqual([
      ['9.1.0', false],
      ['9.2.0', true],
    ]);
    expect((await here.run(...upgrade)).out).toMatch(/\nnothing to change\n$/);
  });

  it.each([
    ['AML.T0000', '"AML.T0000" is no decision'],
    ['AML.T0009=AML.T0001', 'AML.T0009 is not in the edition that is left'],
    ['AML.T0000=AML.T0009', 'atlas 9.2.0 has no AML.T0009'],
    ['AML.M0000=AML.T0001', 'AML.M0000 needs no decision: it stays'],
  ])('refuses the decision %s', async (decision, message) => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    here.write('ATLAS-9.2.0.yaml', atlasYaml('9.2.0').replaceAll('AML.T0000', 'AML.T0001'));
    const run = await here.run(
      'framework',
      'upgrade',
      'ATLAS-9.1.0.yaml',
      'ATLAS-9.2.0.yaml',
      '--decide',
      decision,
    );
    expect([run.code, run.err.split('\n')[0]]).toEqual([2, `error UPGRADE-002: ${message}`]);
  });

  it('leaves as it is what was decided to stay, and says so as JSON', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    here.write('ATLAS-9.2.0.yaml', atlasYaml('9.2.0').replaceAll('AML.T0000', 'AML.T0001'));
    here.write('m.sssom.tsv', 'subject_id\tpredicate_id\tobject_id\nx:1\tskos:exactMatch\tatlas:AML.T0000\n');
    const upgrade = ['framework', 'upgrade', 'ATLAS-9.1.0.yaml', 'ATLAS-9.2.0.yaml', 'm.sssom.tsv'];
    const run = await here.run(...upgrade, '--decide', 'AML.T0000=keep', '--format', 'json');
    expect(JSON.parse(run.out)).toEqual({
      framework: 'atlas',
      from: '9.1.0',
      to: '9.2.0',
      moves: [],
      restated: [],
      open: [],
      pin: 'cannot-pin',
      changes: [],
      written: false,
    });
  });

  it('refuses two frameworks, one edition, and files that it cannot follow', async () => {
    const first = async (...args: readonly string[]): Promise<string | undefined> =>
      (await here.run('framework', 'upgrade', ...args)).err.split('\n')[0];
    expect(await first('atlas', 'owasp-llm')).toMatch(
      /UPGRADE-001: .* are not two editions of one framework$/,
    );
    expect(await first('atlas', 'atlas')).toMatch(/UPGRADE-001: /);
    here.write('notes.txt', 'LLM05:2025\n');
    here.write('broken.system.yaml', 'threatloom: 1\nsystem: [\n');
    here.write('escaped.yaml', 'rules:\n  - owasp: ["LLM05:2\\u0030\\x325"]\n');
    for (const [file, error] of [
      ['notes.txt', 'notes.txt: error UPGRADE-004: this is no file whose ids can be followed'],
      [
        'broken.system.yaml',
        'broken.system.yaml: error UPGRADE-004: this is no file whose ids can be followed',
      ],
      ['escaped.yaml', 'escaped.yaml:2:13: error UPGRADE-003: the id LLM05:2025 is written with escapes'],
    ] as const) {
      expect(await first('owasp-llm@2025', 'owasp-llm@2026', file)).toBe(error);
    }
  });

  it('asks where an item was dissolved, with what is near it', async () => {
    here.write('r.yaml', "rules:\n  - owasp: ['LLM07:1.1', 'LLM02:1.1', 'LLM04:1.1']\n");
    const { code, out } = await here.run('framework', 'upgrade', 'owasp-llm@1.1', 'owasp-llm@2025', 'r.yaml');
    expect(code).toBe(1);
    expect(out).toContain(
      '/rules/0/owasp/1  LLM02 Insecure Output Handling → LLM05 Improper Output Handling\n',
    );
    expect(out).toContain('/rules/0/owasp/2  LLM04 Model Denial of Service → LLM10 Unbounded Consumption\n');
    expect(out).toContain(
      'r.yaml:2:14 /rules/0/owasp/0  LLM07 Insecure Plugin Design was retired; near it is LLM06 Excessive Agency\n',
    );
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('from ATLAS 5.6.1 to 2026.07', () => {
  it('moves acceptances and mappings to what took the place of retired techniques', async () => {
    here.write('atlas.json', packFramework(atlas202607()));
    await here.run('framework', 'add', 'atlas.json');
    here.write(
      'bot.system.yaml',
      `threatloom: 1\nsystem: bot\nassets:\n  d: { kind: dataset }\naccepted:\n${[
        'AML.T0019',
        'AML.T0058',
        'AML.T0104',
        'AML.T0020',
      ]
        .map((id) => `  - { technique: ${id}, on: d, reason: r, by: b, until: 2027-01-01 }\n`)
        .join('')}`,
    );
    here.write(
      'ours.sssom.tsv',
      '#object_source_version: "5.6.1"\nsubject_id\tpredicate_id\tobject_id\tobject_label\nx:1\tskos:exactMatch\tatlas:AML.T0020\tPoison Training Data\nx:2\tskos:exactMatch\tatlas:AML.T0019\tPublish Poisoned Datasets\n',
    );
    const { code, out } = await here.run(
      ...[
        'framework',
        'upgrade',
        'atlas@5.6.1',
        'atlas@2026.07',
        'bot.system.yaml',
        'ours.sssom.tsv',
        '--write',
      ],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/\nthreatloom\.lock pins atlas 2026\.07\n3 files changed\n$/);
    expect([...here.read('bot.system.yaml').matchAll(/technique: (\S+),/g)].map(([, id]) => id)).toEqual([
      'AML.T0115.000',
      'AML.T0115.001',
      'AML.T0115.002',
      'AML.T0020',
    ]);
    expect(here.read('ours.sssom.tsv')).toBe(
      '#object_source_version: "2026.07"\nsubject_id\tpredicate_id\tobject_id\tobject_label\nx:1\tskos:exactMatch\tatlas:AML.T0020\tTraining Data Poisoning\nx:2\tskos:exactMatch\tatlas:AML.T0115.000\tDatasets\n',
    );
    expect((await here.run('validate', 'bot.system.yaml')).code).toBe(0);
  });

  it('leaves every accepted threat accepted', async () => {
    here.write('atlas.json', packFramework(atlas202607()));
    await here.run('framework', 'add', 'atlas.json');
    const acceptance = 'accepted:\n  - { technique: AML.T0019, reason: r, by: b, until: 2027-01-01 }\n';
    here.write(
      'fraud.system.yaml',
      `${readFileSync(EXAMPLE, 'utf8').replace(/^accepted:\n(?: .*\n)*/m, '')}${acceptance}`,
    );
    const accepted = async (): Promise<readonly string[]> => {
      const { out } = await here.run('analyze', 'fraud.system.yaml', '--format', 'json');
      const { threats } = JSON.parse(out) as { threats: readonly { id: string; accepted?: unknown }[] };
      return threats.filter((threat) => threat.accepted !== undefined).map(({ id }) => id);
    };
    const before = await accepted();
    expect(before.length).toBeGreaterThan(0);
    await here.run('framework', 'upgrade', 'atlas@5.6.1', 'atlas@2026.07', 'fraud.system.yaml', '--write');
    expect(here.read('fraud.system.yaml')).toContain('technique: AML.T0115.000');
    expect(await accepted()).toEqual(before);
  });
});
