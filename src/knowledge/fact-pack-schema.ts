/**
 * Checks a fact pack that somebody brings. Packs of this package are not checked again at every start: their digest
 * stands in the index, which is quicker and says more.
 */
import { z } from 'zod';
import { ThreatloomError } from '#model/errors';
import type { FrameworkRecords } from '#model/framework-records';
import { PACK_FORMAT, unpackFramework, type FactPack } from './fact-pack.ts';

const text = z.string().min(1);
const texts = z.array(text);
const position = z.int().min(0);
const head = { id: text, name: text, url: text.exactOptional() };
const stixId = z
  .string()
  .regex(/^[a-z][a-z0-9-]*--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .exactOptional();
const status = z.enum(['active', 'withdrawn']);
const end = z.strictObject({
  framework: text,
  edition: text.exactOptional(),
  id: text,
  label: z.string().exactOptional(),
});

const schema: z.ZodType<FactPack> = z.strictObject({
  format: z.literal(PACK_FORMAT),
  framework: z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    name: text,
    edition: text,
    publisher: text,
    licence: text,
    notice: text.exactOptional(),
    url: z.string(),
  }),
  source: z.strictObject({ file: text, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  census: z.record(z.string(), position),
  tactics: z.array(z.strictObject({ ...head, stixId, order: position })),
  techniques: z.array(
    z.strictObject({
      ...head,
      stixId,
      tactics: texts,
      parent: text.exactOptional(),
      maturity: z.enum(['feasible', 'demonstrated', 'realized']).exactOptional(),
      platforms: texts,
      status,
      succeededBy: text.exactOptional(),
    }),
  ),
  risks: z.array(z.strictObject({ ...head, parents: texts, level: text })),
  controls: z.array(
    z.strictObject({
      ...head,
      stixId,
      categories: texts,
      lifecycle: texts,
      status,
      succeededBy: text.exactOptional(),
    }),
  ),
  requirements: z.array(
    z.strictObject({
      ...head,
      parent: text.exactOptional(),
      level: text,
      order: position,
    }),
  ),
  caseStudies: z.array(
    z.strictObject({
      ...head,
      kind: z.enum(['incident', 'exercise', 'unknown']),
      target: text.exactOptional(),
      date: text.exactOptional(),
      procedure: z.array(z.strictObject({ tactic: text, technique: text })),
    }),
  ),
  mitigations: z.array(z.strictObject({ control: text, target: text })),
  mappings: z.array(
    z.strictObject({
      subject: end,
      predicate: z.enum([
        'skos:exactMatch',
        'skos:closeMatch',
        'skos:broadMatch',
        'skos:narrowMatch',
        'skos:relatedMatch',
        'threatloom:mitigates',
        'threatloom:satisfies',
        'threatloom:noMatch',
      ]),
      object: end,
      justification: text,
      confidence: z.number().min(0).max(1).exactOptional(),
      trust: z.enum(['official', 'derived', 'community']),
      source: text,
    }),
  ),
});

/**
 * @param file for messages
 * @throws ThreatloomError PACK-001 with all faults as diagnostics
 */
export function parseFactPack(text: string, file: string): FrameworkRecords {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new ThreatloomError('PACK-001', 'the fact pack is not JSON', {
      file,
      hint: 'make it again with "framework pack"',
      cause,
    });
  }
  const result = schema.safeParse(content);
  if (result.success) return unpackFramework(result.data);
  const diagnostics = result.error.issues.map(({ message, path }) => ({
    code: 'PACK-001',
    severity: 'error' as const,
    message,
    file,
    pointer: path.map((step) => `/${String(step)}`).join(''),
  }));
  const [first] = diagnostics;
  throw new ThreatloomError('PACK-001', `this is no fact pack: ${first?.message ?? ''}`, {
    file,
    ...(first === undefined ? {} : { pointer: first.pointer }),
    hint: `a fact pack has "format": "${PACK_FORMAT}"; make one with "framework pack"`,
    diagnostics,
  });
}
