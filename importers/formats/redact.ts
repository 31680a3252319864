/**
 * Keeps secrets out of what is taken over from foreign files: by where they stand (the name of a variable, the user part
 * of an address), since by their looks nobody can tell them.
 */

/** Names of variables, headers and options whose values are secrets. */
const SECRET_NAME =
  /(?:^|[^a-z])(?:api[-_. ]?key|access[-_. ]?key|(?:encryption|master|signing|salt|account|service|role|storage|admin|app|hmac|fernet|jwt|session|licen[cs]e|subscription)[-_. ]?key|passphrase|salt|secret[-_. ]?key|secret|token|passw(?:or)?d|passwd|pwd|pass(?=$)|requirepass|masterauth|credentials?|private[-_. ]?key|auth(?:orization)?|bearer|cookie|session[-_. ]?id|dsn|signature|sig|pat|sas)(?:[^a-z]|$)/i;

/** `OPENAI_API_KEY`, `dbPassword`, `X-Auth-Token` */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.slice(0, 200).replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/**
 * An address without user, password, query and fragment; other text stays as it is.
 *
 * @example withoutCredentials('https://me:pw@host/a?sig=1') // https://host/a
 */
export function withoutCredentials(address: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#\s]*)([^?#\s]*)/i.exec(address.slice(0, 4096));
  if (parts === null) return address;
  const [, scheme = '', authority = '', path = ''] = parts;
  return scheme + authority.slice(authority.lastIndexOf('@') + 1) + path;
}

/** Host of an address, lower case, without user and port; undefined where there is none. */
export function hostOf(address: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*)/i.exec(address.slice(0, 4096))?.[1];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const name = host.startsWith('[') ? host.slice(1).split(']')[0] : host.split(':')[0];
  return name === undefined || name === '' ? undefined : name.toLowerCase();
}
