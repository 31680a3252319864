import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readIndexedPack, readPackIndex } from '#knowledge/pack-index';
import { readSssom } from '#knowledge/sssom';
import { compareText } from '#model/diagnostics';
import type { FrameworkRecords, MappingEnd, MappingRecord } from '#model/framework-records';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, 'mappings');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sssom.tsv'));
const texts = new Map(files.map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]));
const sets = new Map([...texts].map(([file, text]) => [file, readSssom(text, file)]));
const rowsOf = (name: string) => sets.get(`${name}.sssom.tsv`)?.mappings ?? [];

const packs = readPackIndex(join(ROOT, 'packs')).map((entry) => readIndexedPack(join(ROOT, 'packs'), entry));
const pack = (framework: string, edition: string) =>
  packs.find((one) => one.framework.id === framework && one.framework.edition === edition)!;

it('has the files and rows that its README lists', () => {
  const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  const listed = [...readme.matchAll(/\]\((.+?\.sssom\.tsv)\)\s*\|\s*(\d+) \|/g)].map(([, file, rows]) => [
    file,
    Number(rows),
  ]);
  const found = files.map((file) => [file, sets.get(file)?.mappings.length]);
  const byName = (a: unknown[], b: unknown[]) => compareText(String(a[0]), String(b[0]));
  expect(found.sort(byName)).toEqual(listed.sort(byName));
});

