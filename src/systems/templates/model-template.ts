/**
 * Templates of system models: a model that stands on its own, and the questions whose answers change it. They are data,
 * `templates/<id>.yaml`; the model is filled in as text, so that its comments and layout stay.
 */
import { isMap, isNode, parseDocument, stringify, type Document } from 'yaml';
import { z } from 'zod';
import { ThreatloomError } from '#model/errors';
import type { Stage } from '#model/system-model';
import { KEBAB_CASE } from '../structure.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(scalar)]);

const head = z.strictObject({
  template: z.string().regex(KEBAB_CASE),
  title: z.string().min(1),
  description: z.string().min(1),
  questions: z.array(
    z.strictObject({
      ask: z.string().min(1),
      /** JSON pointer into the model, to what the answer is put in place of. */
      set: z.string().regex(/^\/[^/]+(\/[^/]+)*$/),
      choices: z.array(z.strictObject({ value, label: z.string().min(1) })).min(2),
    }),
  ),
  model: z.record(z.string(), z.unknown()),
});

export type AnswerValue = z.infer<typeof value>;

export interface TemplateQuestion {
  readonly ask: string;
  readonly set: string;
  readonly choices: readonly { readonly value: AnswerValue; readonly label: string }[];
}

export interface ModelTemplate {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly questions: readonly TemplateQuestion[];
  readonly text: string;
}

export interface TemplateAnswers {
  /** Id of the system, kebab-case. */
  readonly system: string;
  readonly name?: string;
  readonly owner?: string;
  readonly stage?: Stage;
  /** Index of the question → index of the choice; one that is not answered leaves the template as it is. */
  readonly choices?: ReadonlyMap<number, number>;
}

/** @throws ThreatloomError TEMPLATE-001 where the file is no template, with the place */
export function parseTemplate(file: string, text: string): ModelTemplate {
  const document = parseDocument(text, { version: '1.2', prettyErrors: true });
  const [fault] = document.errors;
  if (fault !== undefined) throw notATemplate(file, fault.message, '');
  const parsed = head.safeParse(document.toJS() as unknown);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notATemplate(file, issue?.message ?? 'it has another form', `/${(issue?.path ?? []).join('/')}`);
  }
  const { template: id, title, description, questions } = parsed.data;
  for (const { set } of questions) {
    if (rangeOf(document, set) === undefined)
      throw notATemplate(file, `the model has nothing at ${set}`, '/questions');
  }
  return { id, title, description, questions, text };
}

function notATemplate(file: string, why: string, pointer: string): ThreatloomError {
  return new ThreatloomError('TEMPLATE-001', `this is no template: ${why}`, {
    file,
    pointer,
    hint: 'a template has "template", "title", "description", "questions" and "model"',
  });
}

/** The model as YAML, with the answers in it. */
export function fillTemplate(template: ModelTemplate, answers: TemplateAnswers): string {
  const { questions, text, id, title } = template;
  const document = parseDocument(text, { version: '1.2' });
  const edits = questions.flatMap(({ set, choices }, index) => {
    const chosen = choices[answers.choices?.get(index) ?? -1];
    const range = rangeOf(document, set);
    return chosen === undefined || range === undefined ? [] : [{ ...range, by: written(chosen.value) }];
  });
  let filled = text;
  for (const { start, end, by } of edits.sort((a, b) => b.start - a.start)) {
    filled = filled.slice(0, start) + by + filled.slice(end);
  }
  const model = filled.slice(/^model:[ \t]*\n/m.exec(filled)!.index).replace(/^model:[ \t]*\n/, '');
  const fields = { system: answers.system, name: answers.name, owner: answers.owner, stage: answers.stage };
  return [
    '# yaml-language-server: $schema=node_modules/threatloom/schemas/system.schema.json',
    `# From the template "${id}": ${title}.`,
    '# Say what is so with you, and leave out what nobody knows: the result tells what is worth finding out.',
    'threatloom: 1',
    ...Object.entries(fields).flatMap(([key, said]) =>
      said === undefined ? [] : [`${key}: ${written(said)}`],
    ),
    model
      .replaceAll(/^ {2}/gm, '')
      .replaceAll(/^(?=(?:actors|assets|flows|zones):)/gm, '\n')
      .trimEnd(),
    '',
  ].join('\n');
}

/** Index of the choice that the template's own model has made, else of the first. */
export function choiceOf(template: ModelTemplate, question: TemplateQuestion): number {
  const document = parseDocument(template.text, { version: '1.2' });
  const node = document.getIn(['model', ...question.set.split('/').slice(1)], true);
  const current = JSON.stringify(isNode(node) ? node.toJS(document) : null);
  return Math.max(
    0,
    question.choices.findIndex((choice) => JSON.stringify(choice.value) === current),
  );
}

function rangeOf(
  document: Document,
  pointer: string,
): { readonly start: number; readonly end: number } | undefined {
  const node = document.getIn(['model', ...pointer.split('/').slice(1)], true);
  if (!isNode(node) || isMap(node) || node.range == null) return undefined;
  return { start: node.range[0], end: node.range[1] };
}

function written(said: AnswerValue): string {
  if (Array.isArray(said)) return `[${said.map(written).join(', ')}]`;
  return stringify(said, { lineWidth: 0 }).trimEnd();
}
