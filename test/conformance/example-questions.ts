/** Every named query with every value that makes sense for it in a graph of the examples. */
import { readQuery } from '#stores/cypher-guard/read-query';
import type { GraphStore } from '#stores/port';
import { loadNamedQueries } from '#stores/queries/load-queries';
import type { NamedQuery } from '#stores/queries/named-query';
import { bindParameters } from '#stores/queries/query-parameters';
import { graphSchema } from '#stores/schema/read-schema';

export interface Question {
  /** `techniques-reaching-asset asset=bot system=support-chatbot` */
  readonly title: string;
  readonly cypher: string;
  readonly parameters: ReturnType<typeof bindParameters>;
}

/** One choice of values. */
type Choice = Readonly<Record<string, string>>;

export async function exampleQuestions(store: GraphStore): Promise<Question[]> {
  const rows = async (cypher: string): Promise<Choice[]> => {
    const { columns, rows: found } = await store.read(readQuery(cypher).cypher);
    return found.map((row) => Object.fromEntries(columns.map((column, c) => [column, row[c] as string])));
  };
  // For each set of parameters, what to ask with; a query with other parameters has no values here and fails the suite.
  const values: Readonly<Record<string, readonly Choice[]>> = {
    '': [{}],
    system: [...(await rows('MATCH (s:System) RETURN s.id AS system ORDER BY system')), { system: 'nobody' }],
    'asset,system': [
      ...(await rows(
        'MATCH (a:Asset|Actor) RETURN a.system AS system, a.id AS asset ORDER BY system, asset',
      )),
      { system: 'support-chatbot', asset: 'nothing' },
    ],
    'goal,system': await rows('MATCH (g:Goal) RETURN g.system AS system, g.id AS goal ORDER BY system, goal'),
    'control,system': [
      ...(await rows(
        "MATCH (c:Control) WHERE c.framework IN ['atlas', 'core'] RETURN DISTINCT c.id AS control ORDER BY control",
      )),
      { control: 'AML.M0020', system: 'support-chatbot' },
      { control: 'no-such-control' },
    ],
  };
  return loadNamedQueries(graphSchema()).flatMap((query) => questionsOf(query, values));
}

function questionsOf(query: NamedQuery, values: Readonly<Record<string, readonly Choice[]>>): Question[] {
  const names = query.parameters.map(({ name }) => name).sort();
  const choices = [...(values[names.join(',')] ?? [])];
  if (choices.length === 0) throw new Error(`say in example-questions.ts what to ask ${query.name} with`);
  // Parameters that may be left out are also left out.
  const needed = query.parameters.filter((parameter) => parameter.default === undefined);
  const fewer = choices.map((choice) =>
    Object.fromEntries(needed.map(({ name }) => [name, choice[name]!] as const)),
  );
  const distinct = new Map([...choices, ...fewer].map((choice) => [titleOf(query.name, choice), choice]));
  return [...distinct].map(([title, choice]) => ({
    title,
    cypher: query.cypher,
    parameters: bindParameters(query, choice),
  }));
}

function titleOf(name: string, choice: Choice): string {
  const pairs = Object.entries(choice).map(([parameter, value]) => `${parameter}=${value}`);
  return [name, ...pairs.sort()].join(' ');
}
