import { ASSET_KINDS } from '#model/asset-kinds';
import type { Asset } from '#model/system-model';

const STORES: ReadonlySet<string> = new Set([
  'document-store',
  'vector-index',
  'mailbox',
  'agent-memory',
  'feedback-store',
  'conversation-log',
  'retraining-queue',
  'database',
  'source-repository',
  'package-registry',
  'container-registry',
  'model-registry',
  'secret-store',
  'store',
]);
const EXTERNALS: ReadonlySet<string> = new Set([
  'external',
  'third-party-service',
  'web-content',
  'data-feed',
  'browser',
]);

/** What an asset is in a data-flow diagram. */
export function drawnSortOf({ kind }: Asset): 'process' | 'store' | 'external' {
  if (EXTERNALS.has(kind)) return 'external';
  return STORES.has(kind) || ASSET_KINDS.get(kind) === 'training-data' ? 'store' : 'process';
}
