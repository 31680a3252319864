import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownFramework } from '#importers/frameworks/own-framework/index';
import { FIELDS, KINDS } from '#importers/frameworks/own-framework/vocabulary';
import { readFramework } from '#importers/frameworks/registry';
import { buildKnowledge } from '#knowledge/knowledge';
import { loadKnowledge } from '#knowledge/load-knowledge';
import { madeUpFile } from './publisher-files.ts';

const DOCS = readFileSync(new URL('../../../docs/own-framework.md', import.meta.url), 'utf8');
const example = (language: string) => DOCS.split(`\`\`\`${language}\n`)[1]?.split('\n```')[0] ?? '';

const fromYaml = () => readFramework([madeUpFile('acme.yaml', example('yaml'))]);
const fromCsv = () => readFramework([madeUpFile('acme.csv', example('csv'))]);

describe('the examples of docs/own-framework.md', () => {
  it('reads the YAML', () => {
    const { framework, risks, controls, requirements, mitigations, mappings, census, diagnostics } =
      fromYaml();
    expect(framework).toEqual({
      id: 'acme-ai-controls',
      name: 'Acme AI control catalogue',
      edition: '2026.1',
      publisher: 'Acme',
      licence: 'LicenseRef-Proprietary',
      url: 'https://controls.acme.example',
    });
    expect(risks).toEqual([
      { id: 'ACME-R1', name: 'Support bot talks out of turn', parents: [], level: 'risk' },
    ]);
    expect(controls).toMatchObject([{ id: 'ACME-C7', categories: ['Technical'], status: 'active' }]);
    expect(requirements).toEqual([
      { id: 'ACME-1', name: 'Operations', level: 'chapter', order: 0 },
      { id: 'ACME-1.2', name: 'Input is checked', level: 'requirement', order: 1, parent: 'ACME-1' },
    ]);
    expect(mitigations).toEqual([{ control: 'ACME-C7', target: 'ACME-R1' }]);
    expect(
      mappings.map(({ subject, predicate, object }) =>
        [subject.id, predicate, `${object.framework}@${object.edition ?? ''}`, object.id].join(' '),
      ),
    ).toEqual([
      'ACME-C7 threatloom:mitigates atlas@ AML.T0051.001',
      'ACME-C7 threatloom:noMatch iso-23894@ *',
      'ACME-C7 threatloom:satisfies acme-ai-controls@2026.1 ACME-1.2',
      'ACME-C7 threatloom:satisfies nist-ai-rmf@ MEASURE 2.7',
      'ACME-R1 skos:relatedMatch atlas@ AML.T0051',
      'ACME-R1 skos:relatedMatch owasp-llm@2025 LLM01',
    ]);
    expect(census).toEqual({ risk: 1, control: 1, requirement: 2 });
    expect(diagnostics).toEqual([]);
  });

  it('reads the CSV to the same records, but for what its columns leave out', () => {
    const [yaml, csv] = [fromYaml(), fromCsv()];
    expect(csv.diagnostics).toEqual([]);
    expect(csv.requirements).toEqual(yaml.requirements);
    expect(csv.risks).toEqual(yaml.risks);
    expect(csv.mitigations).toEqual(yaml.mitigations);
    expect(csv.mappings).toEqual(yaml.mappings.filter(({ predicate }) => predicate !== 'threatloom:noMatch'));
  });

  it('stands in the catalogue beside the shipped frameworks, every relation resolved', () => {
    const shipped = loadKnowledge();
    const knowledge = buildKnowledge({
      frameworks: [...shipped.frameworks, fromYaml()],
      pinned: Object.fromEntries(
        shipped.frameworks.map(({ framework }) => [framework.id, shipped.catalogue.pinned(framework.id)!]),
      ),
    });
    const own = knowledge.mappings.filter(({ subject }) => subject.framework === 'acme-ai-controls');
    expect(own).toHaveLength(4);
    expect(
      knowledge.mitigations.filter(({ control }) => control.id === 'ACME-C7').map(({ target }) => target.id),
    ).toEqual(['ACME-R1', 'AML.T0051.001']);
    expect(knowledge.diagnostics.filter(({ message }) => message.includes('acme'))).toEqual([]);
  });

  it('names every field', () => {
    for (const field of KINDS.flatMap((kind) => [...FIELDS[kind]])) expect(DOCS).toContain(`\`${field}\``);
  });
});

