import { Account } from '#importers/formats/account';
import { TreeNode } from '#importers/formats/tree-node';
import { CARRIED_KEY } from '#importers/formats/carried';

/** The last line of a description that an export of ours wrote. */
const CARRIED = new RegExp(`(?:^|\\n)${CARRIED_KEY}: (\\{[^\\n]*\\})\\s*$`);

/** Ids of the tool have two letters at least, so exports lengthen those that have one. */
export function cellIdOf(id: string): string {
  return id.length < 2 ? `${id}_` : id;
}

export interface Description {
  readonly text: string | undefined;
  /** What the format has no place for, as the export wrote it. */
  readonly carried: TreeNode | undefined;
}

/** Threat Dragon has no attributes, so exports keep them in the last line of a description. */
export function readDescription(node: TreeNode): Description {
  const whole = node.text('description');
  const match = whole === undefined ? null : CARRIED.exec(whole);
  if (match === null) return { text: whole, carried: undefined };
  const value = parsed(match[1]!);
  if (value === undefined) return { text: whole, carried: undefined };
  const text = whole!.slice(0, match.index).trim();
  const { line, column } = node.account.document.locate(`${node.pointer}/description`);
  const document = { file: node.account.file, value, locate: () => ({ line, column }) };
  const account = new Account(document, { code: 'TD-010' });
  return { text: text === '' ? undefined : text, carried: TreeNode.of(account) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