describe.each(files)('%s', (file) => {
  const { mappings, diagnostics } = sets.get(file)!;
  const table = texts
    .get(file)!
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('has no faulty row', () => {
    expect(diagnostics).toEqual([]);
    expect(mappings).toHaveLength(table.length - 1);
  });

  it('names ids and labels that the editions named have', () => {
    const wrong = mappings.flatMap(({ subject, object }) => [subject, object]).flatMap(faultOf);
    expect(wrong).toEqual([]);
  });

  it('says how sure it is and why, in every row', () => {
    expect(
      mappings.map(({ confidence = 0 }) => confidence).filter((value) => value < 0.5 || value > 0.95),
    ).toEqual([]);
    expect(
      mappings
        .map(({ justification }) => justification)
        .filter((term) => term !== 'semapv:ManualMappingCuration'),
    ).toEqual([]);
    expect(table.slice(1).filter((line) => (line.split('\t').at(-1) ?? '') === '')).toEqual([]);
  });

  it('says nothing twice and claims no trust but our own', () => {
    const pairs = mappings.map(({ subject, object }) => `${key(subject)} ${key(object)}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(new Set(mappings.map(({ trust }) => trust))).toEqual(new Set(['community']));
  });

  it('is sorted, so that a change is one line', () => {
    const keys = table.slice(1).map((line) => {
      const cell = line.split('\t');
      return [cell[8], cell[9], cell[0], cell[10], cell[11], cell[3]].join('\t');
    });
    expect(keys).toEqual([...keys].sort(compareText));
  });
});

describe('what the crosswalks cover', () => {
  it('gives every ATLAS mitigation one to four subcategories of the AI RMF, never a whole function', () => {
    const rows = rowsOf('atlas-to-nist-ai-rmf');
    const controls = pack('atlas', '5.6.1').controls.map(({ id }) => id);
    expect(controls).toHaveLength(35);
    const counts = controls.map((id) => rows.filter(({ subject }) => subject.id === id).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
    expect(rows.every(({ object }) => /^[A-Z]+ \d+\.\d+$/.test(object.id))).toBe(true);
    expect(new Set(rows.map(({ predicate }) => predicate))).toEqual(new Set(['threatloom:satisfies']));
    const validate = rows.filter(({ subject }) => subject.id === 'AML.M0008').map(({ object }) => object.id);
    expect(validate).toEqual(['MEASURE 2.10', 'MEASURE 2.4', 'MEASURE 2.5', 'MEASURE 2.7']);
  });

  it('gives every attack and category of NIST AI 100-2 an ATLAS technique', () => {
    const rows = rowsOf('nist-ai-100-2-to-atlas');
    const without = pack('nist-ai-100-2', 'E2025').risks.filter(
      ({ id }) => !rows.some(({ subject }) => subject.id === id),
    );
    expect(without).toEqual([]);
    expect(rows).toContainEqual(
      expect.objectContaining({
        subject: expect.objectContaining({ id: 'NISTAML.015' }) as MappingEnd,
        predicate: 'skos:exactMatch',
        object: expect.objectContaining({ id: 'AML.T0051.001', edition: '5.6.1' }) as MappingEnd,
      }),
    );
  });

  it.each(['1.1', '2025', '2026'])(
    'gives every OWASP LLM item of %s an ATLAS technique, OWASP’s or ours',
    (edition) => {
      const list = pack('owasp-llm', edition);
      const techniques = new Set(pack('atlas', '5.6.1').techniques.map(({ id }) => id));
      const rows = [...list.mappings, ...rowsOf('owasp-llm-to-atlas')].filter(
        ({ subject, object }) => subject.edition === edition && techniques.has(object.id),
      );
      const without = list.risks
        .map(({ id }) => id)
        .filter((id) => !rows.some(({ subject }) => subject.id === id));
      expect(without).toEqual([]);
    },
  );

  it('repeats nothing that OWASP says itself', () => {
    const official = packs
      .filter(({ framework }) => framework.id === 'owasp-llm')
      .flatMap(({ mappings }) => mappings)
      .map(({ subject, object }) => `${subject.edition} ${subject.id} ${object.id}`);
    const ours = rowsOf('owasp-llm-to-atlas').map(
      ({ subject, object }) => `${subject.edition} ${subject.id} ${object.id}`,
    );
    expect(ours.filter((row) => official.includes(row))).toEqual([]);
  });

  it('follows every OWASP LLM item into the next edition', () => {
    expect(successors(rowsOf('owasp-llm-2025-to-2026'))).toEqual(
      '01→01 02→02 03→04 04→05 05→10 06→03 07→08 08→09 09→07 10→06'.split(' '),
    );
    expect(successors(rowsOf('owasp-llm-1.1-to-2025'))).toEqual(
      '01→01 02→05 03→04 04→10 05→03 06→02 07→06 08→06 09→09 10→10'.split(' '),
    );
  });

  it('tells what was reviewed without a match from what was not reviewed', () => {
    const none = [...sets.values()]
      .flatMap(({ mappings }) => mappings)
      .filter(({ predicate }) => predicate === 'threatloom:noMatch');
    expect(none.map(({ subject, object }) => `${key(subject)} ${key(object)}`).sort(compareText)).toEqual([
      ...['02', '06', '09', '10', '11', '12', '13', '14', '17', '34'].map(
        (id) => `atlas@5.6.1/AML.M00${id} iso-23894@2023/*`,
      ),
      'owasp-llm@2025/LLM07 owasp-llm@1.1/*',
      'owasp-llm@2025/LLM08 owasp-llm@1.1/*',
    ]);
    const reviewed = new Set(rowsOf('atlas-to-iso-23894').map(({ subject }) => subject.id));
    const unreviewed = pack('atlas', '5.6.1').controls.filter(({ id }) => !reviewed.has(id));
    expect(unreviewed).toHaveLength(17);
  });
});

function successors(rows: readonly MappingRecord[]): string[] {
  return rows
    .filter(({ predicate }) => predicate !== 'threatloom:noMatch')
    .map(({ subject, object }) => `${subject.id}→${object.id}`.replaceAll('LLM', ''));
}

function key({ framework, edition = '', id }: MappingEnd): string {
  return `${framework}@${edition}/${id}`;
}

/** What is wrong with one end; the label is the record's name, after its parent's where it is a sub-technique. */
function faultOf(end: MappingEnd): string[] {
  const records = packs.find(
    (one) => one.framework.id === end.framework && one.framework.edition === end.edition,
  );
  if (records === undefined) return [`${key(end)}: no such edition is shipped`];
  if (end.id === '*') return [];
  const names = namesOf(records, end.id);
  if (names.length === 0) return [`${key(end)}: no such id`];
  return names.includes(end.label ?? '')
    ? []
    : [`${key(end)}: "${end.label}" should be "${names.join('" or "')}"`];
}

function namesOf({ techniques, risks, controls, requirements }: FrameworkRecords, id: string): string[] {
  const technique = techniques.find((one) => one.id === id);
  const parent = techniques.find((one) => one.id === technique?.parent);
  if (technique !== undefined)
    return [parent === undefined ? technique.name : `${parent.name}: ${technique.name}`];
  return [...risks, ...controls, ...requirements].filter((one) => one.id === id).map(({ name }) => name);
}
