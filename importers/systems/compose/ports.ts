/** Ports that a stack opens on its host. */
import type { DraftBuilder } from '../../formats/draft-builder.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Settings } from './settings.ts';

/** A published port is open on all addresses of the host unless an address is written before it. */
export function readPorts(draft: DraftBuilder, id: string, layer: TreeNode, settings: Settings): void {
  if (!layer.has('ports')) return;
  const list = layer.any('ports')!;
  const published = list.elements().flatMap((port) => {
    if (port.isObject) {
      port.tell('target', 'protocol', 'mode', 'name', 'app_protocol');
      const [host, address] = [port.text('published'), port.text('host_ip')];
      const isLocal = /^127\.|^::1$/.test(settings.filledIn(address ?? ''));
      return host === undefined || isLocal ? [] : [settings.filledIn(host)];
    }
    const text = settings.filledIn(port.asText() ?? '');
    if (/^(?:127\.[\d.]+|\[::1\]|localhost):/.test(text)) return [];
    return [text.replace(/\/(?:tcp|udp)$/, '')];
  });
  if (published.length === 0) {
    list.account.read(list.pointer, 'ports on this machine alone', `exposure of ${id}: internal`);
    return;
  }
  draft.amend(id, ({ extensions }) => ({
    exposure: 'public',
    extensions: { ...extensions, 'x-ports': published },
  }));
  const why = 'published ports are open on all addresses of the host';
  draft.guess(id, { exposure: why });
  draft.ask(id, 'its ports are published: can anyone outside reach this host?');
  list.account.guessed(
    list.pointer,
    `published ports ${published.join(', ')}`,
    `exposure of ${id}: public`,
    why,
  );
}
