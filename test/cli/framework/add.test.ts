import { gzipSync } from 'node:zlib';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HAS_PUBLISHER_FILES, publisherPath } from '../../importers/frameworks/publisher-files.ts';
import { atlasYaml, TestWorkspace } from './workspace.ts';

let here: TestWorkspace;

beforeEach(() => {
  here = new TestWorkspace();
});

afterEach(() => {
  here.dispose();
});

interface Lock {
  readonly frameworks: readonly {
    id: string;
    edition: string;
    file: string;
    sha256: string;
    pinned: boolean;
  }[];
}

const lock = (): Lock => JSON.parse(here.read('threatloom.lock')) as Lock;
const recordFiles = (): string[] => readdirSync(join(here.folder, '.threatloom', 'frameworks', 'atlas'));

describe('framework add', () => {
  it('imports a file, writes its records with their prose, and locks where they come from', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    const { code, out, err } = await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'atlas 9.1.0: added (1 tactics, 1 techniques, 1 controls) from ATLAS-9.1.0.yaml\n',
      err: '',
    });
    expect(lock().frameworks).toMatchObject([
      { id: 'atlas', edition: '9.1.0', file: 'ATLAS-9.1.0.yaml', pinned: false },
    ]);
    const [file = ''] = recordFiles();
    expect(file).toMatch(/^9\.1\.0-[0-9a-f]{12}\.json$/);
    expect(here.read(join('.threatloom', 'frameworks', 'atlas', file))).toContain('Prose of a use.');
  });

  it('says so and changes nothing when the same file comes again', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    const before = here.state();
    const { code, out } = await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    expect({ code, out }).toEqual({ code: 0, out: 'atlas 9.1.0: unchanged\n' });
    expect(here.state()).toBe(before);
  });

  it('replaces an edition and takes its old records away', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', '--pin', 'ATLAS-9.1.0.yaml');
    const [old] = recordFiles();
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0').replace('Prose of a use.', 'Better prose.'));
    const { out } = await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    expect(out).toBe(
      'atlas 9.1.0: replaced, pinned (1 tactics, 1 techniques, 1 controls) from ATLAS-9.1.0.yaml\n',
    );
    expect(recordFiles()).toHaveLength(1);
    expect(recordFiles()).not.toContain(old);
  });

  it('reads gzip, takes the edition it is told, and several frameworks at once', async () => {
    here.write('matrix.yaml.gz', gzipSync(atlasYaml('9.1.0')));
    const told = await here.run('framework', 'add', 'matrix.yaml.gz', '--edition', '9.2.0');
    expect(told.out).toMatch(/^atlas 9\.2\.0: added/);
    here.write('ML01_2023-A.md', '---\ntitle: ML01:2023 A\n---\n\n## Description\n\nText.\n');
    const both = await here.run('framework', 'add', 'matrix.yaml.gz', 'ML01_2023-A.md', '--quiet');
    expect(both.out.split('\n').map((line) => line.split(' (')[0])).toEqual([
      'atlas 9.1.0: added',
      'owasp-ml 2023: added',
      '',
    ]);
    expect(lock().frameworks.map(({ id, edition }) => `${id}@${edition}`)).toEqual([
      'atlas@9.1.0',
      'atlas@9.2.0',
      'owasp-ml@2023',
    ]);
  });

  it('takes a fact pack, and the full file in its place afterwards', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'pack', 'ATLAS-9.1.0.yaml', '-o', 'atlas.json');
    expect(here.read('atlas.json')).toContain('"AML.T0000"');
    expect(here.read('atlas.json')).not.toContain('Prose');
    const facts = await here.run('framework', 'add', 'atlas.json');
    expect(facts.out).toMatch(/^atlas 9\.1\.0: added .* from atlas\.json\n$/);
    const full = await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    expect(full.out).toMatch(/^atlas 9\.1\.0: replaced .* from ATLAS-9\.1\.0\.yaml\n$/);
  });

  it('does not let a part of an edition take the place of the whole', async () => {
    const page = (number: number): string =>
      `---\ntitle: ML0${number}:2023 A\n---\n\n## Description\n\nText.\n`;
    here.write('ML01_2023-A.md', page(1));
    here.write('ML02_2023-A.md', page(2));
    await here.run('framework', 'add', '.', '--quiet');
    const before = here.state();
    const part = await here.run('framework', 'add', 'ML01_2023-A.md', '--quiet');
    expect([part.code, part.err]).toEqual([
      2,
      'threatloom.lock: error LOCK-006: owasp-ml 2023 would lose ML02, which ML01_2023-A.md gave\n' +
        '  give all files of the edition together; if they are to go: threatloom framework remove owasp-ml@2023\n',
    ]);
    expect(here.state()).toBe(before);
  });

  it('can be undone', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    expect(await here.run('framework', 'remove', 'atlas@9.1.0')).toMatchObject({ code: 0 });
    expect(lock().frameworks).toEqual([]);
    expect(recordFiles()).toEqual([]);
    const again = await here.run('framework', 'remove', 'atlas@9.1.0');
    expect(again.code).toBe(2);
    expect(again.err).toContain('error EDITION-003: "atlas@9.1.0" was not added here');
  });
});

