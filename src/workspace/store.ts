/**
 * Which store a `--store` URI means.
 */
import { resolve } from 'node:path';
import { ThreatloomError } from '#model/errors';
import type { GraphStore } from '#stores/port';

/**
 * Nothing given: the embedded store below the working directory. `bolt://`, `neo4j://` and their `+s`, `+ssc` forms:
 * Neo4j, with user and password from the environment. Anything else is a folder for the embedded store.
 *
 * @throws ThreatloomError CLI-010 where no store speaks the scheme; STORE-… with exit code 4 where a server cannot be used
 */
export async function openStore(
  uri: string | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GraphStore> {
  const { graphSchema } = await import('#stores/schema/read-schema');
  const scheme = uri === undefined ? undefined : /^([a-z0-9+]+):\/\//i.exec(uri)?.[1]?.toLowerCase();
  if (uri !== undefined && scheme !== undefined) {
    if (!/^(bolt|neo4j)(\+s|\+ssc)?$/.test(scheme)) {
      throw new ThreatloomError('CLI-010', `no store speaks ${scheme}://`, {
        hint: 'use bolt://, neo4j://, bolt+s:// or neo4j+s:// for Neo4j, or a folder for the embedded store',
      });
    }
    const { openNeo4jStore } = await import('#stores/neo4j/neo4j-store');
    return openNeo4jStore({ uri, schema: graphSchema(), env });
  }
  const { DEFAULT_FOLDER, openLadybugStore } = await import('#stores/ladybug/ladybug-store');
  return openLadybugStore({ folder: resolve(cwd, uri ?? DEFAULT_FOLDER), schema: graphSchema() });
}
