import type { Diagnostic } from '#model/diagnostics';
import { nearestWord } from '#model/diagnostics';
import type { GraphSchema } from '../schema/graph-schema.ts';
import type { NodePattern, ReadQuery } from './read-query.ts';

/**
 * Holds a query against the graph schema, and against what the stores would not do alike.
 *
 * Every node pattern must carry a label, or be a variable that carries one elsewhere in its part of the UNION: a server
 * keeps nodes of an unfinished build beside the finished one, and only labels tell them apart.
 *
 * Codes: CYPHER-003 no label, CYPHER-004 unknown label, CYPHER-005 unknown relationship type, CYPHER-006 a column named
 * like a node: an ORDER BY takes the column on one store, the node on the other; CYPHER-007 parameters inside and outside
 * of a subquery in one expression: LadybugDB 0.19.1 then drops conditions, and answers with rows that are wrong.
 */
export function checkQuery(query: ReadQuery, schema: GraphSchema): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const labels = schema.labels.map((label) => label.name);
  const types = schema.relationships.map((relationship) => relationship.type);
  const labelled = new Set(query.nodes.filter((node) => node.labels.length > 0).map(nameInPart));
  for (const node of query.nodes) {
    const { line, column } = node;
    if (node.labels.length === 0 && (node.variable === undefined || !labelled.has(nameInPart(node)))) {
      diagnostics.push({
        code: 'CYPHER-003',
        severity: 'error',
        message: `the node pattern (${node.variable ?? ''}) carries no label`,
        line,
        column,
        hint: 'write (n:Asset), or (n:Asset|Actor) for several',
      });
    }
    for (const label of node.labels.filter((each) => !labels.includes(each))) {
      diagnostics.push(
        unknown('CYPHER-004', `unknown label "${label}"`, nearestWord(label, labels), { line, column }),
      );
    }
  }
  const variables = new Set(query.nodes.map((node) => node.variable));
  for (const { name } of query.columns.filter((column) => column.aliased && variables.has(column.name))) {
    diagnostics.push({
      code: 'CYPHER-006',
      severity: 'error',
      message: `the column "${name}" has the name of a node`,
      hint: 'give one of them another name',
    });
  }
  for (const { name, line, column } of query.parametersApart) {
    diagnostics.push({
      code: 'CYPHER-007',
      severity: 'error',
      message: `the parameter $${name} stands in one expression with a parameter at another depth of subqueries`,
      line,
      column,
      hint: 'give each its own clause: WHERE n.system = $system WITH n WHERE EXISTS { … $kind … }',
    });
  }
  for (const type of query.relationshipTypes.filter((each) => !types.includes(each))) {
    diagnostics.push(unknown('CYPHER-005', `unknown relationship type "${type}"`, nearestWord(type, types)));
  }
  return diagnostics;
}

function nameInPart({ variable, part }: NodePattern): string {
  return `${part} ${variable ?? ''}`;
}

function unknown(
  code: string,
  message: string,
  nearest: string | undefined,
  position: { line?: number; column?: number } = {},
): Diagnostic {
  const hint = nearest === undefined ? {} : { hint: `did you mean "${nearest}"?` };
  return { code, severity: 'error', message, ...position, ...hint };
}
