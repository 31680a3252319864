/**
 * The Navigator's layer format as its documents describe it, as strictly as they do: every property by name and type, nothing
 * else (https://github.com/mitre-attack/attack-navigator/blob/master/layers/LAYERFORMATv4_3.md and LAYERFORMATv4_5.md).
 */
import { z } from 'zod';

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);
const entry = z.union([
  z.strictObject({ name: z.string().min(1), value: z.string().min(1) }),
  z.strictObject({ divider: z.boolean() }),
]);
const link = z.union([
  z.strictObject({ label: z.string(), url: z.url() }),
  z.strictObject({ divider: z.boolean() }),
]);

const technique = (id: RegExp) =>
  z.strictObject({
    techniqueID: z.string().regex(id),
    tactic: z.string().optional(),
    comment: z.string().optional(),
    enabled: z.boolean().optional(),
    score: z.number().optional(),
    color: z.union([colour, z.literal('')]).optional(),
    metadata: z.array(entry).optional(),
    links: z.array(link).optional(),
    showSubtechniques: z.boolean().optional(),
  });

const layout43 = {
  layout: z.enum(['side', 'flat', 'mini']).optional(),
  showID: z.boolean().optional(),
  showName: z.boolean().optional(),
  showAggregateScores: z.boolean().optional(),
  countUnscored: z.boolean().optional(),
  aggregateFunction: z.enum(['average', 'min', 'max', 'sum']).optional(),
};

const common = {
  name: z.string().min(1),
  description: z.string().optional(),
  filters: z.strictObject({ platforms: z.array(z.string()).optional() }).optional(),
  sorting: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
  hideDisabled: z.boolean().optional(),
  gradient: z
    .strictObject({ colors: z.array(colour).min(2), minValue: z.number(), maxValue: z.number() })
    .refine(({ minValue, maxValue }) => maxValue > minValue)
    .optional(),
  legendItems: z.array(z.strictObject({ label: z.string().min(1), color: colour })).optional(),
  showTacticRowBackground: z.boolean().optional(),
  tacticRowBackground: colour.optional(),
  selectTechniquesAcrossTactics: z.boolean().optional(),
  selectSubtechniquesWithParent: z.boolean().optional(),
  metadata: z.array(entry).optional(),
};

/** 4.3 with the domain that ATLAS's own Navigator and layers use. */
export const ATLAS_LAYER = z.strictObject({
  ...common,
  versions: z.strictObject({
    attack: z.string().optional(),
    navigator: z.string().regex(/^4\./),
    layer: z.literal('4.3'),
  }),
  domain: z.literal('atlas-atlas'),
  layout: z.strictObject(layout43).optional(),
  techniques: z.array(technique(/^AML\.T\d{4}(\.\d{3})?$/)).optional(),
});

export const ATTACK_LAYER = z.strictObject({
  ...common,
  versions: z.strictObject({
    attack: z.string().regex(/^\d+$/).optional(),
    navigator: z.string().regex(/^(4\.9|4\.[1-9]\d|5\.)/),
    layer: z.literal('4.5'),
  }),
  domain: z.literal('enterprise-attack'),
  customDataURL: z.url().optional(),
  layout: z
    .strictObject({ ...layout43, expandedSubtechniques: z.enum(['none', 'all', 'annotated']).optional() })
    .optional(),
  techniques: z.array(technique(/^T\d{4}(\.\d{3})?$/)).optional(),
  selectVisibleTechniques: z.boolean().optional(),
  links: z.array(link).optional(),
});
