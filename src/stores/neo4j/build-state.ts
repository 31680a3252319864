/**
 * Which build a database holds, and whether it is being exchanged for another right now.
 */
import type { BuildSummary } from '../port.ts';
import { BUILD_LABEL } from '../schema/check-batch.ts';
import type { Queries } from './connection.ts';
import { LOAD_LABEL, quoted } from './names.ts';

export interface StoredBuild extends BuildSummary {
  /** Digest of the graph schema that it was loaded with. */
  readonly schema: string;
  /**
   * Of the load that made it the graph, and of no other: a build that went and came back meanwhile has the same digest.
   * Null where a version of threatloom loaded it that did not say.
   */
  readonly load: string | null;
}

export interface BuildState {
  /** Absent: there is none, or it is being exchanged. */
  readonly build: StoredBuild | undefined;
  /** Labels and edges of two builds may be seen mixed; whoever sees this tries again. */
  readonly exchanging: boolean;
  /** A load is under way or was interrupted. */
  readonly loading: boolean;
}

type BuildRow = [digest: string, schema: string, counts: string, load: string | null];

const STATE =
  `RETURN COLLECT { MATCH (b:${quoted(BUILD_LABEL)}) RETURN [b.digest, b.schema, b.counts, b.load] } AS builds, ` +
  `EXISTS { MATCH (l:${LOAD_LABEL}) } AS loading, ` +
  `EXISTS { MATCH (l:${LOAD_LABEL}) WHERE l.exchangeUntil > datetime.realtime().epochMillis } AS exchanging`;

export async function buildState(queries: Queries): Promise<BuildState> {
  const { records } = await queries.run(STATE);
  const found = records[0]!.toObject() as {
    builds: BuildRow[];
    loading: boolean;
    exchanging: boolean;
  };
  const [first, second] = found.builds;
  const exchanging = found.exchanging || second !== undefined;
  return {
    build: first === undefined || exchanging ? undefined : storedBuild(first),
    exchanging,
    loading: found.loading,
  };
}

/** What goes into the `Build` node beside its properties of the schema, for `summary()`. */
export function countsText({ nodes, edges }: BuildSummary): string {
  return JSON.stringify({ nodes, edges });
}

function storedBuild([digest, schema, counts, load]: BuildRow): StoredBuild {
  const { nodes, edges } = JSON.parse(counts) as Pick<BuildSummary, 'nodes' | 'edges'>;
  return { digest, schema, load, nodes, edges };
}
