/**
 * What a chain or agent needs when it runs, as its `MLmodel` file lists it: `resources` since MLflow 2.13, also within
 * `auth_policy` since 3, and what its langchain flavor was found to depend on before.
 */
import type { DraftAsset } from '#model/draft-system';
import type { Relation } from '#model/system-model';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { ModelFile, Resource } from './facts.ts';
import type { Shelf } from './shelf.ts';

interface Meaning extends Required<Pick<DraftAsset, 'kind' | 'fallback'>> {
  readonly relation: Relation;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['serving_endpoint', { kind: 'inference-api', fallback: 'process', relation: 'uses' }],
  ['vector_search_index', { kind: 'vector-index', fallback: 'store', relation: 'retrieves-from' }],
  ['table', { kind: 'database', fallback: 'store', relation: 'retrieves-from' }],
  ['function', { kind: 'tool', fallback: 'process', relation: 'calls' }],
  ['genie_space', { kind: 'agent', fallback: 'process', relation: 'calls' }],
  ['uc_connection', { kind: 'third-party-service', fallback: 'external', relation: 'calls' }],
  ['app', { kind: 'application', fallback: 'process', relation: 'calls' }],
  ['sql_warehouse', { kind: 'database', fallback: 'store', relation: 'depends-on' }],
  ['lakebase', { kind: 'database', fallback: 'store', relation: 'depends-on' }],
]);

/** Names of a langchain flavor's `databricks_dependency`. */
const FOUND: ReadonlyMap<string, string> = new Map([
  ['databricks_chat_endpoint_name', 'serving_endpoint'],
  ['databricks_llm_endpoint_name', 'serving_endpoint'],
  ['databricks_embeddings_endpoint_name', 'serving_endpoint'],
  ['databricks_vector_search_index_name', 'vector_search_index'],
]);

/** Sorts that nobody knows are told of and left out. */
export function resourcesOf(file: TreeNode): readonly Resource[] {
  const lists = [file.at('resources'), file.at('auth_policy')?.at('system_auth_policy')?.at('resources')];
  const listed = lists.flatMap((list) => {
    list?.tell('api_version');
    return (list?.at('databricks')?.entries() ?? []).flatMap(([sort, entries]) => {
      if (!MEANINGS.has(sort) || !entries.isList) return [];
      return entries.elements().flatMap((node): Resource[] => {
        const name = node.isObject ? node.text('name') : undefined;
        if (name === undefined) return [];
        node.tell('on_behalf_of_user');
        return [{ node, sort, name }];
      });
    });
  });
  const known = new Set(listed.map(({ sort, name }) => `${sort} ${name}`));
  return [...listed, ...foundIn(file).filter(({ sort, name }) => !known.has(`${sort} ${name}`))];
}

function foundIn(file: TreeNode): readonly Resource[] {
  const flavor = file.at('flavors')?.any('langchain');
  const found = flavor?.isObject === true ? flavor.any('databricks_dependency') : undefined;
  if (flavor === undefined || found?.isObject !== true) return [];
  // Of the rest the line of the flavors tells.
  flavor.tellParts();
  found.tellParts();
  return [...FOUND].flatMap(([key, sort]) =>
    found.has(key) ? found.texts(key).map((name) => ({ node: found.any(key)!, sort, name })) : [],
  );
}

/** Links what a model needs; what two models need is one asset. */
export function linkResources({ draft, resources }: Shelf, id: string, file: ModelFile): void {
  for (const { node, sort, name } of file.resources) {
    const { relation, ...parts } = MEANINGS.get(sort)!;
    const key = `${sort} ${name}`;
    const needed = resources.get(key) ?? draft.asset({ ...parts, name, place: node.place }, sort);
    resources.set(key, needed);
    draft.relate(id, relation, needed);
    node.account.read(node.pointer, `${sort} "${name}"`, `${id} ${relation} ${needed}`);
  }
}
