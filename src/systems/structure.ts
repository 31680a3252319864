/**
 * The shape of a system model file, said once: the reader checks against it and the JSON Schema is made from it.
 * What no shape can say (that ids are known, that zones are not nested in a circle) is in references.ts.
 */
import { z } from 'zod';
import {
  ATTACKERS,
  CARRIES,
  DATA_CLASSES,
  EFFECTS,
  EVIDENCE_KINDS,
  EXPOSURES,
  LEVELS,
  LOSSES,
  REFERENCE_FACTS,
  RELATIONS,
  SAFEGUARD_STATUSES,
  STAGES,
  VALUE_FACTS,
  VERBS,
  type ReferenceFact,
  type Relation,
  type ValueFact,
} from '#model/system-model';

export const FORMAT_VERSION = 1;

/** Lower-case letters and digits in parts joined by single hyphens: `chat-ui`, `3d-printer`. */
export const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const SHA256 = /^[0-9a-f]{64}$/;

/** Marks that the JSON Schema generator completes from the asset kinds. */
export const KIND_MARK = 'x-threatloom-kind';
/** Keys whose plain digits are text all the same: the reader takes them as they are written. */
export const TEXT_KEYS: ReadonlySet<string> = new Set(['sha256', 'subject-version']);

const id = z.string().regex(KEBAB_CASE);
const text = z.string();
const level = z.enum(LEVELS);
const date = z.iso.date();
const named = {
  name: text.optional().describe('What people call it; the id stands in where there is none.'),
  description: text.optional(),
};

const idList = z.array(id);
const idsWithVerbs = z.union([idList, z.record(id, z.array(z.enum(VERBS)).min(1))]);

/** At least one of these keys; also said to the JSON Schema, which cannot see into a refinement. */
function needsOneOf<T extends z.ZodObject>(shape: T, keys: readonly string[]) {
  return shape
    .refine((value) => keys.some((key) => (value as Record<string, unknown>)[key] !== undefined), {
      params: { oneOf: keys },
    })
    .meta({ anyOf: keys.map((key) => ({ required: [key] })) });
}

const zone = needsOneOf(
  z.strictObject({
    ...named,
    trust: z
      .int()
      .min(0)
      .max(5)
      .optional()
      .describe("0 (anyone) to 5 (most trusted); a nested zone has its parent's unless it says otherwise."),
    in: id.optional().describe('The zone that encloses this one.'),
  }),
  ['trust', 'in'],
);

const actor = z.strictObject({
  ...named,
  zone: id.optional(),
  attacker: z
    .enum(ATTACKERS)
    .optional()
    .describe('What kind of attacker it may be; `none`, the default, means no bad intent.'),
  access: idsWithVerbs
    .optional()
    .describe('Assets that it may legitimately use; a list of ids, or a mapping from id to verbs.'),
  supplies: idList.optional().describe('Assets that it makes or ships.'),
  deceivable: z.boolean().optional().describe('`false` for one who cannot be misled.'),
});

const RELATION_MEANINGS: Readonly<Record<Relation | ReferenceFact, string>> = {
  uses: 'Models that its answers come from.',
  serves: 'What it is the interface to.',
  'retrieves-from': 'Whose content it reads at run time, as context.',
  calls: 'Tools and services that it can invoke.',
  'acts-on': 'What the tool changes or reads for its caller.',
  'remembers-in': 'Its memory.',
  'configured-by': 'Its configuration or instructions.',
  'guarded-by': 'Guardrails that its inputs or outputs pass.',
  'trained-on': 'Data that it learned from.',
  'evaluated-on': 'Data that it was judged on.',
  'built-from':
    'What it is produced from: an index from documents, a model from its base, an image from packages.',
  'built-by': 'The pipeline or notebook that produces it.',
  'stored-in': 'Where the bytes of its artefact lie.',
  'deployed-from': 'Where it is shipped from.',
  'hosted-on': 'What executes it.',
  'depends-on': 'Software and services that it needs.',
  'credentials-in': 'Where its secrets lie.',
  'authenticates-with': 'Whose identities it trusts.',
  feeds: 'What its records become input of.',
  contributors: 'Actors who can add content to it; a list of ids, or a mapping from id to verbs.',
  opens: 'What the secrets in it give entry to.',
  'triggered-by': 'Actors and assets that start it without a person at it, or `schedule`.',
  'read-by': 'Actors who act on its answers.',
};

const VALUE_FACT_MEANINGS: Readonly<Record<ValueFact, string>> = {
  provider: 'Who makes it.',
  provenance: 'Whether what arrives is known to be what its publisher made.',
  updates: 'How a new release gets in.',
  disclosed: 'What an attacker can learn of it from public sources.',
  obtainable: 'Whether anyone can get a copy, or an account to try on.',
  anonymous: 'What needs no identity at all.',
  protection: 'How the secrets or data in it lie there.',
  renders: 'What the interface shows of an answer.',
  egress: 'Where it can send.',
  approval: 'Whether a person stands before the act of the tool.',
  'description-from': "Where the tool's description comes from.",
  'acts-as': 'Whose rights the tool or retrieval uses.',
  scope: 'How long the content of the memory lives.',
};