describe('a bad file changes nothing', () => {
  const twice = `  - id: AML.T0000
    object-type: technique
    name: The same id again
    description: x
    tactics: [AML.TA0002]
`;
  const bad: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
    ['empty', 'a.yaml', '', /^a\.yaml: error INPUT-003: the file is empty\n {2}fetch it again\n$/],
    ['binary', 'a.yaml', new Uint8Array([1, 2, 0, 3]), /^a\.yaml: error INPUT-004: .*NUL byte at offset 2/],
    [
      'cut short',
      'a.json',
      '{"type":"bundle","objects":[{"type":"attack-pattern","kill_chain_phases":[{"kill_chain_name":"mitre-attack"',
      /^a\.json:1:108: error INPUT-005: the JSON stops before its end\n {2}the file is cut short: fetch it again\n$/,
    ],
    [
      'of a wrong kind',
      'a.yaml',
      atlasYaml('9.1.0', twice.replace('T0000', 'T0001').replace('The same id again', '[1, 2]')),
      /^a\.yaml:\d+:\d+: error FRAMEWORK-003: ATLAS-010: \"name\" should be text, not a list\n {2}\/matrices\/0\/techniques\/1\/name\n {2}nothing was added/,
    ],
    [
      'with an id twice',
      'a.yaml',
      atlasYaml('9.1.0', twice),
      /^a\.yaml:\d+:\d+: error FRAMEWORK-003: ATLAS-023: the id AML\.T0000 is used twice\n {2}\/matrices\/0\/techniques\/1\n/,
    ],
    [
      'noise',
      'a.txt',
      'lorem ipsum\n'.repeat(1000),
      /^a\.txt: error FRAMEWORK-001: no importer knows this file\n {2}known: /,
    ],
    [
      'a damaged gzip',
      'a.gz',
      gzipSync('x').subarray(0, 12),
      /^a\.gz: error INPUT-002: the gzip file is damaged/,
    ],
  ];

  it.each(bad)('%s', async (_what, name, content, error) => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    here.write('ATLAS-9.3.0.yaml', atlasYaml('9.3.0'));
    here.write(name, content);
    const before = here.state();
    const alone = await here.run('framework', 'add', name);
    const besideGood = await here.run('framework', 'add', 'ATLAS-9.3.0.yaml', name);
    expect(alone.err).toMatch(error);
    expect(besideGood.err).toMatch(/error [A-Z]+-\d{3}: /);
    expect([alone.code, alone.out, besideGood.code, besideGood.out]).toEqual([2, '', 2, '']);
    expect(here.state()).toBe(before);
  });

  it('is refused before it is read where it is too large', async () => {
    here.write('noise.json', new Uint8Array(97 * 1024 * 1024));
    const { code, err } = await here.run('framework', 'add', 'noise.json');
    expect(code).toBe(2);
    expect(err).toMatch(
      /^noise\.json: error INPUT-001: the file has 101711872 bytes; at most 100663296 are read/,
    );
    expect(existsSync(join(here.folder, 'threatloom.lock'))).toBe(false);
  });

  it('names an edition for several frameworks', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    here.write('ML01_2023-A.md', '---\ntitle: ML01:2023 A\n---\n\n## Description\n\nText.\n');
    const { code, err } = await here.run('framework', 'add', '.', '--edition', '1');
    expect(code).toBe(2);
    expect(err).toContain('error FRAMEWORK-004: --edition 1 cannot be meant for 2 frameworks');
  });
});

