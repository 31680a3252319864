import { gzipSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { pack, type Header } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { archiveKind, readArchive } from '#importers/formats/archive/read-archive';
import { openImportFile } from '#importers/formats/import-file';
import { ThreatloomError } from '#model/errors';

type Entry = Partial<Header> & { readonly name: string; readonly content?: string | Uint8Array };

async function tar(...entries: readonly Entry[]): Promise<Uint8Array> {
  const archive = pack();
  for (const { content = '', ...header } of entries) archive.entry(header, content);
  archive.finalize();
  const parts: Uint8Array[] = [];
  for await (const part of archive as AsyncIterable<Uint8Array>) parts.push(part);
  return Buffer.concat(parts);
}

const zip = (files: Zippable): Uint8Array => zipSync(files, { mtime: '2026-01-01' });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function read(name: string, raw: Uint8Array, inside?: string): Promise<readonly string[]> {
  const file = openImportFile(name, raw);
  const kind = archiveKind(file);
  if (kind === undefined) throw new Error('no archive');
  const files = await readArchive(file, kind, inside);
  return files.map((each) => `${each.file}: ${Buffer.from(each.bytes).toString().slice(0, 20)}`);
}

async function refusal(raw: Uint8Array): Promise<string> {
  try {
    return (await read('release', raw)).join();
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    expect([error.file, error.exitCode]).toEqual(['release', 2]);
    return `${error.code} ${error.message}`;
  }
}

describe('an archive', () => {
  const files = {
    'r-1/data/b.yaml': bytes('b'),
    'r-1/data/a.yaml': bytes('a'),
    'r-1/README.md': bytes('read me'),
  };

  it('is read in order of its paths, whatever its form', async () => {
    const expected = ['README.md: read me', 'a.yaml: a', 'b.yaml: b'];
    const asTar = await tar(
      { name: 'r-1/', type: 'directory' },
      ...Object.entries(files).map(([name, content]) => ({ name, content })),
    );
    expect(await read('r.zip', zip(files))).toEqual(expected);
    expect(await read('r.tar', asTar)).toEqual(expected);
    expect(await read('r.tar.gz', gzipSync(asTar))).toEqual(expected);
    expect(await read('r.zip', zip({ ...files, 'c.yaml.gz': gzipSync('c') }))).toEqual([
      'c.yaml.gz: c',
      ...expected,
    ]);
  });

  it('gives the files below one folder, with or without the folder of the release', async () => {
    expect(await read('r.zip', zip(files), 'data')).toEqual(['a.yaml: a', 'b.yaml: b']);
    expect(await read('r.zip', zip(files), '/r-1/data/')).toEqual(['a.yaml: a', 'b.yaml: b']);
    expect(await read('r.zip', zip(files), 'dat')).toEqual([]);
  });

  it('is known by its beginning, not its name', () => {
    expect(archiveKind(openImportFile('a.zip', bytes('id: ATLAS\n')))).toBeUndefined();
    expect(archiveKind(openImportFile('a.yaml', zip({})))).toBe('zip');
  });
});

describe('an archive that tries to escape its folder is refused with the name of the entry', () => {
  const NAMES = [
    '../evil.yaml',
    'a/../../evil.yaml',
    '/etc/passwd',
    'C:\\evil.yaml',
    'a\\..\\..\\evil.yaml',
    '\\\\host\\evil',
  ];

  it.each(NAMES)('zip: %s', async (name) => {
    const raw = zip({ 'good.yaml': bytes('x'), [name]: bytes('y') });
    expect(await refusal(raw)).toBe(
      `ARCHIVE-002 the entry ${JSON.stringify(name)} would leave the folder of the archive`,
    );
  });

  it.each(NAMES)('tar: %s', async (name) => {
    expect(await refusal(await tar({ name: 'good.yaml', content: 'x' }, { name, content: 'y' }))).toBe(
      `ARCHIVE-002 the entry ${JSON.stringify(name)} would leave the folder of the archive`,
    );
  });

  it('links and devices', async () => {
    const link: Zippable = { link: [bytes('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] };
    expect(await refusal(zip(link))).toBe('ARCHIVE-003 the entry "link" is a link');
    expect(await refusal(await tar({ name: 'link', type: 'symlink', linkname: '/etc/passwd' }))).toBe(
      'ARCHIVE-003 the entry "link" is a link',
    );
    expect(await refusal(await tar({ name: 'hard', type: 'link', linkname: '/etc/passwd' }))).toBe(
      'ARCHIVE-003 the entry "hard" is a link',
    );
    expect(await refusal(await tar({ name: 'dev', type: 'character-device' }))).toBe(
      'ARCHIVE-003 the entry "dev" is no file',
    );
  });

  it('and does not write over the terminal', async () => {
    expect(await refusal(zip({ '../\u001b[2Jx': bytes('y') }))).toBe(
      'ARCHIVE-002 the entry "../\\u001b[2Jx" would leave the folder of the archive',
    );
  });
});

describe('an archive that holds too much is refused', () => {
  const MiB = 1024 * 1024;

  it('by what it says, before it is undone', async () => {
    expect(await refusal(zip({ 'bomb.json': new Uint8Array(20 * MiB) }))).toBe(
      'ARCHIVE-004 the entry "bomb.json" is 250 times its compressed size',
    );
    const raw = zip({ 'a.json': bytes('x') });
    const directory = Buffer.from(raw).lastIndexOf('PK\u0001\u0002');
    new DataView(raw.buffer).setUint32(directory + 20, MiB, true);
    new DataView(raw.buffer).setUint32(directory + 24, 97 * MiB, true);
    expect(await refusal(raw)).toBe('ARCHIVE-004 with the entry "a.json" the archive holds more than 96 MiB');
  });

  it('where it says less than it holds', async () => {
    const raw = zip({ 'a.json': bytes('x'.repeat(1000)) });
    const directory = Buffer.from(raw).lastIndexOf('PK\u0001\u0002');
    new DataView(raw.buffer).setUint32(directory + 24, 10, true);
    expect(await refusal(raw)).toMatch(/^ARCHIVE-001 the archive cannot be read: /);
  });

  it('in its entries, and in gzip within it', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`f${i}`, new Uint8Array(0)]));
    expect(await refusal(zip(many))).toBe('ARCHIVE-004 the archive holds more than 10000 entries');
    const inner = gzipSync(new Uint8Array(60 * MiB));
    expect(await refusal(zip({ 'a.gz': inner, 'b.gz': inner }))).toBe(
      'ARCHIVE-004 with the entry "b.gz" the archive holds more than 96 MiB',
    );
  });
});

