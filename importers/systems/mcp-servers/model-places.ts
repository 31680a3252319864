/** Where the models are called that an application uses, as the same settings say it that hold its list of servers. */
import type { TreeNode } from '../../formats/tree-node.ts';

/** One endpoint or vendor with the models that are asked for there. */
export interface ModelPlace {
  /** As the settings call it: `openai`, `Converse`. */
  readonly name: string;
  readonly models: readonly string[];
  readonly address?: string;
  /** What it gives, where that is no answer. */
  readonly gives?: 'embeddings' | 'ranks';
  /** Its settings. */
  readonly node: TreeNode;
  /** Where the settings speak of it. */
  readonly pointer: string;
}

type Reader = (root: TreeNode) => readonly ModelPlace[];

const READERS: readonly Reader[] = [
  ofCodex,
  ofGoose,
  ofZed,
  ofContinue,
  ofLiteLlm,
  ofLibreChat,
  ofVendorBlocks,
];

/** @returns in order of the settings; empty where they say nothing of models */
export function modelPlacesOf(root: TreeNode): readonly ModelPlace[] {
  return READERS.flatMap((read) => read(root));
}

/** `model`, in some applications as `vendor/model`, and the provider that `model_provider` names among `model_providers`. */
function ofCodex(root: TreeNode): readonly ModelPlace[] {
  const model = typeof root.any('model')?.value === 'string' ? root.text('model') : undefined;
  if (model === undefined) return [];
  const provider = root.text('model_provider');
  const settings = provider === undefined ? undefined : root.any('model_providers')?.any(provider);
  if (settings?.isObject !== true) {
    if (provider !== undefined && !isVendor(provider)) reportNowhere(root, provider);
    return [{ name: provider ?? vendorIn(model), models: [model], node: root, pointer: '/model' }];
  }
  settings.tell('wire_api', 'env_key');
  return [{ ...placeAt(settings, settings.text('name') ?? provider ?? model, [model]), pointer: '/model' }];
}

function reportNowhere({ account }: TreeNode, provider: string): void {
  const what = `provider "${provider}"`;
  account.warn('/model_provider', `the ${what} of the model is nowhere here`, { code: 'MCPS-004' });
  account.notRead('/model_provider', what, 'it is nowhere here');
}

function ofGoose(root: TreeNode): readonly ModelPlace[] {
  const model = root.text('GOOSE_MODEL');
  const provider = root.text('GOOSE_PROVIDER');
  if (model === undefined && provider === undefined) return [];
  return [
    {
      name: provider ?? model ?? '',
      models: model === undefined ? [] : [model],
      node: root,
      pointer: model === undefined ? '/GOOSE_PROVIDER' : '/GOOSE_MODEL',
    },
  ];
}

/** `agent.default_model`, with a provider and the model that it is asked for. */
function ofZed(root: TreeNode): readonly ModelPlace[] {
  const chosen = root.any('agent')?.any('default_model');
  const [provider, model] = [chosen?.any('provider')?.value, chosen?.any('model')?.value];
  if (chosen?.isObject !== true || typeof provider !== 'string' || typeof model !== 'string') return [];
  chosen.tellWhole();
  return [{ name: provider, models: [model], node: chosen, pointer: chosen.pointer }];
}

/** `models`, a list: `name`, `provider`, `model`, `apiBase`. */
function ofContinue(root: TreeNode): readonly ModelPlace[] {
  const list = root.any('models');
  if (list?.isList !== true) return [];
  return list.elements().flatMap((each): ModelPlace[] => {
    if (!each.expectObject()) return [];
    each.tell('roles', 'capabilities');
    const roles = each.any('roles')?.isList === true ? each.texts('roles') : [];
    const title = each.text('name') ?? each.text('title');
    const model = each.text('model') ?? title;
    if (model === undefined) return [];
    const place = placeAt(each, each.text('provider') ?? title ?? model, [model]);
    const isSilent = roles.length > 0 && roles.every((role) => /^(?:embed|rerank)$/.test(role));
    return [{ ...place, ...(isSilent && { gives: roles.includes('embed') ? 'embeddings' : 'ranks' }) }];
  });
}

/** `model_list`, with the vendor before the slash of a model's name. */
function ofLiteLlm(root: TreeNode): readonly ModelPlace[] {
  const list = root.any('model_list');
  if (list?.isList !== true) return [];
  return list.elements().flatMap((each): ModelPlace[] => {
    if (!each.expectObject()) return [];
    const parameters = each.at('litellm_params');
    const named = each.text('model_name');
    const model = parameters?.text('model') ?? named;
    if (model === undefined) return [];
    return [placeAt(parameters ?? each, vendorIn(model), [named ?? model])];
  });
}

/** `endpoints`: vendors by their names, and a list of `custom` ones. */
function ofLibreChat(root: TreeNode): readonly ModelPlace[] {
  const endpoints = root.any('endpoints');
  if (endpoints?.isObject !== true) return [];
  return endpoints.entries().flatMap(([name, endpoint]): ModelPlace[] => {
    if (name === 'custom') {
      return endpoint.elements().flatMap((each) => {
        if (!each.expectObject()) return [];
        const models = each.any('models')?.isObject === true ? each.at('models')!.texts('default') : [];
        return [placeAt(each, each.text('name') ?? 'custom', models)];
      });
    }
    if (!isVendor(name) || !endpoint.isObject || !endpoint.expectObject()) return [];
    const groups = endpoint.any('groups');
    if (groups?.isList !== true) return [placeAt(endpoint, name, [])];
    // Azure: the models of each resource, by the names of their deployments.
    return groups.elements().flatMap((group) => {
      if (!group.expectObject()) return [];
      const models = group.entriesOf('models').map(([model, settings]) => {
        settings.tellWhole();
        return model;
      });
      return [placeAt(group, group.text('group') ?? name, models)];
    });
  });
}

/** A block for each vendor, as frameworks of agents have them. */
function ofVendorBlocks(root: TreeNode): readonly ModelPlace[] {
  return root.entries().flatMap(([name, block]): ModelPlace[] => {
    if (!isVendor(name) || !block.isObject) return [];
    const model = block.text('default_model');
    return model === undefined && !hasAddress(block)
      ? []
      : [placeAt(block, name, model === undefined ? [] : [model])];
  });
}

/** Vendors whose names are keys of settings. */
const VENDORS =
  /^(?:openai|azure(?:openai)?|anthropic|google|gemini|bedrock|openrouter|deepseek|mistral|groq|cohere|xai|ollama|lmstudio|oss|generic|tensorzero|huggingface)$/i;

/** Whether it is the name of one who runs models for others, or of a program that runs them. */
export function isVendor(name: string): boolean {
  return VENDORS.test(name);
}

/** `openai/gpt-5` → `openai`; a name without a vendor stays as it is. */
function vendorIn(model: string): string {
  return model.includes('/') ? model.slice(0, model.indexOf('/')) : model;
}

const ADDRESSES = ['base_url', 'baseURL', 'api_base', 'apiBase'] as const;

function hasAddress(node: TreeNode): boolean {
  return ADDRESSES.some((key) => node.has(key));
}

function placeAt(node: TreeNode, name: string, models: readonly string[]): ModelPlace {
  const address = ADDRESSES.map((key) => (node.has(key) ? node.text(key) : undefined)).find(
    (each) => each !== undefined,
  );
  return { name, models, node, pointer: node.pointer, ...(address !== undefined && { address }) };
}
