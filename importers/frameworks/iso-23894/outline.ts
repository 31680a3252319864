import type { RequirementRecord } from '#model/framework-records';
import type { FieldReader, Fields } from '../../formats/fields.ts';

const CLAUSE = /^\d+(?:\.\d+)*$/;

export interface Outline {
  readonly requirements: readonly RequirementRecord[];
  readonly census: Readonly<Record<string, number>>;
}

/**
 * Clauses (`[number, title, where the title is known from]`), then the headings of Annexes A and B.
 *
 * The outline gives the annex headings no numbers, so their ids are made of their titles: `A/accountability`.
 */
export function readOutline(standard: Fields, pointer: string, reader: FieldReader): Outline {
  const requirements: RequirementRecord[] = [];
  const numbers = new Set<string>();
  let namedByNist = 0;
  const clauses = reader.list(standard, 'clauses', pointer);
  clauses.forEach((entry, index) => {
    const place = `${pointer}/clauses/${index}`;
    const [number, title, knownFrom] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    if (typeof number !== 'string' || !CLAUSE.test(number) || typeof title !== 'string' || title === '') {
      reader.report('error', 'ISO-002', 'expected a clause as [number, title, source]', place);
    } else if (numbers.has(number)) {
      reader.report('error', 'ISO-003', `clause ${number} comes twice`, place);
    } else {
      numbers.add(number);
      if (knownFrom === 'NIST') namedByNist += 1;
      const parent = number.includes('.') ? { parent: number.slice(0, number.lastIndexOf('.')) } : {};
      requirements.push({ id: number, name: title, level: 'clause', order: requirements.length, ...parent });
    }
  });
  for (const { id, parent } of requirements) {
    if (parent !== undefined && !numbers.has(parent)) {
      reader.report(
        'error',
        'ISO-003',
        `clause ${id} has no clause ${parent} above it`,
        `${pointer}/clauses`,
      );
    }
  }
  const objectives = reader.texts(standard, 'annex_a_objectives', pointer);
  const sources = reader.texts(standard, 'annex_b_risk_sources', pointer);
  const annexes = [
    ...objectives.map((name) => ({ id: `A/${slug(name)}`, name, level: 'annex-a-objective' })),
    ...sources.map((name) => ({ id: `B/${slug(name)}`, name, level: 'annex-b-risk-source' })),
  ];
  for (const heading of annexes) requirements.push({ ...heading, order: requirements.length });
  return {
    requirements,
    census: {
      clause: clauses.length,
      'clause named by NIST': namedByNist,
      'Annex A objective': objectives.length,
      'Annex B risk source': sources.length,
    },
  };
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
