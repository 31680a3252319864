/**
 * Which fields a document asks of one object: fragments spread, `@include` and `@skip` decided, fields of one name merged.
 */
import { getDirectiveValues } from 'graphql/execution/values.js';
import { Kind } from 'graphql/language/index.js';
import type {
  FieldNode,
  FragmentDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql/language/index.js';
import { GraphQLIncludeDirective, GraphQLSkipDirective } from 'graphql/type/index.js';

export interface DocumentParts {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

/**
 * By response key, in order of first appearance. All types of the API are object types, so that every fragment that
 * validation lets through applies.
 */
export function collectFields(
  document: DocumentParts,
  sets: readonly (SelectionSetNode | undefined)[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const visit = (selections: readonly SelectionNode[]): void => {
    for (const selection of selections) {
      if (!isIncluded(document, selection)) continue;
      switch (selection.kind) {
        case Kind.FIELD: {
          const key = (selection.alias ?? selection.name).value;
          const known = fields.get(key);
          if (known === undefined) fields.set(key, [selection]);
          else known.push(selection);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          visit(selection.selectionSet.selections);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          if (spread.has(name)) break;
          spread.add(name);
          visit(document.fragments[name]!.selectionSet.selections);
        }
      }
    }
  };
  for (const set of sets) visit(set?.selections ?? []);
  return fields;
}

function isIncluded({ variableValues }: DocumentParts, node: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
}
