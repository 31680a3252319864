import type { DraftFlow } from '#model/draft-system';
import { isEncryptedProtocol } from '../../formats/encrypted-protocol.ts';
import { quoted } from '../../formats/quoted.ts';
import { described, enumerated, type Part } from './common.ts';
import type { Controls } from './controls.ts';
import type { DataHeld } from './data-held.ts';
import { restOf } from './defaults.ts';

/** @param refer id of the draft for the name of an element */
export function flowOf(
  { node, name, id }: Part,
  refer: (name: string) => string,
  controls: Controls,
  held: DataHeld,
): DraftFlow {
  const what = `flow ${quoted(name)}`;
  const end = (key: string): string => {
    const element = node.text(key);
    return element === undefined ? '(nothing)' : refer(element);
  };
  const [from, to] = [end('source'), end('sink')];
  const has = controls.of(node, id);
  const tls = enumerated(node.text('tlsVersion'));
  const protocol = node.text('protocol');
  const said =
    has.has('isEncrypted') || node.any('usesVPN')?.value === true || (tls !== undefined && tls !== 'NONE');
  const implied = !said && isEncryptedProtocol(protocol);
  const why = `by its protocol, ${protocol ?? ''}`;
  node.account.read(node.pointer, what, `flow ${from} -> ${to}`);
  if (implied)
    node.account.guessed(`${node.pointer}/protocol`, `encryption of ${what}`, 'encrypted: true', why);
  return {
    id,
    name,
    ...described(node),
    from,
    to,
    place: node.place,
    ...(node.texts('data').some((data) => held.isCredentials(data)) ? { carries: ['credential'] } : {}),
    ...(said || implied ? { encrypted: true } : {}),
    ...(implied ? { guessed: { encrypted: why } } : {}),
    ...(has.has('authenticatesSource') ? { authenticated: true } : {}),
    extensions: restOf(node, what, ['name', 'description', 'source', 'sink', 'controls']),
  };
}
