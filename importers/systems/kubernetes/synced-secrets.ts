/** What resources say of Secrets that operators make of them, and of where these come from. */
import { withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Resource } from './resources.ts';

const SYNCED: ReadonlySet<string> = new Set(['ExternalSecret', 'ClusterExternalSecret', 'SealedSecret']);
/** Whether an operator makes a Secret of it. */
export function isSynced({ kind }: Resource): boolean {
  return SYNCED.has(kind);
}

/** Name of the Secret that is made of it. */
export function secretMadeBy({ kind, name, node }: Resource): string {
  const spec = node.any('spec');
  const target =
    kind === 'SealedSecret'
      ? spec?.any('template')?.any('metadata')?.any('name')?.value
      : (spec?.any('target')?.any('name')?.value ??
        spec?.any('externalSecretSpec')?.any('target')?.any('name')?.value);
  return typeof target === 'string' && target !== '' ? target : name;
}

/** Whose store it is, as `spec.provider` has it: under one key, `vault`, `aws`, `gcpsm`, `azurekv` …; with its address. */
export function providerOf(node: TreeNode): { readonly provider?: string; readonly address?: string } {
  const [provider, settings] = node.any('spec')?.any('provider')?.entries()[0] ?? [];
  if (provider === undefined) return {};
  const address = ['server', 'vaultUrl', 'url', 'connectHost', 'apiUrl']
    .map((key) => settings?.any(key)?.value)
    .find((each) => typeof each === 'string');
  return { provider, ...(address !== undefined && { address: withoutCredentials(address) }) };
}