describe('a framework of one’s own, wrong files', () => {
  const head = 'threatloom-framework: 1\nframework: { id: a, edition: 2026.10 }\n';
  const read = (text: string, file = 'a.yaml') => ownFramework.read([madeUpFile(file, text)]);

  it('takes the edition as it is written, and one value for a list', () => {
    const { framework, controls } = read(`${head}controls:\n  - { id: C, categories: Policy }\n`);
    expect(framework.edition).toBe('2026.10');
    expect(controls).toMatchObject([{ id: 'C', name: 'C', categories: ['Policy'] }]);
  });

  it('reports all faults of a YAML file with their lines', () => {
    const { diagnostics } = read(
      [
        head.trimEnd(),
        'risk: []',
        'techniques:',
        '  - { id: T1, tactics: [TA1], maturity: proven, parent: T0 }',
        'controls:',
        '  - { id: C1, mitigate: [T1], status: retired }',
        '  - { id: C1, name: again }',
        '  - { name: nameless }',
        '  - { id: C2, mitigates: [T9], none: ["atlas:AML.T0051"] }',
      ].join('\n'),
    );
    expect(
      diagnostics.map(({ code, line, message, hint = '' }) => `${code} ${line} ${message} | ${hint}`).sort(),
    ).toEqual(
      [
        'OWN-003 3 unknown section "risk" | did you mean "risks"?',
        'OWN-003 7 a control has no field "mitigate" | did you mean "mitigates"?',
        'OWN-004 8 the control "C1" comes twice | ',
        'OWN-002 9 "id" is missing, expected text | ',
        'OWN-002 5 unknown maturity "proven" | one of feasible, demonstrated, realized',
        'OWN-005 5 there is no technique "T0" | ',
        'OWN-005 5 there is no tactic "TA1" | ',
        'OWN-002 7 unknown status "retired" | either active or withdrawn',
        'OWN-005 10 there is no "T9" | an id of this file, or of another framework as "atlas:AML.T0051"',
        'OWN-005 10 "atlas:AML.T0051" is no id of a framework | ',
      ].sort(),
    );
  });

  it('gives a sub-technique its parent’s tactics, and withdraws what has a successor', () => {
    const { techniques } = read(
      `${head}tactics: [{ id: TA }]\ntechniques:\n  - { id: T, tactics: [TA] }\n  - { id: T.1, parent: T }\n  - { id: O, succeeded-by: T }\n`,
    );
    expect(
      techniques.map(({ id, tactics, status, succeededBy }) => [id, tactics, status, succeededBy]),
    ).toEqual([
      ['O', [], 'withdrawn', 'T'],
      ['T', ['TA'], 'active', undefined],
      ['T.1', ['TA'], 'active', undefined],
    ]);
  });

  it('reads a table with semicolons, and reports unknown columns and kinds with their lines', () => {
    const { risks, diagnostics } = read(
      '# threatloom-framework: 1\n# id: a\n# edition: 1\n\nkind;id;name;categorie;parents\nrisk;R1;"A; b";;\nrisk;R2;B;;R1|R3\nthing;X;;;\ncontrol;C;;;R1\n',
      'a.csv',
    );
    expect(risks.map(({ name, parents }) => [name, parents])).toEqual([
      ['A; b', []],
      ['B', ['R1']],
    ]);
    expect(
      diagnostics.map(({ code, line, message, hint }) => `${code} ${line} ${message} | ${hint ?? ''}`),
    ).toEqual([
      'OWN-003 5 unknown column "categorie" | did you mean "categories"?',
      'OWN-002 8 "thing" is no kind of row | one of tactic, technique, risk, control, requirement',
      'OWN-003 9 a control has no field "parents" | known: id, name, description, url, exact, close, broader, narrower, related, none, categories, lifecycle, status, succeeded-by, mitigates, satisfies',
      'OWN-005 7 there is no risk "R3" | ',
    ]);
  });

  it.each([
    [
      'threatloom-framework: 1\nrisks: []\n',
      'the framework has no id such as "acme-ai-controls", or no edition',
    ],
    ['threatloom-framework: 1\nframework: { id: A B, edition: x }\n', 'the framework has no id such as'],
    ['# threatloom-framework: 1\n# id: a\nname\nB\n', 'the table has no columns "kind" and "id"'],
    ['risks: []\n', 'the file does not start as a framework of your own does'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
