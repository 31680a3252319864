/** What a list of servers may show of its variables and addresses, which hold secrets. */
import { KEY_IN_PATH } from '../../formats/argument-secrets.ts';
import { withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';

/** @returns names and values of an object of texts */
export function variablesIn(node: TreeNode): readonly Variable[] {
  return node.entries().map(([name, value]) => {
    value.tellWhole();
    const isText = typeof value.value === 'string' || typeof value.value === 'number';
    return { name, value: isText ? String(value.value) : undefined };
  });
}

/** Nobody would read it out: a UUID, or letters and digits in a row. */
const OPAQUE =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=(?:[a-z_-]*\d){3})(?=[\w-]*[a-z])[\w-]{24,})$/i;

/**
 * An address as it may be written down: whoever has the address of some services has what opens them.
 *
 * @example shownAddress('https://host/mcp/sk-ak-1234567890/sse') // { text: 'https://host/mcp/…/sse', isShortened: true }
 */
export function shownAddress(address: string): { readonly text: string; readonly isShortened: boolean } {
  const whole = withoutCredentials(address);
  const text = whole
    .split('/')
    .map((step, at) => (at >= 2 && (KEY_IN_PATH.test(step) || OPAQUE.test(step)) ? '…' : step))
    .join('/');
  return { text, isShortened: text !== whole };
}
