/**
 * The asset kinds of system model version 1 and the class of each. Libraries may add kinds (`LibraryKind`).
 * No kind of this table `is` another of it: `model` is predictive, `llm` is not a `model`.
 */
export const ASSET_CLASSES = [
  'training-data',
  'model-artifact',
  'prediction-interface',
  'context-system',
  'feedback-loop',
  'infrastructure',
] as const;

export type AssetClass = (typeof ASSET_CLASSES)[number];

const KINDS_BY_CLASS = {
  'training-data': ['dataset', 'label-set', 'feature-store', 'evaluation-set'],
  'model-artifact': [
    'model',
    'llm',
    'embedding-model',
    'adapter',
    'tokenizer',
    'system-prompt',
    'evaluation-report',
  ],
  'prediction-interface': [
    'inference-api',
    'chat-ui',
    'ai-product',
    'batch-scoring',
    'sensor',
    'edge-device',
  ],
  'context-system': [
    'agent',
    'tool',
    'tool-catalogue',
    'document-store',
    'vector-index',
    'web-content',
    'mailbox',
    'agent-memory',
    'agent-config',
    'guardrail',
  ],
  'feedback-loop': ['feedback-store', 'human-review', 'conversation-log', 'retraining-queue'],
  infrastructure: [
    'training-pipeline',
    'notebook',
    'compute',
    'workstation',
    'web-app',
    'database',
    'source-repository',
    'ci-pipeline',
    'package-registry',
    'container-registry',
    'container-image',
    'model-registry',
    'identity-provider',
    'secret-store',
    'monitoring',
    'third-party-service',
    'business-app',
    'application',
    'browser',
    'data-feed',
    'account',
    'actuator',
    'job-scheduler',
    'process',
    'store',
    'external',
  ],
} as const satisfies Record<AssetClass, readonly string[]>;

/** Kind → class, e.g. `llm` → `model-artifact`. */
export const ASSET_KINDS: ReadonlyMap<string, AssetClass> = new Map(
  ASSET_CLASSES.flatMap((name) => KINDS_BY_CLASS[name].map((kind) => [kind, name] as const)),
);
