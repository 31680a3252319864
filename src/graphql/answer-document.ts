/**
 * What a document asks of the graph, answered as a whole and from one build.
 */
import { ThreatloomError } from '#model/errors';
import type { GraphStore } from '#stores/port';
import type { ApiLimits, DocumentLimits } from './limits.ts';
import type { GraphModel } from './schema/graph-model.ts';
import { readSelections } from './selection/read-selections.ts';
import type { DocumentInfo, DocumentSelections } from './selection/read-selections.ts';
import type { Rows } from './selection/rows.ts';
import type { Selection } from './selection/selection.ts';

export interface GraphSource {
  readonly store: GraphStore;
  readonly model: GraphModel;
  readonly limits: Omit<ApiLimits, keyof DocumentLimits>;
}

export interface DocumentAnswer extends DocumentSelections {
  /** Id of a selection at the root → its rows. */
  readonly rows: ReadonlyMap<string, Rows>;
}

/** @throws ThreatloomError GRAPHQL-004 where the answer would be too large; STORE-… */
export async function answerDocument(
  { store, model, limits }: GraphSource,
  info: DocumentInfo,
  signal: AbortSignal | undefined,
): Promise<DocumentAnswer> {
  const selections = readSelections(model, info, limits);
  const { roots } = selections;
  if (roots.length === 0) return { ...selections, rows: new Map() };
  const answer = await answering(store);
  const rows = await store.readTogether((read) => answer(read, roots, limits.rows), {
    timeoutMs: limits.timeoutMs,
    ...(signal !== undefined && { signal }),
  });
  assertSize([...rows.values()], limits.nodes);
  return { ...selections, rows };
}

type Answering = (
  read: Parameters<Parameters<GraphStore['readTogether']>[0]>[0],
  selections: readonly Selection[],
  maxRows: number,
) => Promise<ReadonlyMap<string, Rows>>;

async function answering(store: GraphStore): Promise<Answering> {
  switch (store.capabilities.cypher) {
    case 'common':
      return (await import('./embedded/answer-selections.ts')).answerSelections;
    case 'neo4j-5': {
      const { answerSelections } = await import('./neo4j/answer-selections.ts');
      const { generatedApi } = await import('./neo4j/generated-api.ts');
      const generated = await generatedApi();
      return (read, selections, maxRows) => answerSelections(read, generated, selections, maxRows);
    }
  }
}

/** Rows may be shared between the places at which they stand; in the answer each place counts. */
function assertSize(answers: readonly Rows[], limit: number): void {
  const sizes = new Map<Rows, number>();
  const sizeOf = (answer: Rows): number => {
    const known = sizes.get(answer);
    if (known !== undefined) return known;
    let size = answer.rows.length;
    for (const { inner } of answer.rows) for (const each of inner.values()) size += sizeOf(each);
    sizes.set(answer, size);
    return size;
  };
  const size = answers.reduce((sum, each) => sum + sizeOf(each), 0);
  if (size <= limit) return;
  throw new ThreatloomError('GRAPHQL-004', `the answer would hold more than ${limit} nodes`, {
    hint: 'narrow it with where, limit or first',
  });
}
