/**
 * The GraphQL API on a store: one schema, the same answers on all of them.
 */
import { GraphQLError } from 'graphql/error/index.js';
import { execute } from 'graphql/execution/index.js';
import type { ExecutionResult } from 'graphql/execution/index.js';
import { Source, parse } from 'graphql/language/index.js';
import type { DocumentNode } from 'graphql/language/index.js';
import type { GraphQLSchema } from 'graphql/type/index.js';
import { specifiedRules, validate } from 'graphql/validation/index.js';
import type { ValidationRule } from 'graphql/validation/index.js';
import type { AnswerSource } from '#model/answers/answer-source';
import type { GraphStore } from '#stores/port';
import { graphSchema, readSchemaTexts } from '#stores/schema/read-schema';
import { addAnswerResolvers } from './answers/answer-resolvers.ts';
import type { GraphSource } from './answer-document.ts';
import { addGraphResolvers } from './graph-resolvers.ts';
import type { ApiLimits } from './limits.ts';
import { DEFAULT_LIMITS, limitRules } from './limits.ts';
import { presentError } from './present-error.ts';
import { refusal } from './refusal.ts';
import { RequestContext } from './request-context.ts';
import { readApiSchema } from './schema/api-schema.ts';
import { graphModel } from './schema/graph-model.ts';

export interface GraphqlApiOptions {
  readonly store: GraphStore;
  readonly answers: AnswerSource;
  /** Those that are not given are `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ApiLimits>;
}

export interface GraphqlRequest {
  readonly text: string;
  /** How the text is called in messages; `document` unless told. */
  readonly name?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly signal?: AbortSignal;
  /** Told of each error as it was, before it is presented. */
  readonly report?: (error: GraphQLError) => void;
}

/** What a server needs to run documents its own way, and `run` for those that have no way of their own. */
export interface GraphqlApi {
  /** With resolvers, which want a `contextFor` of the request as context. */
  readonly schema: GraphQLSchema;
  readonly limits: ApiLimits;
  /** For validation, beside the rules of the specification. */
  readonly rules: readonly ValidationRule[];
  /**
   * One for each request.
   *
   * @param request `answers`: in place of the API's own, where not every caller may have all of them
   */
  contextFor(request?: Pick<GraphqlRequest, 'signal'> & { readonly answers?: AnswerSource }): RequestContext;
  /** @throws GraphQLError where the text is no document, or has too many words */
  parse(text: string, name?: string): DocumentNode;
  /**
   * Parses, checks, executes. Never rejects: errors are `presentError`s of the result, and without `data` where the
   * document could not be run at all.
   */
  run(request: GraphqlRequest): Promise<ExecutionResult>;
}

/**
 * Opens the API; the store is first used when a document asks the graph.
 *
 * @example
 * const api = openGraphqlApi({ store, answers });
 * await api.run({ text: '{ assets(where: { name: { contains: "bot" } }) { key } }' });
 * // { data: { assets: [{ key: 'support-chatbot/assets/bot' }] } }
 */
export function openGraphqlApi({ store, answers, limits: given = {} }: GraphqlApiOptions): GraphqlApi {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const model = graphModel(graphSchema(), readSchemaTexts());
  const schema = readApiSchema();
  addGraphResolvers(schema, model);
  addAnswerResolvers(schema);
  return new Api({ store, model, limits }, answers, schema, limits);
}

class Api implements GraphqlApi {
  readonly schema: GraphQLSchema;
  readonly limits: ApiLimits;
  readonly rules: readonly ValidationRule[];
  readonly #source: GraphSource;
  readonly #answers: AnswerSource;

  constructor(source: GraphSource, answers: AnswerSource, schema: GraphQLSchema, limits: ApiLimits) {
    this.#source = source;
    this.#answers = answers;
    this.schema = schema;
    this.limits = limits;
    this.rules = limitRules(limits);
  }

  contextFor({
    signal,
    answers = this.#answers,
  }: Parameters<GraphqlApi['contextFor']>[0] = {}): RequestContext {
    return new RequestContext(this.#source, answers, signal);
  }

  parse(text: string, name = 'document'): DocumentNode {
    const { tokens } = this.limits;
    try {
      return parse(new Source(text, name), { maxTokens: tokens });
    } catch (error) {
      if (error instanceof GraphQLError && error.message.includes(`more that ${tokens} tokens`)) {
        throw refusal('GRAPHQL-014', `the document has more than ${tokens} words and marks`);
      }
      throw error;
    }
  }

  async run({
    text,
    name,
    variables,
    operationName,
    signal,
    report,
  }: GraphqlRequest): Promise<ExecutionResult> {
    const presented = (errors: readonly GraphQLError[]): GraphQLError[] =>
      errors.map((error) => {
        report?.(error);
        return presentError(error);
      });
    let document: DocumentNode;
    try {
      document = this.parse(text, name);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { errors: presented([error]) };
    }
    const faults = validate(this.schema, document, [...specifiedRules, ...this.rules]);
    if (faults.length > 0) return { errors: presented(faults) };
    const { errors, ...answer } = await execute({
      schema: this.schema,
      document,
      contextValue: this.contextFor(signal === undefined ? {} : { signal }),
      variableValues: variables ?? null,
      operationName: operationName ?? null,
    });
    return errors === undefined ? answer : { errors: presented(errors), ...answer };
  }
}
