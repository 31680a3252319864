/** Secrets that stand in command lines and addresses themselves. Only their names leave. */
import { isSecretName } from './redact.ts';
import type { Variable } from './variables.ts';
import { secretsIn } from './written-secrets.ts';

/**
 * Names of options, variables and headers in a command line whose values are secrets.
 *
 * @example secretsInArguments(['--api-key', 'abc', '-e', 'TOKEN=abc', 'postgres://me:abc@db']) // ['api-key', 'TOKEN', 'address']
 */
export function secretsInArguments(args: readonly string[]): readonly string[] {
  const said = args.slice(0, 500).flatMap((arg, at): Variable[] => {
    const before = args[at - 1] ?? '';
    const [, header, headerValue] = /^([A-Za-z][\w-]*):(.*)$/.exec(arg) ?? [];
    if (header !== undefined && /^(?:-H|--header)$/.test(before))
      return [{ name: header, value: headerValue?.trimStart() }];
    const [, option, optionValue] = /^-{0,2}([\w.-]+)=(.*)$/.exec(arg) ?? [];
    if (option !== undefined) return [{ name: option, value: optionValue }];
    const [, named] = /^--?([a-z][\w.-]*)$/i.exec(before) ?? [];
    if (named !== undefined && isSecretName(named) && !arg.startsWith('-'))
      return [{ name: named, value: arg }];
    return [{ name: 'address', value: arg }];
  });
  return [...new Set([...secretsIn(said), ...args.flatMap(secretsInAddress)])];
}

/** Names of parameters of an address whose values are secrets: `?api_key=…`; `address` where one stands in its path. */
export function secretsInAddress(address: string): readonly string[] {
  const [, path = '', query = ''] =
    /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*([^?#\s]*)\??([^#\s]*)/i.exec(address.slice(0, 4096)) ?? [];
  const parameters = query.split('&').map((each): Variable => {
    const at = each.indexOf('=');
    return { name: at < 0 ? each : each.slice(0, at), value: at < 0 ? '' : each.slice(at + 1) };
  });
  // `key` alone is the commonest name of all for it.
  const named = parameters.flatMap((each) =>
    secretsIn([{ ...each, name: /^key$/i.test(each.name) ? 'api-key' : each.name }]).length > 0
      ? [each.name]
      : [],
  );
  return path.split('/').some((step) => KEY_IN_PATH.test(step)) ? ['address', ...named] : named;
}

/** As services begin their keys, so that scanners find them. */
export const KEY_IN_PATH = /^(?:sk|ak|pk|pat|key|tok|token|secret|gh[opsu])[-_][\w-]{8,}$/i;