describe('what the lock names', () => {
  it('is in the graph that is built, beside what is shipped', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    expect((await here.run('build', '--quiet')).code).toBe(0);
    const { out } = await here.run(
      'cypher',
      "MATCH (t:Technique {id: 'AML.T0000'}) RETURN t.key AS key, t.description AS text ORDER BY key",
      '--format',
      'csv',
    );
    expect(out).toBe('key,text\r\natlas@5.6.1/AML.T0000,\r\natlas@9.1.0/AML.T0000,Prose of a technique.\r\n');
  });

  it('is shown by the list', async () => {
    here.write('ATLAS-5.6.1.yaml', atlasYaml('5.6.1'));
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-5.6.1.yaml');
    await here.run('framework', 'add', '--pin', 'ATLAS-9.1.0.yaml');
    const { out } = await here.run('framework', 'list', '--format', 'json');
    const rows = JSON.parse(out) as { framework: string; edition: string; origin: string; pinned: boolean }[];
    expect(
      rows
        .filter(({ framework }) => framework === 'atlas' || framework === 'nist-ai-rmf')
        .map(({ framework, edition, origin, pinned }) => [framework, edition, origin, pinned]),
    ).toEqual([
      ['atlas', '5.6.1', 'added', false],
      ['atlas', '9.1.0', 'added', true],
      ['nist-ai-rmf', '1.0', 'shipped', true],
    ]);
  });

  it('must be there, and be what was written', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    const file = join('.threatloom', 'frameworks', 'atlas', recordFiles()[0]!);
    here.write(file, here.read(file).replace('Prose of a use.', 'Other prose.'));
    const changed = await here.run('build', '--quiet');
    expect(changed.code).toBe(2);
    expect(changed.err).toContain(
      'error LOCK-003: the records of atlas 9.1.0 are not those that the lock means',
    );
    expect((await here.run('framework', 'add', 'ATLAS-9.1.0.yaml')).out).toMatch(
      /^atlas 9\.1\.0: unchanged \(/,
    );
    expect((await here.run('build', '--quiet')).code).toBe(0);
  });

  it.each([
    ['no JSON', 'x', 'error LOCK-001: the lock is not JSON'],
    ['a path', '../../etc', 'error LOCK-001: the lock is wrong: not a name that a file may have'],
  ])('is refused where the lock holds %s', async (_what, id, message) => {
    const entry = {
      id,
      edition: '1',
      file: 'f',
      sha256: '0'.repeat(64),
      records: '0'.repeat(64),
      reader: '0',
      pinned: false,
    };
    here.write(
      'threatloom.lock',
      id === 'x' ? id : JSON.stringify({ format: 'threatloom-lock/1', frameworks: [entry] }),
    );
    const { code, err } = await here.run('build', '--quiet');
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)("framework add with the publishers' files", () => {
  it('puts ATT&CK and ATLAS with their texts in the place of the shipped packs', async () => {
    const { code, out } = await here.run(
      'framework',
      'add',
      publisherPath('attack/enterprise-attack-18.1.stix21.json.gz'),
      publisherPath('atlas/ATLAS-5.6.1.yaml'),
      '--quiet',
    );
    expect(code).toBe(0);
    expect(out).toBe(
      'attack-enterprise 18.1: added (14 tactics, 691 techniques, 44 controls) from enterprise-attack-18.1.stix21.json.gz\n' +
        'atlas 5.6.1: added (16 tactics, 170 techniques, 35 controls, 57 case studies) from ATLAS-5.6.1.yaml\n',
    );
    await here.run('build', '--quiet');
    const { out: rows } = await here.run(
      'cypher',
      'MATCH (c:Control)-[m:MITIGATES]->(t:Technique) WHERE m.description IS NOT NULL RETURN c.framework AS framework, count(*) AS links ORDER BY framework',
      '--format',
      'csv',
    );
    expect(rows).toBe('framework,links\r\natlas,246\r\nattack-enterprise,1445\r\n');
  });
});

describe('framework diff', () => {
  it('compares files and editions at hand, as text and JSON', async () => {
    here.write('ATLAS-9.1.0.yaml', atlasYaml('9.1.0'));
    await here.run('framework', 'add', 'ATLAS-9.1.0.yaml');
    here.write('ATLAS-9.2.0.yaml', atlasYaml('9.2.0').replaceAll('Search Open Technical', 'Search'));
    const text = await here.run('framework', 'diff', 'atlas@9.1.0', 'ATLAS-9.2.0.yaml');
    expect(text).toEqual({
      code: 0,
      out: 'atlas 9.1.0 → 9.2.0\n\nRenamed (1)\n  technique AML.T0000 Search Open Technical Databases → Search Databases\n',
      err: '',
    });
    const json = await here.run('framework', 'diff', 'atlas@9.1.0', 'ATLAS-9.1.0.yaml', '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ from: '9.1.0', to: '9.1.0', renamed: [], added: [] });
  });

  it('says which editions are at hand', async () => {
    const { code, err } = await here.run('framework', 'diff', 'atlas@1', 'atlas');
    expect(code).toBe(2);
    expect(err).toBe(
      'error EDITION-003: there is no edition 1 of atlas here\n  at hand: atlas@5.6.1; add another with "framework add"\n',
    );
  });
});

describe('an archive of a release', () => {
  it('is read for what importers know, and a folder of it alone', async () => {
    const archive = zipSync({
      'release-1/README.md': strToU8('# Read me\n'),
      'release-1/old/ATLAS.yaml': strToU8(atlasYaml('9.0.0')),
      'release-1/new/ATLAS.yaml': strToU8(atlasYaml('9.1.0')),
    });
    here.write('release.zip', archive);
    expect(await here.run('framework', 'add', 'release.zip', '--inside', 'new')).toEqual({
      code: 0,
      out: 'atlas 9.1.0: added (1 tactics, 1 techniques, 1 controls) from ATLAS.yaml\n',
      err: '',
    });
    expect(await here.run('framework', 'add', 'release.zip')).toEqual({
      code: 0,
      out:
        'atlas 9.1.0: unchanged (1 tactics, 1 techniques, 1 controls) from ATLAS.yaml\n' +
        'atlas 9.0.0: added (1 tactics, 1 techniques, 1 controls) from ATLAS.yaml\n',
      err: '1 files of archives belong to no framework and are left out\n',
    });
  });

  it('changes nothing where it tries to escape, or holds nothing that is known', async () => {
    const before = here.state();
    here.write('evil.zip', zipSync({ 'ATLAS.yaml': strToU8(atlasYaml('9.1.0')), '../x.yaml': strToU8('x') }));
    here.write('other.zip', zipSync({ 'README.md': strToU8('# Read me\n') }));
    const evil = await here.run('framework', 'add', 'evil.zip');
    expect([evil.code, evil.err]).toEqual([
      2,
      'evil.zip: error ARCHIVE-002: the entry "../x.yaml" would leave the folder of the archive\n' +
        '  nothing was read; unpack what you trust yourself, and add the files that are meant\n',
    ]);
    const other = await here.run('framework', 'add', 'other.zip');
    expect([other.code, other.err.split('\n')[0]]).toEqual([
      2,
      'other.zip: error FRAMEWORK-001: no importer knows a file of the archive',
    ]);
    here.remove('evil.zip', 'other.zip');
    expect(here.state()).toBe(before);
  });
});

describe('addresses', () => {
  it.each([
    ['add', 'http://example.org/ATLAS.yaml', 'FETCH-001: http://example.org/ATLAS.yaml is no https address'],
    ['add', 'https://127.0.0.1/ATLAS.yaml', 'FETCH-003: 127.0.0.1 is not an address of the public internet'],
    [
      'fetch',
      'https://[::ffff:10.0.0.1]/x',
      'FETCH-003: ::ffff:a00:1 is not an address of the public internet',
    ],
    [
      'fetch',
      'https://169.254.169.254/',
      'FETCH-003: 169.254.169.254 is not an address of the public internet',
    ],
    ['fetch', 'nobody', 'DOWNLOADS-002: no address is known for "nobody"'],
    ['fetch', 'owasp-llm@2024', 'DOWNLOADS-002: no address is known for edition 2024 of owasp-llm'],
  ])('%s %s is refused', async (command, what, message) => {
    const before = here.state();
    const { code, out, err } = await here.run('framework', command, what);
    expect([code, out, err.split('\n')[0]]).toEqual([2, '', `error ${message}`]);
    expect(here.state()).toBe(before);
  });

  it('are listed with their licences', async () => {
    const { code, out } = await here.run('framework', 'fetch');
    expect(code).toBe(0);
    expect(out).toMatch(/^framework +edition +licence +from\n/);
    expect(out).toMatch(
      /\nowasp-llm +2026 +CC BY-SA 4\.0, © OWASP Foundation +https:\/\/raw\.githubusercontent\.com\//,
    );
  });
});
