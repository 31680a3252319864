import type { DraftAsset } from '#model/draft-system';
import type { DataClass } from '#model/system-model';
import { quoted } from '../../formats/quoted.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { enumerated, headOf, type Part } from './common.ts';
import type { Controls } from './controls.ts';
import type { DataHeld } from './data-held.ts';
import { restOf } from './defaults.ts';

/** Classes that are kinds of ours beyond doubt. */
const KINDS: ReadonlyMap<string, string> = new Map(Object.entries<string>({ LLM: 'llm', Agent: 'agent' }));

const FALLBACKS: ReadonlyMap<string, DraftAsset['fallback']> = new Map(
  Object.entries<DraftAsset['fallback']>({
    Datastore: 'store',
    ExternalEntity: 'external',
  }),
);

/** Properties that say that there is more than pytm has elements for → what to add. */
const QUESTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    hasRAG: 'what does it retrieve from? pytm says that it does; add it, with retrieves-from',
    hasFineTuning: 'what was it tuned on? pytm says that it was; add the data, with trained-on',
    hasAgentCapabilities: 'which agent is it, and what may that call? pytm says that it acts by itself',
    hasAccessToSensitiveSystems: 'which sensitive systems does it reach? pytm says that it does',
    executesCode:
      'where does its code run? pytm says that it executes some; add a tool with effects: [execute]',
    usesExternalTools: 'which tools does it call? pytm says that it uses some',
  }),
);

/** Properties beside the controls that are controls. */
const CONTROLS = ['hasContentFiltering', 'validatesToolLaunchConfig'];

export function assetOf(
  part: Part & { readonly type: string },
  zone: string | undefined,
  controls: Controls,
  held: DataHeld,
): DraftAsset {
  const { node, name, id, type } = part;
  const what = `${type} ${quoted(name)}`;
  const has = controls.of(node, id);
  const [store, os] = [enumerated(node.text('type')), node.text('OS')];
  const kind = KINDS.get(type);
  const is = (key: string): boolean => node.any(key)?.value === true;
  for (const control of CONTROLS) if (is(control)) controls.add(control, id, node);
  const classes = new Set<DataClass>([
    ...held.classesOf(name),
    ...(is('storesPII') || is('processesPersonalData') ? (['personal'] as const) : []),
  ]);
  const confidentiality = held.worthOf(name, enumerated(node.text('maxClassification')));
  // Third-party is what pytm takes a model for where nobody says; running it oneself is always said.
  const thirdParty = is('isThirdParty') && !is('isSelfHosted');
  const facts = {
    ...(has.has('isEncryptedAtRest') ? { protection: ['encrypted'] } : {}),
    ...(thirdParty ? { provider: ['third-party'] } : {}),
  };
  const ask = questionsOf(node);
  node.account.read(node.pointer, what, `asset ${id}`);
  return {
    ...headOf(part),
    ...(zone === undefined ? {} : { zone }),
    ...(kind === undefined ? {} : { kind }),
    fallback: FALLBACKS.get(type) ?? 'process',
    hints: {
      types: [type, ...(store === undefined || store === 'UNKNOWN' ? [] : [store])],
      ...(os === undefined ? {} : { technologies: [os] }),
    },
    ...(confidentiality === undefined ? {} : { value: { confidentiality } }),
    ...(classes.size > 0 ? { data: [...classes] } : {}),
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
    ...(ask.length > 0 ? { ask } : {}),
    extensions: restOf(
      node,
      what,
      [
        'name',
        'description',
        'inBoundary',
        'controls',
        '__class__',
        'type',
        'OS',
        'storesPII',
        'processesPersonalData',
        'isThirdParty',
        'maxClassification',
        ...CONTROLS,
      ],
      type,
    ),
  };
}

function questionsOf(node: TreeNode): string[] {
  const isOut = node.any('inScope')?.value === false;
  return [
    ...(isOut ? ['it is out of scope in the file; should it be left out?'] : []),
    ...[...QUESTIONS].flatMap(([key, question]) => (node.any(key)?.value === true ? [question] : [])),
  ];
}
