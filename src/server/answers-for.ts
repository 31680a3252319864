import type { AnswerSource } from '#model/answers/answer-source';
import { ThreatloomError } from '#model/errors';
import type { Role } from './tokens.ts';
import { mayAct } from './tokens.ts';

/** What a role may have computed: whoever only reads gets what was computed at the start. */
export function answersFor(role: Role, answers: AnswerSource): AnswerSource {
  if (mayAct(role, 'analyst')) return answers;
  const refuse = (): Promise<never> =>
    Promise.reject(new ThreatloomError('SERVE-019', `this takes the role analyst; the token has ${role}`));
  return {
    systems: () => answers.systems(),
    analysis: (system, patience) => answers.analysis(system, patience),
    paths: refuse,
    explain: refuse,
    whatIf: refuse,
  };
}