describe('a damaged archive', () => {
  const raw = zip({ 'a.yaml': [bytes('hello'), { level: 0 }] });
  const changed = (at: number, value: number): Uint8Array => {
    const copy = Uint8Array.from(raw);
    copy[at] = value;
    return copy;
  };

  it.each([
    ['cut short', raw.subarray(0, raw.length - 5), 'its directory is missing, it is cut short'],
    ['with another letter', changed(36, 0x41), '"a.yaml" is not what its checksum says'],
    ['encrypted', changed(Buffer.from(raw).lastIndexOf('PK\u0001\u0002') + 8, 1), '"a.yaml" is encrypted'],
  ])('is refused: %s', async (_what, damaged, why) => {
    expect(await refusal(damaged)).toBe(`ARCHIVE-001 the archive cannot be read: ${why}`);
  });

  it('is refused where a tar breaks off or an entry comes twice', async () => {
    const whole = await tar({ name: 'a', content: 'x'.repeat(2000) });
    expect(await refusal(whole.subarray(0, 1500))).toMatch(/^ARCHIVE-001 the archive cannot be read: /);
    expect(await refusal(await tar({ name: 'a', content: 'x' }, { name: 'a', content: 'y' }))).toBe(
      'ARCHIVE-005 the archive holds "a" twice',
    );
  });
});
