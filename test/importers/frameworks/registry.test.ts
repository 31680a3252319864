import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectFramework, FRAMEWORK_IMPORTERS, readFramework } from '#importers/frameworks/registry';
import { sourceOf } from '#model/framework-importer';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherFolder } from './publisher-files.ts';

describe('the registry of framework importers', () => {
  it('lists the folders beside it, each under its own name', () => {
    const folder = fileURLToPath(new URL('../../../importers/frameworks', import.meta.url));
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(FRAMEWORK_IMPORTERS.map(({ id }) => id)).toEqual(folders.map(({ name }) => name).sort());
  });

  it('has no format twice', () => {
    const formats = FRAMEWORK_IMPORTERS.flatMap((importer) => importer.formats.map(({ id }) => id));
    expect(new Set(formats).size).toBe(formats.length);
  });

  it('names the known formats where no importer takes a file', () => {
    expect(() => readFramework([madeUpFile('notes.txt', 'hello')])).toThrow(
      expect.objectContaining({
        code: 'FRAMEWORK-001',
        message: 'no importer knows this file',
        file: 'notes.txt',
        hint: expect.stringContaining('ATT&CK Enterprise STIX 2.1 bundle') as string,
      }) as Error,
    );
  });

  it('reads with the importer that the caller names, and knows no other', () => {
    const file = madeUpFile('notes.txt', 'hello');
    expect(() => readFramework([file], { framework: 'atlas' })).toThrow('this is no ATLAS file');
    expect(() => readFramework([file], { framework: 'nobody' })).toThrow('there is no importer for "nobody"');
  });

  it.skipIf(!HAS_PUBLISHER_FILES)('tells the publishers’ files apart', () => {
    const found = (path: string) => {
      const detected = detectFramework([publisherFile(path)]);
      return detected === undefined ? undefined : `${detected.importer.id} ${detected.format}`;
    };
    expect(found('atlas/ATLAS-3.0.0.yaml')).toBe('atlas atlas-yaml-v5');
    expect(found('atlas/fixtures/ATLAS-5.6.1.v6-shaped.yaml')).toBe('atlas atlas-yaml-v6');
    expect(found('atlas/stix/stix-atlas-5.6.0.json')).toBe('atlas atlas-stix-2.1');
    expect(found('attack/enterprise-attack-18.1.stix21.json.gz')).toBe(
      'attack-enterprise attack-enterprise-stix-2.1',
    );
    expect(found('attack/ics-attack-18.1.json.gz')).toBeUndefined();
    expect(found('attack/attack-collection-index.json')).toBeUndefined();
    expect(found('crosswalks/d3fend/misp-mitre-d3fend.json')).toBe('d3fend d3fend-misp-cluster');
    expect(found('plot4ai/deck.json')).toBeUndefined();
  });
});

describe.skipIf(!HAS_PUBLISHER_FILES)('the GenAI Security Crosswalk', () => {
  it('is left alone: most of its labels do not belong to the ids beside them', () => {
    const folder = 'crosswalks/genai-security-crosswalk';
    const files = [...publisherFolder(`${folder}/entries`), ...publisherFolder(`${folder}/frameworks`)];
    expect(files).toHaveLength(66);
    expect(files.flatMap((file) => detectFramework([file])?.importer.id ?? [])).toEqual([]);
    expect(detectFramework(files)).toBeUndefined();
  });
});

describe('the source of several files', () => {
  it('is the same in any order, and another when a byte changes', () => {
    const [a, b] = [madeUpFile('a.yaml', 'x'), madeUpFile('folder/b.yaml', 'y')];
    expect(sourceOf([b, a])).toEqual(sourceOf([a, b]));
    expect(sourceOf([a, b]).file).toBe('a.yaml+b.yaml');
    expect(sourceOf([a, madeUpFile('b.yaml', 'z')]).sha256).not.toBe(sourceOf([a, b]).sha256);
    expect(sourceOf([a])).toEqual({ file: 'a.yaml', sha256: a.sha256 });
  });
});