function optionalEach<K extends string, T extends z.ZodType>(keys: readonly K[], schema: (key: K) => T) {
  return Object.fromEntries(keys.map((key) => [key, schema(key).optional()])) as Record<K, z.ZodOptional<T>>;
}

function relation(key: Relation) {
  return (key === 'contributors' ? idsWithVerbs : idList).describe(RELATION_MEANINGS[key]);
}

function referenceFact(key: ReferenceFact) {
  return z.union([id, idList]).describe(RELATION_MEANINGS[key]);
}

function valueFact(key: ValueFact) {
  const { many, values } = VALUE_FACTS[key];
  const one = key === 'obtainable' ? z.boolean() : z.enum(values);
  return (many ? z.union([one, z.array(one)]) : one).describe(VALUE_FACT_MEANINGS[key]);
}

const value = z.strictObject({
  confidentiality: level.optional(),
  integrity: level.optional(),
  availability: level.optional(),
});

const asset = z.strictObject({
  ...named,
  kind: id.meta({ [KIND_MARK]: true }).describe('What it is; libraries may add kinds.'),
  zone: id.optional(),
  exposure: z
    .enum(EXPOSURES)
    .optional()
    .describe('Who can reach it without a drawn flow; `internal` unless it says otherwise.'),
  value: value.optional().describe('What its loss would mean.'),
  data: z.array(z.enum(DATA_CLASSES)).optional().describe('Classes of data in it.'),
  effects: z.array(z.enum(EFFECTS)).optional().describe('What the tool can do in the world.'),
  ...optionalEach(RELATIONS, relation),
  ...optionalEach(REFERENCE_FACTS, referenceFact),
  ...optionalEach(Object.keys(VALUE_FACTS) as ValueFact[], valueFact),
});

const flow = z.strictObject({
  ...named,
  id: id.optional().describe('So that a safeguard can stand on this flow.'),
  from: id,
  to: id,
  carries: z.array(z.enum(CARRIES)).optional(),
  both: z.boolean().optional().describe('Request and answer: data moves back too.'),
  authenticated: z.boolean().optional(),
  encrypted: z.boolean().optional(),
});

const safeguard = z.strictObject({
  ...named,
  on: idList.optional().describe('Assets, actors, zones and flows that it stands on.'),
  implements: z.array(text).optional().describe('Control ids of any loaded framework or library.'),
  status: z.enum(SAFEGUARD_STATUSES),
  effectiveness: z.number().min(0).max(1).optional().describe("0 to 1; without it the library's default."),
  evidence: idList.optional(),
});

const measure = z.strictObject({ metric: text, value: z.number(), technique: text.optional() });

const evidence = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  file: text.optional().describe('Path, from the folder of this file.'),
  sha256: z.string().regex(SHA256).optional().describe('Of the file, 64 lower-case hex digits.'),
  subject: id.optional().describe('The asset that was examined.'),
  'subject-version': text.optional(),
  collected: date.optional(),
  expires: date.optional(),
  measures: z.array(measure).optional(),
});

const goal = z.strictObject({
  ...named,
  on: id.describe('The asset or actor that is lost.'),
  loss: z.enum(LOSSES),
  impact: level,
});

const acceptance = needsOneOf(
  z.strictObject({
    technique: text.optional(),
    on: id.optional(),
    threat: text.optional().describe('Id of one threat, as a result gives it.'),
    reason: text,
    by: text,
    until: date,
  }),
  ['technique', 'on', 'threat'],
);

const scalar = z.union([text, z.number(), z.boolean()]);

export const systemFile = z.strictObject({
  threatloom: z.literal(FORMAT_VERSION).describe('Version of this format.'),
  system: id.describe('Id of the system.'),
  ...named,
  owner: text.optional(),
  stage: z.enum(STAGES).optional(),
  profile: z
    .record(text, z.union([text, z.number(), z.boolean(), z.array(scalar)]))
    .optional()
    .describe('Facts that questionnaires and decision trees read.'),
  zones: z.record(id, zone).optional().describe('Trust boundaries.'),
  actors: z.record(id, actor).optional(),
  assets: z.record(id, asset).optional(),
  flows: z.array(flow).optional().describe('Data that moves.'),
  safeguards: z.record(id, safeguard).optional(),
  evidence: z.record(id, evidence).optional(),
  goals: z
    .record(id, goal)
    .optional()
    .describe("What an attacker wants; without any, each asset's value gives them."),
  'goals-from-value': z.boolean().optional().describe('Take the goals from `value` beside the stated ones.'),
  accepted: z.array(acceptance).optional().describe('Threats that are knowingly left open.'),
});

export type SystemFile = z.infer<typeof systemFile>;
