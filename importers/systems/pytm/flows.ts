import type { DraftFlow } from '#model/draft-system';
import { encryptedByProtocol } from '../../formats/encrypted-protocol.ts';
import { quoted } from '../../formats/quoted.ts';
import { enumerated, headOf, type Part } from './common.ts';
import type { Controls } from './controls.ts';
import type { DataHeld } from './data-held.ts';
import { restOf } from './defaults.ts';

/** @param refer id of the draft for the name of an element */
export function flowOf(
  part: Part,
  refer: (name: string) => string,
  controls: Controls,
  held: DataHeld,
): DraftFlow {
  const { node, name, id } = part;
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
  node.account.read(node.pointer, what, `flow ${from} -> ${to}`);
  return {
    ...headOf(part),
    from,
    to,
    ...(node.texts('data').some((data) => held.isCredentials(data)) ? { carries: ['credential'] } : {}),
    ...(said
      ? { encrypted: true }
      : encryptedByProtocol(node.account, `${node.pointer}/protocol`, what, protocol)),
    ...(has.has('authenticatesSource') ? { authenticated: true } : {}),
    extensions: restOf(node, what, ['name', 'description', 'source', 'sink', 'controls']),
  };
}
