import type { MappingPredicate } from '#model/framework-records';

export const KINDS = ['tactic', 'technique', 'risk', 'control', 'requirement'] as const;
export type Kind = (typeof KINDS)[number];

/** Field → what it says of the row and the ids in it. */
export const RELATIONS: Readonly<Record<string, MappingPredicate>> = {
  exact: 'skos:exactMatch',
  close: 'skos:closeMatch',
  broader: 'skos:broadMatch',
  narrower: 'skos:narrowMatch',
  related: 'skos:relatedMatch',
  mitigates: 'threatloom:mitigates',
  satisfies: 'threatloom:satisfies',
};

const COMMON = [
  'id',
  'name',
  'description',
  'url',
  'exact',
  'close',
  'broader',
  'narrower',
  'related',
  'none',
];

/** What a row of each kind may say. */
export const FIELDS: Readonly<Record<Kind, ReadonlySet<string>>> = {
  tactic: new Set(COMMON),
  technique: new Set([...COMMON, 'tactics', 'parent', 'maturity', 'platforms', 'status', 'succeeded-by']),
  risk: new Set([...COMMON, 'parents', 'level']),
  control: new Set([
    ...COMMON,
    'categories',
    'lifecycle',
    'status',
    'succeeded-by',
    'mitigates',
    'satisfies',
  ]),
  requirement: new Set([...COMMON, 'parent', 'level']),
};

/** Fields that hold several values. */
export const LISTS: ReadonlySet<string> = new Set([
  'tactics',
  'platforms',
  'parents',
  'categories',
  'lifecycle',
  'none',
  ...Object.keys(RELATIONS),
]);
