import type { DraftIds } from '#importers/formats/draft-ids';
import { strideOf } from '#importers/formats/stride';
import type { TreeNode } from '#importers/formats/tree-node';
import type { DraftSafeguard, DraftThreat } from '#model/draft-system';
import type { Cell } from './cells.ts';

/** What the tool writes itself until somebody says better. */
const PLACEHOLDER =
  /^(provide (a )?(mitigation|remediation|description)\b.{0,60}|mitigation or prevention for the threat\.?)$/i;

export interface ThreatsAndSafeguards {
  readonly threats: DraftThreat[];
  readonly safeguards: DraftSafeguard[];
}

/**
 * Threats of a cell, and their mitigations as safeguards on it. A mitigation is in place only where the threat is
 * `Mitigated`: of an open threat it is a suggestion, and of an accepted or transferred one it is not done either.
 */
export function readThreats(
  cell: Cell,
  on: readonly string[],
  found: ThreatsAndSafeguards,
  ids: { readonly threats: DraftIds; readonly safeguards: DraftIds },
): void {
  const lists = cell.data === cell.node ? [cell.node] : [cell.data, cell.node];
  for (const node of lists.flatMap((list) => list.objects('threats'))) {
    const title = node.text('title');
    const status = node.text('status');
    const safeguard = readMitigation(node, title, status, on, ids.safeguards);
    if (safeguard !== undefined) found.safeguards.push(safeguard);
    found.threats.push(readThreat(node, title, status, on, safeguard?.id, ids.threats));
  }
}

function readMitigation(
  node: TreeNode,
  title: string | undefined,
  status: string | undefined,
  on: readonly string[],
  ids: DraftIds,
): DraftSafeguard | undefined {
  const text = node.text('mitigation');
  if (text === undefined) return undefined;
  const pointer = `${node.pointer}/mitigation`;
  if (PLACEHOLDER.test(text)) {
    node.account.notRead(
      pointer,
      `mitigation of "${title ?? ''}"`,
      'it is the text that stands there until somebody writes one',
    );
    return undefined;
  }
  const isDone = status?.toLowerCase() === 'mitigated';
  const against = title ?? on[0];
  const id = ids.make(against === undefined ? undefined : `against ${against}`, 'mitigation');
  node.account.read(
    pointer,
    `mitigation of "${title ?? ''}" (${status ?? 'no status'})`,
    `safeguard ${id}, ${isDone ? 'in-place' : 'planned'}`,
  );
  return {
    id,
    place: node.account.place(pointer),
    name: `Against: ${against ?? 'a threat without a title'}`,
    description: text,
    on,
    implements: [],
    status: isDone ? 'in-place' : 'planned',
  };
}

function readThreat(
  node: TreeNode,
  title: string | undefined,
  status: string | undefined,
  on: readonly string[],
  safeguard: string | undefined,
  ids: DraftIds,
): DraftThreat {
  const text = node.text('description');
  const description = text === undefined || PLACEHOLDER.test(text) ? undefined : text;
  const severity = node.text('severity');
  const type = node.text('type');
  const model = node.text('modelType');
  const score = node.text('score');
  const number = node.text('number');
  const { stride, others } = strideOf(type === undefined ? [] : [type]);
  const id = ids.make(title, 'threat');
  node.tell('id', 'threatId', 'new');
  node.account.kept(node.pointer, `threat "${title ?? ''}"`, `x-threats: ${id}`, 'threats are derived anew');
  const extensions = {
    ...(others.length > 0 && { 'x-categories': others }),
    ...(model !== undefined && model !== 'STRIDE' && { 'x-model': model }),
    ...(score !== undefined && { 'x-score': score }),
    ...(number !== undefined && { 'x-number': number }),
  };
  return {
    id,
    place: node.place,
    ...(title !== undefined && { name: title }),
    ...(description !== undefined && { description }),
    on,
    ...(status !== undefined && { status }),
    ...(severity !== undefined && { severity }),
    ...(stride.length > 0 && { stride }),
    safeguards: safeguard === undefined ? [] : [safeguard],
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}
