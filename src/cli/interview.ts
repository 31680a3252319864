import { isCancel, intro, log, outro, select, text } from '@clack/prompts';
import type { Readable, Writable } from 'node:stream';
import { kebabCase } from '#importers/formats/draft-ids';
import { ThreatloomError } from '#model/errors';
import { STAGES, type Stage } from '#model/system-model';
import { choiceOf, type ModelTemplate, type TemplateAnswers } from '#systems/templates/model-template';

export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

export interface Interviewed {
  readonly template: ModelTemplate;
  readonly answers: TemplateAnswers;
  /** Where to write the model. */
  readonly file: string;
}

/** What was told before the interview, which then does not ask for it. */
export interface Told {
  readonly template?: ModelTemplate;
  readonly name?: string;
  readonly file?: string;
}

/**
 * Asks, one question after the other; each has an answer that Enter takes.
 *
 * @throws ThreatloomError INIT-002 where it is broken off
 */
export async function interview(
  templates: readonly ModelTemplate[],
  told: Told,
  terminal: Terminal,
): Promise<Interviewed> {
  const ask = {
    one: async <T>(
      message: string,
      options: { value: T; label: string; hint?: string }[],
      initial?: T,
    ): Promise<T> =>
      kept(
        await select({
          ...terminal,
          message,
          options: options as Parameters<typeof select<T>>[0]['options'],
          ...(initial !== undefined && { initialValue: initial }),
        }),
      ) as T,
    text: async (message: string, placeholder: string, isNeeded: boolean): Promise<string> =>
      textOf(
        await text({
          ...terminal,
          message,
          placeholder,
          ...(isNeeded && { defaultValue: placeholder }),
        }),
      ),
  };
  intro('threatloom: a model of your system', terminal);
  const template =
    told.template ??
    (await ask.one(
      'What is most like it?',
      templates.map((each) => ({ value: each, label: each.title, hint: each.description })),
    ));
  const name = told.name ?? (await ask.text('What do you call it?', template.title, true));
  const owner = await ask.text('Who answers for it? (Enter: nobody yet)', '', false);
  const stage = await ask.one<Stage>(
    'How far is it?',
    STAGES.map((each) => ({ value: each, label: each })),
    'deployment',
  );
  const choices = new Map<number, number>();
  for (const [index, question] of template.questions.entries()) {
    const options = question.choices.map(({ label }, choice) => ({ value: choice, label }));
    choices.set(index, await ask.one(question.ask, options, choiceOf(template, question)));
  }
  const system = kebabCase(name) || template.id;
  const file = told.file ?? (await ask.text('Where should it be written?', `${system}.system.yaml`, true));
  log.info(`next: threatloom analyze ${file}`, terminal);
  outro(
    'What is left out there counts as not known, and the result says what is worth finding out.',
    terminal,
  );
  return {
    template,
    answers: { system, name, stage, choices, ...(owner !== '' && { owner }) },
    file,
  };
}

function textOf(answer: unknown): string {
  const text = kept(answer);
  return typeof text === 'string' ? text.trim() : '';
}

/** @throws ThreatloomError INIT-002 where nothing was answered */
function kept(answer: unknown): unknown {
  if (!isCancel(answer)) return answer;
  throw new ThreatloomError('INIT-002', 'the interview was broken off; nothing was written');
}
