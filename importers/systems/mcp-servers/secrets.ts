/** Secrets that a list of servers holds itself: in variables, headers, arguments and addresses. Only their names leave. */
import { isSecretName } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';
import { secretsIn } from '../../formats/written-secrets.ts';

/** @returns names and values of an object of texts */
export function variablesIn(node: TreeNode): readonly Variable[] {
  return node.entries().map(([name, value]) => {
    value.tellWhole();
    const isText = typeof value.value === 'string' || typeof value.value === 'number';
    return { name, value: isText ? String(value.value) : undefined };
  });
}

/**
 * Names of options, variables and headers in a command line whose values are secrets.
 *
 * @example secretsInArguments(['--api-key', 'abc', '-e', 'TOKEN=abc', 'postgres://me:abc@db']) // ['api-key', 'TOKEN', 'address']
 */
export function secretsInArguments(args: readonly string[]): readonly string[] {
  const said = args.slice(0, 500).flatMap((arg, at): Variable[] => {
    const before = args[at - 1] ?? '';
    const [, header, headerValue] = /^([A-Za-z][\w-]*):\s*(.*)$/.exec(arg) ?? [];
    if (header !== undefined && /^(?:-H|--header)$/.test(before))
      return [{ name: header, value: headerValue }];
    const [, option, optionValue] = /^-{0,2}([\w.-]+)=(.*)$/.exec(arg) ?? [];
    if (option !== undefined) return [{ name: option, value: optionValue }];
    const [, named] = /^--?([a-z][\w.-]*)$/i.exec(before) ?? [];
    if (named !== undefined && isSecretName(named) && !arg.startsWith('-'))
      return [{ name: named, value: arg }];
    return [{ name: 'address', value: arg }];
  });
  return [...new Set([...secretsIn(said), ...args.flatMap(secretsInAddress)])];
}

/** Names of parameters of an address whose values are secrets: `?api_key=…`. */
export function secretsInAddress(address: string): readonly string[] {
  const query = /^[a-z][a-z0-9+.-]*:\/\/[^?#\s]*\?([^#\s]*)/i.exec(address.slice(0, 4096))?.[1];
  const parameters = (query ?? '').split('&').map((each): Variable => {
    const at = each.indexOf('=');
    return { name: at < 0 ? each : each.slice(0, at), value: at < 0 ? '' : each.slice(at + 1) };
  });
  // `key` alone is the commonest name of all for it.
  return parameters.flatMap((each) =>
    secretsIn([{ ...each, name: /^key$/i.test(each.name) ? 'api-key' : each.name }]).length > 0
      ? [each.name]
      : [],
  );
}
