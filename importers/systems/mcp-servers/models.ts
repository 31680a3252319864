/** Models that an application asks: an asset for each endpoint or vendor, however many models it has there. */
import { guessThirdParty } from '../../formats/guess-third-party.ts';
import { isPublicHost } from '../../formats/public-host.ts';
import { hostOf } from '../../formats/redact.ts';
import { secretsIn } from '../../formats/written-secrets.ts';
import type { Host } from './host.ts';
import { isVendor, type ModelPlace } from './model-places.ts';
import { shownAddress } from './secrets.ts';
import { readSecrets } from './variables.ts';

/** Names of programs that run models on machines of one's own. */
const SELF_HOSTED =
  /^(?:ollama|oss|lm-?studio|llama\.?cpp|vllm|local-?ai|generic|custom|hosted_vllm|oobabooga)$/i;
/** Models that do not answer, which the words of libraries tell from others. */
const NO_ANSWERS = /embed|rerank|transcri|whisper|tts|speech/i;
const KEYS = ['apiKey', 'api_key'] as const;

export function readModels(host: Host, places: readonly ModelPlace[]): void {
  const known = new Map<string, string>();
  const timesNamed = new Map<string, number>();
  for (const { name } of places) timesNamed.set(name, (timesNamed.get(name) ?? 0) + 1);
  for (const place of places) {
    const key = `${place.name.toLowerCase()} ${place.address ?? ''} ${place.gives ?? ''}`;
    const id = known.get(key) ?? draftPlace(host, place, timesNamed.get(place.name) === 1);
    known.set(key, id);
    if (place.models.length > 0) host.draft.list(id, 'x-models', place.models);
    place.node.account.read(
      place.pointer,
      `models of "${place.name}"`,
      `asset ${id}, which ${host.agent} uses`,
    );
    readKeys(host, id, place);
  }
}

function draftPlace(
  host: Host,
  { name, models, address, node, pointer, gives }: ModelPlace,
  isOnlyOfName: boolean,
): string {
  const { draft, agent } = host;
  const label = isOnlyOfName && models.length === 1 ? models[0]! : name;
  const answers = ![name, ...models].some((each) => NO_ANSWERS.test(each));
  const at = node.account.place(pointer);
  const id = draft.asset(
    {
      name: label,
      fallback: 'external',
      place: at,
      ...(answers &&
        gives === undefined && {
          kind: 'llm',
          guessed: { kind: 'the application asks it for answers' },
        }),
      ...(gives === 'embeddings' && { kind: 'embedding-model' }),
      extensions: {
        ...(label !== name && { 'x-vendor': name }),
        ...(address !== undefined && { 'x-address': shownAddress(address).text }),
      },
      ask: ['who runs it (provider), and what may it keep of what it is asked?'],
    },
    'model',
  );
  draft.relate(agent, 'uses', id);
  draft.flow({
    from: agent,
    to: id,
    carries: ['prompt'],
    both: true,
    ...(address !== undefined && { encrypted: /^https:/i.test(address) }),
    place: at,
  });
  const theirs =
    address === undefined ? isVendor(name) && !SELF_HOSTED.test(name) : isPublicHost(hostOf(address) ?? '');
  if (theirs) {
    const why = address === undefined ? 'by the name of its vendor' : 'it runs on a host of the internet';
    guessThirdParty(
      host.draft,
      id,
      { account: node.account, pointer },
      { what: `where the models of "${name}" run`, why },
    );
  }
  return id;
}

function readKeys(host: Host, id: string, { node }: ModelPlace): void {
  const written = KEYS.filter((key) => {
    const value = node.has(key) ? node.text(key) : undefined;
    return secretsIn([{ name: 'api-key', value }]).length > 0;
  });
  if (written.length > 0) readSecrets(host, id, node, written);
}
