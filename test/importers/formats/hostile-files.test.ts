import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAX_IMPORT_BYTES, openImportFile } from '#importers/formats/import-file';
import { MAX_YAML_BYTES, parseYaml } from '#importers/formats/yaml/parse-yaml';
import { readFramework } from '#importers/frameworks/registry';
import { ThreatloomError } from '#model/errors';

const ATLAS = 'id: ATLAS\nname: x\nversion: 9.0.0\n';

function refusal(
  name: string,
  content: string | Uint8Array,
): Pick<ThreatloomError, 'code' | 'message' | 'line' | 'column'> {
  try {
    readFramework([
      openImportFile(name, typeof content === 'string' ? new TextEncoder().encode(content) : content),
    ]);
  } catch (error) {
    if (!(error instanceof ThreatloomError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.file).toBe(name);
    expect(error.hint).toMatch(/\w+/);
    return { code: error.code, message: error.message, line: error.line, column: error.column };
  }
  throw new Error('was read');
}

/** Ten aliases of ten aliases …: 10^9 entries once followed. */
function aliasBomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++) {
    const [name, of] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
    levels.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]`);
  }
  return `${ATLAS}${levels.join('\n')}\n`;
}

describe('a hostile or damaged file gets one clear error', () => {
  it.each<
    [string, string, () => string | Uint8Array, string, string, number | undefined, number | undefined]
  >([
    ['nothing', 'a.yaml', () => '', 'INPUT-003', 'the file is empty', undefined, undefined],
    [
      'half a letter of UTF-16',
      'a.json',
      () => new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d]),
      'INPUT-004',
      'the file is not text: it holds bytes that are not UTF-16, though it starts as if they were',
      undefined,
      undefined,
    ],
    [
      'a NUL in UTF-16',
      'a.json',
      () => new Uint8Array([0xfe, 0xff, 0x00, 0x7b, 0x00, 0x00]),
      'INPUT-004',
      'the file is not text: it holds a NUL at letter 2',
      undefined,
      undefined,
    ],
    [
      'noise in letters',
      'a.json',
      () => new Uint8Array(100_000_000).fill(0x78),
      'FRAMEWORK-001',
      'no importer knows this file',
      undefined,
      undefined,
    ],
    [
      'noise that starts like JSON',
      'a.json',
      () => new Uint8Array(20_000_000).fill(0x7b),
      'INPUT-005',
      'this is not JSON: unexpected "{"',
      1,
      2,
    ],
    [
      'more than the limit',
      'a.json',
      () => new Uint8Array(MAX_IMPORT_BYTES + 1).fill(0x7b),
      'INPUT-001',
      'the file holds more than 96 MiB, the most that is read',
      undefined,
      undefined,
    ],
    [
      'a gzip bomb',
      'a.json.gz',
      () => gzipSync(new Uint8Array(MAX_IMPORT_BYTES + 1)),
      'INPUT-001',
      'the file holds more than 96 MiB, the most that is read',
      undefined,
      undefined,
    ],
    [
      'bytes after a gzip header',
      'a.gz',
      () => Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3),
      'INPUT-002',
      'the gzip file is damaged or cut short',
      undefined,
      undefined,
    ],
    [
      'a binary file',
      'a.yaml',
      () => Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0),
      'INPUT-004',
      'the file is not text: it holds a NUL byte at offset 4',
      undefined,
      undefined,
    ],
    [
      'a text in another encoding',
      'a.yaml',
      () => Uint8Array.of(0x69, 0x64, 0xe9, 0x20),
      'INPUT-004',
      'the file is not text: it holds bytes that are not UTF-8',
      undefined,
      undefined,
    ],
    [
      'an ATLAS YAML with a broken line',
      'a.yaml',
      () => `${ATLAS}tactics:\n- id: 'AML\n`,
      'INPUT-006',
      "this is not YAML: Missing closing 'quote",
      6,
      1,
    ],
    [
      'a YAML alias bomb',
      'a.yaml',
      aliasBomb,
      'INPUT-007',
      'the YAML repeats itself through too many aliases',
      undefined,
      undefined,
    ],
    [
      'an ATLAS YAML too large',
      'a.yaml',
      () => ATLAS.padEnd(MAX_YAML_BYTES + 1, '#'),
      'INPUT-008',
      'the file holds more than 2 MiB, the most that is read as YAML',
      undefined,
      undefined,
    ],
    [
      'a JSON cut short',
      'a.json',
      () => '{"type":"bundle","objects":[{"type":"attack-pattern"',
      'INPUT-005',
      'the JSON stops before its end',
      1,
      53,
    ],
    [
      'JSON of another kind',
      'a.json',
      () => '{"kill_chain_name":"mitre-attack"}',
      'STIX-001',
      'this JSON is not a STIX bundle: it needs "type": "bundle" and a list "objects"',
      undefined,
      undefined,
    ],
    [
      'a bundle whose objects are no list',
      'a.json',
      () => '{"type":"bundle","objects":{"x":"mitre-atlas"}}',
      'STIX-001',
      'this JSON is not a STIX bundle: it needs "type": "bundle" and a list "objects"',
      undefined,
      undefined,
    ],
    [
      'a bundle without techniques',
      'stix-atlas-5.0.0.json',
      () => '{"type":"bundle","objects":["mitre-atlas", null, 7, [], {}]}',
      'ATLAS-003',
      'the bundle holds no ATLAS tactics or no techniques',
      undefined,
      undefined,
    ],
  ])('%s', (_what, name, content, code, message, line, column) => {
    expect(refusal(name, content())).toEqual({ code, message, line, column });
  });

  it('with all faults of a YAML file at once', () => {
    const file = openImportFile('a.yaml', new TextEncoder().encode('a: 1\na: 2\nb: [\n'));
    expect(() => parseYaml(file)).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({
            message: 'this is not YAML: Map keys must be unique',
            line: 2,
            column: 1,
          }),
          expect.objectContaining({ line: 4, column: 1 }),
        ],
      }) as Error,
    );
  });
});

describe('YAML', () => {
  it('says where things stand and how scalars were written', () => {
    const document = parseYaml(
      openImportFile(
        'a.yaml',
        new TextEncoder().encode('collection:\n  version: 2026.10\n  a/b: [x, {y~: z}]\n'),
      ),
    );
    expect(document.value).toEqual({ collection: { version: 2026.1, 'a/b': ['x', { 'y~': 'z' }] } });
    expect(document.written('/collection/version')).toBe('2026.10');
    expect(document.locate('/collection/a~1b/1/y~0')).toEqual({ line: 3, column: 17 });
    expect(document.locate('/collection/gone/deeper')).toEqual({ line: 2, column: 3 });
  });
});
