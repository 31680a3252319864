/**
 * A batch → a new database file, by `COPY` from CSV: a hundred thousand nodes a second and more.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { GraphBatch, GraphEdge, GraphNode } from '#model/graph';
import type { LoadProgress } from '../port.ts';
import { BUILD_LABEL } from '../schema/check-batch.ts';
import type { GraphSchema, SchemaProperty } from '../schema/graph-schema.ts';
import type { EngineConnection } from './engine.ts';
import { connect, openForLoading, run } from './engine.ts';
import { quoted, tableStatements } from './tables.ts';
import { csvField, csvText, readingExpression } from './transfer.ts';

const ROWS_A_WRITE = 5_000;

/**
 * Writes a batch that fits the schema, and the build's own node, into a file that does not exist yet.
 * Nothing of it is to be used until `verifyBuild` has read it back.
 */
export async function writeBuild(
  file: string,
  schema: GraphSchema,
  batch: GraphBatch,
  build: GraphNode,
  onProgress?: (progress: LoadProgress) => void,
): Promise<void> {
  const nodes = new Map([...batch.nodes, [BUILD_LABEL, [build]]]);
  const total = [...nodes.values(), ...batch.edges.values()].reduce((sum, each) => sum + each.length, 0);
  let done = 0;
  const report = (more: number): void => {
    done += more;
    onProgress?.({ done, total });
  };
  const database = await openForLoading(file);
  try {
    const connection = await connect(database);
    // One transaction, one write of the log, instead of one for each table.
    await run(connection, 'BEGIN TRANSACTION');
    for (const statement of tableStatements(schema)) await run(connection, statement);
    await run(connection, 'COMMIT');
    const copy = new Copy(connection, `${file}.csv`);
    for (const { name, properties } of schema.labels) {
      const members = nodes.get(name) ?? [];
      if (members.length === 0) continue;
      await copy.nodes(name, properties, members);
      report(members.length);
    }
    for (const { type, properties } of schema.relationships) {
      for (const [pair, members] of byPair(batch.edges.get(type) ?? [])) {
        await copy.edges(type, properties, pair, members);
        report(members.length);
      }
    }
    await run(connection, 'CHECKPOINT');
    await connection.close();
  } finally {
    await database.close();
  }
}

/** Edges by their pair of labels. */
export function byPair(edges: readonly GraphEdge[]): Map<string, GraphEdge[]> {
  const pairs = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const pair = `${edge.from.label} ${edge.to.label}`;
    const members = pairs.get(pair);
    if (members === undefined) pairs.set(pair, [edge]);
    else members.push(edge);
  }
  return pairs;
}

class Copy {
  readonly #connection: EngineConnection;
  readonly #file: string;

  constructor(connection: EngineConnection, file: string) {
    this.#connection = connection;
    this.#file = file;
  }

  async nodes(
    label: string,
    properties: readonly SchemaProperty[],
    nodes: readonly GraphNode[],
  ): Promise<void> {
    const names = properties.map((property) => property.name);
    await this.#rows(nodes, ({ key, properties: values }) =>
      names.map((name) => (name === 'key' ? csvText(key) : csvField(values[name]))).join(','),
    );
    await this.#copy(label, [], properties);
  }

  async edges(
    type: string,
    properties: readonly SchemaProperty[],
    pair: string,
    edges: readonly GraphEdge[],
  ): Promise<void> {
    const names = properties.map((property) => property.name);
    await this.#rows(edges, ({ from, to, properties: values }) =>
      [csvText(from.key), csvText(to.key), ...names.map((name) => csvField(values[name]))].join(','),
    );
    const [from, to] = pair.split(' ');
    await this.#copy(type, ['from', 'to'], properties, ` (from='${from!}', to='${to!}')`);
  }

  async #copy(
    table: string,
    ends: readonly string[],
    properties: readonly SchemaProperty[],
    options = '',
  ): Promise<void> {
    const columns = [...ends, ...properties.map((property) => property.name)].map((_, index) => `c${index}`);
    const expressions = columns.map((column, index) => {
      const property = properties[index - ends.length];
      return property === undefined ? column : readingExpression(property, column);
    });
    const path = this.#file.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    // Any other null string than the default keeps '' apart from null; no value is equal to this one.
    const csv = `HEADER=false, PARALLEL=false, AUTO_DETECT=false, DELIM=',', QUOTE='"', ESCAPE='"', NULL_STRINGS=['\u0018']`;
    await run(
      this.#connection,
      `COPY ${quoted(table)} FROM (LOAD WITH HEADERS (${columns.map((column) => `${column} STRING`).join(', ')}) ` +
        `FROM '${path}' (${csv}) RETURN ${expressions.join(', ')})${options}`,
    );
    rmSync(this.#file);
  }

  async #rows<T>(members: readonly T[], row: (member: T) => string): Promise<void> {
    const descriptor = openSync(this.#file, 'w');
    try {
      for (let start = 0; start < members.length; start += ROWS_A_WRITE) {
        const rows = members.slice(start, start + ROWS_A_WRITE).map(row);
        writeSync(descriptor, `${rows.join('\n')}\n`);
        // Progress, signals and timers get their turn in a long load.
        await new Promise(setImmediate);
      }
    } finally {
      closeSync(descriptor);
    }
  }
}
