/**
 * GraphQL over HTTP, by GraphQL Yoga: one operation for each request, no batches, no subscriptions, no page of its own.
 */
import { GraphQLError, NoSchemaIntrospectionCustomRule, execute, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, Source } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Plugin } from 'graphql-yoga';
import type { GraphqlApi } from '#graphql/api';
import { presentError } from '#graphql/present-error';
import { refusal } from '#graphql/refusal';
import type { AnswerSource } from '#model/answers/answer-source';
import { BoundedCache } from './bounded-cache.ts';
import { answersFor } from './answers-for.ts';
import type { Answer } from './response.ts';
import type { Role } from './tokens.ts';
import { mayAct } from './tokens.ts';

export interface GraphqlEndpointOptions {
  readonly api: GraphqlApi;
  readonly answers: AnswerSource;
  /** Everyone may see the schema; else only admins. */
  readonly introspection: boolean;
  /** Told of faults of our own, whose text clients do not see. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

export interface GraphqlQuestion {
  readonly role: Role;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly method: 'GET' | 'POST';
  /** With its query part. */
  readonly url: string;
  readonly accept: string;
  readonly body: string;
}

export interface GraphqlAnswer extends Answer {
  readonly body: string;
  /** Without errors, so whoever asks the same may have it. */
  readonly whole: boolean;
}

export type AnswerGraphql = (question: GraphqlQuestion) => Promise<GraphqlAnswer>;

interface Outcome {
  whole: boolean;
  /** Whether it was no request of GraphQL at all. */
  bad: boolean;
}

type ServerContext = Pick<GraphqlQuestion, 'role' | 'requestId' | 'signal'> & { readonly outcome: Outcome };

/** Bytes of the texts of documents whose syntax trees are kept; a tree takes some fifty times its text. */
const KEPT_DOCUMENTS = 512 * 1024;

export function graphqlEndpoint({
  api,
  answers,
  introspection,
  onFault,
}: GraphqlEndpointOptions): AnswerGraphql {
  const kept = new BoundedCache<DocumentNode>(KEPT_DOCUMENTS);
  const yoga = createYoga<ServerContext>({
    schema: api.schema,
    batching: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    maskedErrors: false,
    multipart: false,
    parserAndValidationCache: {
      documentCache: {
        get: (text) => kept.get(text),
        set: (text, document) => {
          kept.set(text, document, text.length);
        },
      },
      errorCache: { get: () => undefined, set: () => undefined },
    },
    plugins: [asTheApiDoes(api, answers), introspectionFor(api, introspection), presented(onFault)],
  });
  return async ({ method, url, accept, body, role, requestId, signal }) => {
    const outcome: Outcome = { whole: false, bad: false };
    const response = await yoga.fetch(
      `http://localhost${url}`,
      {
        method,
        headers: { accept, ...(method === 'POST' && { 'content-type': 'application/json' }) },
        ...(method === 'POST' && { body }),
        signal,
      },
      { role, requestId, signal, outcome },
    );
    return {
      status: outcome.bad ? 400 : response.status,
      type: response.headers.get('content-type') ?? 'application/json; charset=utf-8',
      body: await response.text(),
      headers: { 'Cache-Control': 'no-store' },
      whole: outcome.whole && response.status === 200,
    };
  };
}

/** A document means and costs here what it does on the command line. */
function asTheApiDoes(api: GraphqlApi, answers: AnswerSource): Plugin<object, ServerContext> {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source) => api.parse(typeof source === 'string' ? source : source.body));
    },
    onValidate({ addValidationRule }) {
      for (const rule of api.rules) addValidationRule(rule);
    },
    onExecute({ setExecuteFn }) {
      // Yoga's context is a copy of properties; resolvers want the API's own.
      setExecuteFn((args: ExecutionArgs) => {
        const { role, signal } = args.contextValue as ServerContext;
        const contextValue = api.contextFor({ signal, answers: answersFor(role, answers) });
        return execute({ ...args, contextValue });
      });
    },
  };
}

/** Not a rule of validation, whose outcome is kept whoever asked. */
function introspectionFor(api: GraphqlApi, forAll: boolean): Plugin<object, ServerContext> {
  const known = new WeakMap<DocumentNode, boolean>();
  const asksForSchema = (document: DocumentNode): boolean => {
    let asks = known.get(document);
    if (asks === undefined) {
      asks = validate(api.schema, document, [NoSchemaIntrospectionCustomRule]).length > 0;
      known.set(document, asks);
    }
    return asks;
  };
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { role } = args.contextValue as unknown as ServerContext;
      if (forAll || mayAct(role, 'admin') || !asksForSchema(args.document as DocumentNode)) {
        return;
      }
      const error = refusal('SERVE-026', 'the schema is not shown here');
      setResultAndStopExecution({ errors: [error] });
    },
  };
}

/** What is wrong with a request is said, with its code and the request's id; faults of our own are logged and hidden. */
function presented(onFault: (error: unknown, requestId: string) => void): Plugin<object, ServerContext> {
  return {
    onResultProcess(processed) {
      const { result, serverContext } = processed;
      if (Array.isArray(result) || Symbol.asyncIterator in result) return;
      const { outcome, requestId } = serverContext;
      const { errors = [] } = result;
      outcome.whole = errors.length === 0;
      if (outcome.whole) return;
      const shown = errors.map((error) => {
        const { nodes = null, source = null, positions = null, path = null, ...rest } = presentError(error);
        const code = codeOf(rest.extensions['code']);
        outcome.bad ||= code === 'SERVE-023';
        if (code === 'GRAPHQL-009') onFault(error.originalError ?? error, requestId);
        // By this Yoga knows the status of the response; it is not sent.
        const http = error.extensions.http;
        return new GraphQLError(rest.message, {
          nodes,
          source,
          positions,
          path,
          extensions: { ...rest.extensions, code, requestId, ...(http !== undefined && { http }) },
        });
      });
      processed.setResult({ ...result, errors: shown });
    },
  };
}

/** Yoga has codes of its own for what is no request, and for what is no document. */
function codeOf(code: unknown): string {
  if (code === 'BAD_REQUEST') return 'SERVE-023';
  return typeof code === 'string' && /^[A-Z]+-\d{3}$/.test(code) ? code : 'GRAPHQL-020';
}
