import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { risksNamed } from '#importers/frameworks/nist-ai-600-1/risks';
import { nistAi6001 } from '#importers/frameworks/nist-ai-600-1/index';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile, publisherText } from './publisher-files.ts';

describe.skipIf(!HAS_PUBLISHER_FILES)('NIST AI 600-1, the table of actions', () => {
  const input = () => [publisherFile('nist-ai-600-1/ai-600-1-actions.json')];

  it('has 12 risks and 212 actions over 49 subcategories', () => {
    const { framework, risks, requirements, mappings, census, diagnostics } = nistAi6001.read(input());
    expect(nistAi6001.detect(input())).toBe('ai-600-1-actions-json');
    expect(framework.edition).toBe('2024');
    expect([risks.length, requirements.length]).toEqual([12, 212]);
    expect(census).toEqual({ action: 212, 'link to a risk': 430 });
    const ofSubcategory = mappings.filter(({ object }) => object.framework === 'nist-ai-rmf');
    expect(ofSubcategory).toHaveLength(212);
    expect(new Set(ofSubcategory.map(({ object }) => object.id)).size).toBe(49);
    expect(mappings).toHaveLength(212 + 430);
    expect(mappings[0]).toEqual({
      subject: { framework: 'nist-ai-600-1', edition: '2024', id: 'GV-1.1-001' },
      predicate: 'skos:broadMatch',
      object: { framework: 'nist-ai-rmf', edition: '1.0', id: 'GOVERN 1.1' },
      justification: 'semapv:ManualMappingCuration',
      trust: 'official',
      source: 'nist-ai-600-1 2024',
    });
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'AI600-004 /11/gai_risks/3 "Civil Rights violations" is none of the twelve risks',
    ]);
  });

  it('puts an action that NIST misprints where it belongs', () => {
    const ids = nistAi6001.read(input()).requirements.map(({ id }) => id);
    const at = ids.indexOf('GV-4.3-001');
    expect(ids.slice(at, at + 3)).toEqual(['GV-4.3-001', 'GV-4.3-002', 'GV-4.3-003']);
  });

  it('names the risks as the table of contents does', () => {
    const { toc } = JSON.parse(publisherText('nist-ai-600-1/ai-600-1-toc.json')) as {
      toc: { title: string }[];
    };
    const titles = toc.map(({ title }) => title).filter((title) => /^2\.\d/.test(title));
    expect(nistAi6001.read(input()).risks.map(({ id, name }) => `${id}. ${name}`)).toEqual(titles);
  });

  it('has every link that another reading of the PDF has, and those that it lost', () => {
    const theirs = parse(publisherText('nist-ai-600-1/ibm-nexus-nist_ai_rmf_actions_data.yaml')) as {
      actions: { id: string; hasRelatedRisk?: string[] }[];
    };
    const slug = (name: string) => `nist-${name.toLowerCase().replace(/[^a-z]+/g, '-')}`;
    const { risks, mappings } = nistAi6001.read(input());
    const names = new Map(risks.map(({ id, name }) => [id, slug(name)]));
    const ours = mappings
      .filter(({ predicate }) => predicate === 'skos:relatedMatch')
      .map(({ subject, object }) => `${object.id} ${names.get(subject.id)}`);
    const expected = theirs.actions.flatMap(({ id, hasRelatedRisk = [] }) =>
      hasRelatedRisk.map((risk) => `${id} ${risk}`),
    );
    expect(expected).toHaveLength(358);
    expect(expected.filter((pair) => !ours.includes(pair))).toEqual([]);
    // The other reading knows harmful bias at next to no action; NIST's tables name it at 57.
    const bias = (pairs: string[]) =>
      pairs.filter((pair) => pair.endsWith('harmful-bias-and-homogenization'));
    expect([bias(ours).length, bias(expected).length]).toEqual([57, 0]);
  });
});

describe('NIST AI 600-1, made-up tables', () => {
  const row = (id: string, subcategory: string, risks: unknown) => ({
    action_id: id,
    subcategory_id: subcategory,
    suggested_action: 'Do.',
    gai_risks: risks,
  });
  const read = (...rows: unknown[]) => nistAi6001.read([madeUpFile('a.json', JSON.stringify(rows))]);

  it('reports malformed and repeated ids, other subcategories and unknown risks', () => {
    const { diagnostics, requirements } = read(
      row('MS-2.10-002', 'MEASURE 2.10', ['Confabulation', 'Boredom']),
      row('MS-2.10-001', 'MEASURE 2.1', []),
      row('MS-2.10-001', 'MEASURE 2.10', []),
      row('MS-2', 'MEASURE 2', []),
      7,
    );
    expect(requirements.map(({ id }) => id)).toEqual(['MS-2.10-001', 'MS-2.10-002']);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'AI600-004 "Boredom" is none of the twelve risks',
      'AI600-003 MS-2.10-001 is listed under "MEASURE 2.1"',
      'AI600-003 MS-2.10-001 comes twice',
      'AI600-003 "MS-2" is no id of an action',
      'AI600-002 expected an object, found a number',
    ]);
  });

  it.each([
    ['Human-AI Conﬁguration', ['2.7']],
    ['Human AI Configuration', ['2.7']],
    ['Environmental', ['2.5']],
    ['CBRN Information and Capability', ['2.1']],
    ['Human-AI Conﬁguration, Dangerous, Violent, or Hateful Content', ['2.3', '2.7']],
    ['Civil Rights violations', []],
  ])('reads the risk "%s"', (text, ids) => {
    expect(risksNamed(text)).toEqual(ids);
  });

  it('refuses what is no list of actions', () => {
    expect(() => nistAi6001.read([madeUpFile('a.json', '{}')])).toThrow(
      'this is not the table of NIST AI 600-1: it is no list of actions',
    );
  });
});
