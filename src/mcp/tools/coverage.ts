import { z } from 'zod';
import { MAPPING_STATES, MITIGATED } from '#model/analysis-result';
import type { CoverageRow } from '#model/analysis-result';
import { resultOf, tool } from '../tool.ts';

const count = z.int();

export const coverageTool = tool({
  name: 'coverage',
  title: 'Coverage',
  description:
    'How far a system answers each item of the frameworks (ATLAS, ATT&CK, OWASP, NIST, ISO …): counts for each edition and, with a framework ' +
    'named, its items. Catalogued, applicable, mitigated and evidenced are counted apart; not mapped and not reviewed are told apart.',
  input: z.strictObject({
    system: z.string().optional().describe('Id; may be left out where only one is loaded'),
    framework: z.string().optional().describe('E.g. owasp-llm; without it the counts only'),
    edition: z.string().optional(),
    open: z.boolean().default(true).describe('Only items that apply and are not fully mitigated'),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({
    system: z.string(),
    counts: z.array(
      z.object({
        framework: z.string(),
        edition: z.string(),
        catalogued: count,
        applicable: count,
        mitigated: count,
        partlyMitigated: count,
        evidenced: count,
        unreviewed: count,
      }),
    ),
    total: count.describe('Items, whatever the limit'),
    items: z.array(
      z.object({
        framework: z.string(),
        edition: z.string(),
        item: z.string(),
        catalogued: z.boolean().describe('Whether this edition has it'),
        applicable: z.boolean(),
        mitigated: z.enum(MITIGATED),
        evidenced: z.boolean(),
        mapping: z.enum(MAPPING_STATES),
      }),
    ),
  }),
  // eslint-disable-next-line @typescript-eslint/require-await -- tools are asynchronous, this answer is at hand
  answer: async ({ systems }, { system: named, framework, edition, open, limit }) => {
    const { system, coverage } = resultOf(systems, named);
    const asked = coverage.filter(
      (row) =>
        (framework === undefined || row.framework === framework) &&
        (edition === undefined || row.edition === edition),
    );
    const items = framework === undefined ? [] : asked.filter((row) => !open || isOpen(row));
    return {
      system,
      counts: counts(asked),
      total: items.length,
      items: items.slice(0, limit),
    };
  },
});

function isOpen({ applicable, mitigated }: CoverageRow): boolean {
  return applicable && mitigated !== 'fully';
}

/** One for each edition, in the order of the rows. */
function counts(rows: readonly CoverageRow[]): {
  framework: string;
  edition: string;
  catalogued: number;
  applicable: number;
  mitigated: number;
  partlyMitigated: number;
  evidenced: number;
  unreviewed: number;
}[] {
  const editions = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const key = `${row.framework}@${row.edition}`;
    const list = editions.get(key);
    if (list === undefined) editions.set(key, [row]);
    else list.push(row);
  }
  return [...editions.values()].map((list) => {
    const applicable = list.filter((row) => row.applicable);
    const number = (test: (row: CoverageRow) => boolean): number => applicable.filter(test).length;
    return {
      framework: list[0]!.framework,
      edition: list[0]!.edition,
      catalogued: list.filter(({ catalogued }) => catalogued).length,
      applicable: applicable.length,
      mitigated: number(({ mitigated }) => mitigated === 'fully'),
      partlyMitigated: number(({ mitigated }) => mitigated === 'partly'),
      evidenced: number(({ evidenced }) => evidenced),
      unreviewed: list.filter(({ mapping }) => mapping === 'unreviewed').length,
    };
  });
}
