/**
 * The only way to the server that served this page: `/graphql` and `/cypher`, of the same origin.
 */

/** What the server said instead of an answer, in its words. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  /** Whether a token, or another one, would help. */
  readonly tokenWanted: boolean;
  /** Further sentences: hints, and errors beside the first. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = [], tokenWanted = false) {
    super(message);
    this.details = details;
    this.tokenWanted = tokenWanted;
  }
}

/** For this tab only, and never in an address. */
const TOKEN = 'threatloom.token';

export function keepToken(token: string): void {
  sessionStorage.setItem(TOKEN, token);
}

const authorization = (): Record<string, string> => {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? {} : { authorization: `Bearer ${token}` };
};

/** How the server says what is wrong, whatever was asked. */
interface ShownError {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: { readonly code?: string; readonly hint?: string };
}

export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly ShownError[];
}

/** @throws AnswerError where the server refuses; errors within an answer are the caller's */
export function postGraphql(
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer> {
  return post('/graphql', { query, variables }) as Promise<GraphqlAnswer>;
}

/** @throws AnswerError for any error in the answer */
export async function ask<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
  const { data, errors = [] } = await postGraphql(query, variables);
  if (errors.length > 0) throw refusal(errors);
  return data as Data;
}

export interface CypherAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** Whether the server's limit of rows cut it short. */
  readonly truncated: boolean;
}

/** @throws AnswerError */
export function postCypher(
  query: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<CypherAnswer> {
  return post('/cypher', { query, parameters }) as Promise<CypherAnswer>;
}

async function post(path: string, body: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...authorization() },
      body: JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch (error) {
    throw new AnswerError('', [error instanceof Error ? error.message : String(error)]);
  }
  const text = await response.text();
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new AnswerError(`HTTP ${response.status}`, [text.slice(0, 300)]);
  }
  if (response.ok) return answer;
  const { errors = [] } = answer as GraphqlAnswer;
  throw refusal(errors.length > 0 ? errors : [{ message: `HTTP ${response.status}` }], response.status);
}

function refusal(errors: readonly ShownError[], status = 200): AnswerError {
  const [first, ...others] = errors.map(sentence);
  const hints = errors.flatMap(({ extensions }) => extensions?.hint ?? []);
  const details = [...new Set([...others, ...hints])];
  const roleWanted = errors.some(({ extensions }) => extensions?.code === 'SERVE-019');
  return new AnswerError(first ?? '', details, status === 401 || roleWanted);
}

const sentence = ({ message, locations: [place] = [] }: ShownError): string =>
  place === undefined ? message : `${place.line}:${place.column} ${message}`;
