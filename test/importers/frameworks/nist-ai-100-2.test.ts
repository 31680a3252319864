import { describe, expect, it } from 'vitest';
import { nistAi1002 } from '#importers/frameworks/nist-ai-100-2/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile } from './publisher-files.ts';

describe.skipIf(!HAS_PUBLISHER_FILES)('NIST AI 100-2 E2025', () => {
  const input = () => [publisherFile('nist-ai-100-2/nist-ai-100-2-e2025-taxonomy.json')];

  it('has 5 categories and 23 attacks, many of them under several categories', () => {
    const { framework, risks, census, diagnostics } = nistAi1002.read(input());
    expect(nistAi1002.detect(input())).toBe('ai-100-2-taxonomy-json');
    expect(framework.edition).toBe('E2025');
    expect(census).toEqual({ category: 5, attack: 23 });
    expect(risks.filter(({ level }) => level === 'category').map(({ id, name }) => `${id} ${name}`)).toEqual([
      'NISTAML.01 Availability Breakdown',
      'NISTAML.02 Integrity Violation',
      'NISTAML.03 Privacy Compromise',
      'NISTAML.04 Misuse Enablement',
      'NISTAML.05 Supply Chain Attacks',
    ]);
    const attacks = risks.filter(({ level }) => level === 'attack');
    expect(attacks).toHaveLength(23);
    expect(attacks.filter(({ parents }) => parents.length > 1).map(({ id }) => id)).toEqual([
      'NISTAML.012',
      'NISTAML.013',
      'NISTAML.015',
      'NISTAML.018',
      'NISTAML.023',
    ]);
    expect(diagnostics).toEqual([]);
  });

  it('keeps all parents of an attack', () => {
    const { risks } = nistAi1002.read(input());
    expect(risks.find(({ id }) => id === 'NISTAML.018')).toEqual({
      id: 'NISTAML.018',
      name: 'Prompt Injection',
      parents: ['NISTAML.01', 'NISTAML.02', 'NISTAML.03', 'NISTAML.04'],
      level: 'attack',
    });
  });
});

describe('NIST AI 100-2, made-up files', () => {
  const read = (value: unknown) => nistAi1002.read([madeUpFile('taxonomy.json', JSON.stringify(value))]);

  it('reports all that is wrong, each with its place', () => {
    const { risks, diagnostics } = read({
      framework: 'NIST AI 100-2 E2027',
      categories: [
        { id: 'NISTAML.01', name: 'One' },
        { id: 'NISTAML.01', name: 'Again' },
      ],
      attacks: [
        { id: 'NISTAML.011', name: 'A', categories: ['NISTAML.01', 'NISTAML.09'] },
        { id: 'AML.T0051', name: 'B', categories: [] },
        { name: 'C', categories: ['NISTAML.01'] },
      ],
    });
    expect(risks).toEqual([
      { id: 'NISTAML.01', name: 'One', parents: [], level: 'category' },
      { id: 'NISTAML.011', name: 'A', parents: ['NISTAML.01'], level: 'attack' },
    ]);
    expect(diagnostics.map(({ code, message, pointer }) => [code, message, pointer])).toEqual([
      ['AML-003', 'NISTAML.01 comes twice', '/categories/1/id'],
      ['AML-004', 'there is no category "NISTAML.09"', '/attacks/0/categories'],
      ['AML-004', 'the attack names no category', '/attacks/1/categories'],
      ['AML-003', '"AML.T0051" is no NISTAML id', '/attacks/1/id'],
      ['AML-002', '"id" is missing, expected text', '/attacks/2/id'],
    ]);
  });

  it('refuses another edition’s layout', () => {
    expect(() => read({ framework: 'NIST AI 100-2' })).toThrow('this is not the NIST AI 100-2 index');
  });
});
