import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readMappingSets } from '#knowledge/load-knowledge';
import { readSssom } from '#knowledge/sssom';

const HEAD =
  'subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\ttrust\tobject_source\tobject_source_version';
const META = [
  '# mapping_set_id: urn:x:mappings:a-to-b',
  '# mapping_set_version: 2026.10',
  '# subject_source_version: 5.6.1',
];
const JUST = 'semapv:ManualMappingCuration';
const read = (...rows: string[]) => readSssom([...META, HEAD, ...rows].join('\n'), 'a.sssom.tsv');

describe('SSSOM', () => {
  it('becomes mappings; columns go before the metadata of the set', () => {
    const { mappings, lines, diagnostics } = read(
      `atlas:AML.T0051\tLLM Prompt Injection\tskos:closeMatch\tb:GOVERN%201.1\t${JUST}\t0.5\tofficial\t\t`,
      '',
      `atlas:AML.T0051\t"say ""x"""\tskos:closeMatch\tb:GOVERN 1.2\t${JUST}\t\t\t\t7`,
    );
    expect(diagnostics).toEqual([]);
    expect(lines).toEqual([5, 7]);
    expect(mappings).toEqual([
      {
        subject: { framework: 'atlas', edition: '5.6.1', id: 'AML.T0051', label: 'LLM Prompt Injection' },
        predicate: 'skos:closeMatch',
        object: { framework: 'b', id: 'GOVERN 1.1' },
        justification: JUST,
        confidence: 0.5,
        trust: 'official',
        source: 'a-to-b 2026.10',
      },
      {
        subject: { framework: 'atlas', edition: '5.6.1', id: 'AML.T0051', label: 'say "x"' },
        predicate: 'skos:closeMatch',
        object: { framework: 'b', edition: '7', id: 'GOVERN 1.2' },
        justification: JUST,
        trust: 'community',
        source: 'a-to-b 2026.10',
      },
    ]);
  });

  it('tells "reviewed, nothing fits" from a match', () => {
    const { mappings } = read(
      `atlas:AML.M0002\t\tskos:exactMatch\tsssom:NoTermFound\t${JUST}\t\t\tiso\t2023`,
    );
    expect(mappings).toMatchObject([
      { predicate: 'threatloom:noMatch', object: { framework: 'iso', edition: '2023', id: '*' } },
    ]);
  });

  it('reports every wrong row with line and column, and keeps the good ones', () => {
    const { mappings, diagnostics } = read(
      `AML.T0051\t\tskos:exactMatch\tb:1\t${JUST}\t\t\t\t`,
      `atlas:X\t\tskos:sameAs\tb:1\t${JUST}\t\t\t\t`,
      `atlas:X\t\tskos:exactMatch\tb:1\t\t\t\t\t`,
      `atlas:X\t\tskos:exactMatch\tb:1\t${JUST}\t2\thearsay\t\t`,
      `atlas:X\t\tskos:exactMatch\tsssom:NoTermFound\t${JUST}\t\t\t\t`,
      `atlas:X\t\tskos:exactMatch\tb:1\t${JUST}\t\t\t\t`,
    );
    expect(mappings).toHaveLength(1);
    expect(
      diagnostics.map(({ code, line, column, message }) => `${code} ${line ?? 0}:${column ?? 0} ${message}`),
    ).toEqual([
      'SSSOM-002 5:1 "AML.T0051" is not an id of the form framework:id',
      'SSSOM-003 6:10 unknown predicate "skos:sameAs"',
      'SSSOM-004 7:30 a mapping needs its justification',
      `SSSOM-005 8:61 unknown trust "hearsay"`,
      'SSSOM-006 8:59 the confidence "2" is not between 0 and 1',
      'SSSOM-002 9:26 sssom:NoTermFound needs "object_source" to say in which framework',
    ]);
  });

  it('needs its columns', () => {
    expect(() => readSssom('# a: b\nsubject_id\tobject_id\n', 'a.tsv')).toThrow(
      expect.objectContaining({
        code: 'SSSOM-001',
        message: 'the table of mappings has no column predicate_id, mapping_justification',
        line: 2,
      }) as Error,
    );
    expect(() => readSssom('', 'a.tsv')).toThrow('has no column');
  });

  it('of this package is read without a fault', () => {
    const folder = fileURLToPath(new URL('../../mappings', import.meta.url));
    const sets = readMappingSets(folder);
    expect(sets.map(({ file }) => file)).toEqual(
      readdirSync(folder)
        .filter((name) => name.endsWith('.tsv'))
        .sort(),
    );
    expect(sets.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(sets.filter(({ mappings }) => mappings.length === 0)).toEqual([]);
    expect(readMappingSets('/no/such/folder')).toEqual([]);
  });
});
