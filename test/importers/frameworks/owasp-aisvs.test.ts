import { describe, expect, it } from 'vitest';
import { owaspAisvs } from '#importers/frameworks/owasp-aisvs/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFolder, publisherText } from './publisher-files.ts';

describe.skipIf(!HAS_PUBLISHER_FILES)('OWASP AISVS 1.0, the files of OWASP', () => {
  const records = () => owaspAisvs.read(publisherFolder('owasp-aisvs'));

  it('has 12 chapters, 44 sections and 191 requirements on three levels', () => {
    const { framework, census, requirements, diagnostics, source } = records();
    expect(owaspAisvs.detect(publisherFolder('owasp-aisvs'))).toBe('owasp-aisvs-markdown');
    expect(framework.edition).toBe('1.0');
    expect(census).toEqual({
      chapter: 12,
      section: 44,
      'requirement L1': 51,
      'requirement L2': 95,
      'requirement L3': 45,
    });
    expect(requirements.filter(({ level }) => level === 'chapter').map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, index) => `C${index + 1}`),
    );
    expect(requirements.find(({ id }) => id === 'C10.4')).toMatchObject({
      name: 'Schema, Message, and Input Validation',
      parent: 'C10',
    });
    expect(requirements.map(({ order }) => order)).toEqual(requirements.map((_, index) => index));
    expect(diagnostics).toEqual([]);
    expect(source.file).not.toContain('0x91');
  });

  it('has every requirement that OWASP’s own inventory of controls lists, and no other', () => {
    const inventory = publisherText('owasp-aisvs/0x91-Appendix-B_AI_Security_Controls_Inventory.md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.includes('---'))
      .flatMap((line) => [...line.matchAll(/\bC\d+\.\d+\.\d+\b/g)].map(([id]) => id));
    const ids = records()
      .requirements.filter(({ level }) => level.startsWith('L'))
      .map(({ id }) => id);
    expect(ids).toHaveLength(191);
    expect([...new Set(inventory)].sort()).toEqual([...ids].sort());
  });
});

describe('OWASP AISVS, made-up files', () => {
  const read = (...texts: string[]) =>
    owaspAisvs.read(texts.map((text, index) => madeUpFile(`0x10-C0${index + 1}-A.md`, text)));

  it('reports a requirement out of its section, twice the same, and missing chapters', () => {
    const { diagnostics, requirements } = read(
      '# C1 A\n## C1.1 B\n| **1.1.1** | **Verify that** x. | 1 |\n| **1.1.1** | y | 2 |\n| **1.2.1** | z | 3 |\n',
    );
    expect(
      requirements.map(({ id, level, parent, description }) => [id, level, parent, description]),
    ).toEqual([
      ['C1', 'chapter', undefined, undefined],
      ['C1.1', 'section', 'C1', undefined],
      ['C1.1.1', 'L1', 'C1.1', 'Verify that x.'],
    ]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'AISVS-002 line 4: C1.1.1 comes twice',
      'AISVS-002 line 5: C1.2.1 stands under no C1.2',
      'AISVS-003 1 of the 12 chapters are there',
    ]);
  });

  it('orders chapters by number, not by name', () => {
    expect(read('# C10 A\n', '# C9 B\n').requirements.map(({ id }) => id)).toEqual(['C9', 'C10']);
  });

  it('refuses files without a chapter', () => {
    expect(() => read('# Appendix\n')).toThrow('no file is a chapter of AISVS, e.g. "# C1 …"');
  });
});
