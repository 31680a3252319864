/** A coverage answer of one framework in columns, small enough to be read whole, with names that mean harm. */
import type { CoverageAnswer, CoveredItem } from '#model/answers/coverage';
import { coverageCounts } from '#analysis/coverage/coverage-counts';
import { threat } from '../text/small-result.ts';

export const NASTY = `<script>alert(1)</script> "q" & 'a'`;

function item(id: string, more: Partial<CoveredItem>): CoveredItem {
  return {
    framework: 'atlas',
    edition: '5.6.1',
    item: id,
    catalogued: true,
    applicable: false,
    mitigated: 'none',
    evidenced: false,
    mapping: 'mapped',
    name: `Technique ${id}`,
    kind: 'technique',
    columns: ['AML.TA0005'],
    threats: [],
    answered: 0,
    controls: [],
    via: [],
    links: [],
    paths: 0,
    pathLikelihood: 0,
    ...more,
  };
}

const first = threat('T-1', { goal: NASTY });
const second = threat('T-2', { status: 'partly-covered' });

const items = [
  item('AML.T0051', {
    applicable: true,
    mitigated: 'partly',
    threats: ['T-1', 'T-2'],
    answered: 1,
    paths: 3,
    pathLikelihood: 0.1234,
    links: [
      {
        predicate: 'threatloom:mitigates',
        other: 'atlas@5.6.1/AML.M0020',
        name: NASTY,
        trust: 'official',
        source: 'atlas',
      },
    ],
  }),
  item('AML.T0051.000', {
    applicable: true,
    parent: 'AML.T0051',
    threats: ['T-1'],
    paths: 1,
    pathLikelihood: 0.00004,
    name: '=HYPERLINK("http://x.example")',
  }),
  item('AML.T0053', { applicable: true, mitigated: 'fully', threats: ['T-2'], answered: 1, evidenced: true }),
  item('AML.T0054', { mapping: 'unreviewed' }),
  item('AML.T0055', {
    applicable: true,
    columns: ['AML.TA0006'],
    threats: ['T-2'],
    answered: 0,
    mapping: 'unreviewed',
  }),
];

export const SMALL_COVERAGE: CoverageAnswer = {
  threatloom: '0.1.0',
  system: 'small',
  digest: '0'.repeat(64),
  asOf: '2026-11-23',
  counts: coverageCounts(items),
  matrices: [
    {
      framework: 'atlas',
      edition: '5.6.1',
      name: 'MITRE ATLAS',
      columns: [
        { id: 'AML.TA0005', name: 'Execution' },
        { id: 'AML.TA0006', name: 'Persistence' },
      ],
      items,
    },
  ],
  threats: [first, second],
};
