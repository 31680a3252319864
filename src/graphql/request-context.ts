import { setMaxListeners } from 'node:events';
import type { AnswerSource, Patience } from '#model/answers/answer-source';
import type { DocumentAnswer, GraphSource } from './answer-document.ts';
import { answerDocument } from './answer-document.ts';
import type { DocumentInfo } from './selection/read-selections.ts';

/** What resolvers of one request share. */
export class RequestContext {
  readonly answers: AnswerSource;
  readonly patience: Patience;
  readonly #source: GraphSource;
  /** By the operation and its variables: a request may hold several. */
  readonly #documents = new Map<unknown, Promise<DocumentAnswer>>();

  constructor(source: GraphSource, answers: AnswerSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.answers = answers;
    this.patience = signal === undefined ? {} : { signal };
    // Each level of a document listens while it is asked for; more than ten of them are no leak.
    if (signal !== undefined) setMaxListeners(0, signal);
  }

  /** The graph's part of the document that is being executed; asked for once. */
  graph(info: DocumentInfo): Promise<DocumentAnswer> {
    // Made anew for each execution.
    const execution = info.variableValues;
    const known = this.#documents.get(execution);
    if (known !== undefined) return known;
    const answer = answerDocument(this.#source, info, this.patience.signal);
    this.#documents.set(execution, answer);
    return answer;
  }
}
