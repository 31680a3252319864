import { describe, expect, it } from 'vitest';
import { nistAiRmf } from '#importers/frameworks/nist-ai-rmf/index';
import { nameOf } from '#importers/frameworks/nist-ai-rmf/requirements';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherText } from './publisher-files.ts';

const PLAYBOOK = 'nist-ai-rmf/nist_ai_rmf_playbook.json';

describe.skipIf(!HAS_PUBLISHER_FILES)('NIST AI RMF, the Playbook', () => {
  const read = () => nistAiRmf.read([publisherFile(PLAYBOOK)]);

  it('has 4 functions, 19 categories and 72 subcategories', () => {
    const { requirements, census, diagnostics, framework } = read();
    const count = (level: string, start = '') =>
      requirements.filter((one) => one.level === level && one.id.startsWith(start)).length;
    expect(framework.edition).toBe('1.0');
    expect([count('function'), count('category'), count('subcategory')]).toEqual([4, 19, 72]);
    const ofFunctions = ['GOVERN ', 'MAP ', 'MEASURE ', 'MANAGE '].map((name) => count('subcategory', name));
    expect(ofFunctions).toEqual([19, 18, 22, 13]);
    expect(census).toEqual({ subcategory: 72 });
    expect(diagnostics).toEqual([]);
  });

  it('has the ids of the framework tree that others publish', () => {
    const tree = publisherText('nist-ai-rmf/ciso-assistant-nist-ai-rmf-1.0.yaml');
    const listed = [...tree.matchAll(/ref_id: ((?:GOVERN|MAP|MEASURE|MANAGE)[ \d.]*)$/gm)].map(
      ([, id = '']) => id.trim(),
    );
    expect(new Set(read().requirements.map(({ id }) => id))).toEqual(new Set(listed));
    expect(listed).toHaveLength(95);
  });

  it('puts them in document order, each under its parent', () => {
    const { requirements } = read();
    expect(requirements.map(({ order }) => order)).toEqual(requirements.map((_, index) => index));
    expect(requirements.slice(0, 3).map(({ id, parent, level, name }) => [id, parent, level, name])).toEqual([
      ['GOVERN', undefined, 'function', 'Govern'],
      ['GOVERN 1', 'GOVERN', 'category', 'GOVERN 1'],
      ['GOVERN 1.1', 'GOVERN 1', 'subcategory', 'Legal and Regulatory'],
    ]);
    const ids = requirements.map(({ id }) => id);
    expect(ids.indexOf('MEASURE 2.10')).toBe(ids.indexOf('MEASURE 2.9') + 1);
    expect(ids.at(-1)).toBe('MANAGE 4.3');
  });

  it('keeps the sentence as description, so that a fact pack drops it', () => {
    const security = read().requirements.find(({ id }) => id === 'MEASURE 2.7');
    expect(security).toMatchObject({ name: 'Secure and Resilient', parent: 'MEASURE 2' });
    expect(security?.description).toMatch(/security and resilience .* are evaluated and documented/);
  });

  it('is recognised by its first lines', () => {
    expect(nistAiRmf.detect([publisherFile(PLAYBOOK)])).toBe('ai-rmf-playbook-json');
    expect(nistAiRmf.detect([publisherFile('iso/iso-outlines.json')])).toBeUndefined();
  });
});

describe('NIST AI RMF, made-up files', () => {
  const read = (rows: unknown) => nistAiRmf.read([madeUpFile('playbook.json', JSON.stringify(rows))]);
  const row = (title: string) => ({ title, description: 'Done.', Topic: [] });

  it('reads any spelling of an id, in any order', () => {
    const { requirements } = read([row('MS-2.10'), row('Govern 1.1'), row('MEASURE 2.9')]);
    const subcategories = requirements.filter(({ level }) => level === 'subcategory');
    expect(subcategories.map(({ id }) => id)).toEqual(['GOVERN 1.1', 'MEASURE 2.9', 'MEASURE 2.10']);
  });

  it('reports every bad row with its place', () => {
    const { diagnostics } = read([
      row('GOVERN 1.1'),
      row('GV-1.1'),
      row('GOVERN 1'),
      { title: 'MAP 1.1' },
      7,
    ]);
    expect(diagnostics.map(({ code, message, pointer }) => [code, message, pointer])).toEqual([
      ['AI-RMF-004', 'GOVERN 1.1 comes twice', '/1/title'],
      ['AI-RMF-003', '"GOVERN 1" is not the id of a subcategory', '/2/title'],
      ['AI-RMF-002', '"description" is missing, expected text', '/3/description'],
      ['AI-RMF-002', 'expected an object, found a number', '/4'],
    ]);
  });

  it.each([
    [[], 'this is not the AI RMF Playbook: it is no list of subcategories'],
    [{ objects: [] }, 'this is not the AI RMF Playbook: it is no list of subcategories'],
  ])('refuses %j', (value, message) => {
    expect(() => read(value)).toThrow(message);
  });

  it.each([
    [['Legal and Regulatory', 'Governance'], 'Legal and Regulatory'],
    [['Governance'], 'Governance'],
    [['TEVV', 'Privacy', 'Trustworthy Characteristics'], 'Privacy'],
    [['Trustworthy Characteristics', 'Safety', 'Privacy', 'Data'], 'Trustworthy Characteristics, Data'],
    [['A', 'B', 'C', 'D'], 'A, B, C'],
    [[], 'MAP 1.1'],
  ])('names a subcategory with the topics %j "%s"', (topics, name) => {
    expect(nameOf(topics, 'MAP 1.1')).toBe(name);
  });
});
