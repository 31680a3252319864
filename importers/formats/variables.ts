/**
 * What environment variables and arguments tell of a workload: which others it calls and which vendors it has keys of.
 * Only names of variables and hosts of addresses leave this file; values may be secrets.
 */
import { hostOf, isSecretName } from './redact.ts';

export interface Call {
  /** Name of a workload, or a host outside. */
  readonly host: string;
  /** An address of the same network or cluster, and none of the workloads that were given. */
  readonly isNowhere?: true;
  /** What is called there, as the name of a variable says it, where the host alone does not: `ollama`. */
  readonly what?: string;
  /** Of its address, where it says more than that something is asked: `postgresql`. */
  readonly scheme?: string;
  /** By the scheme of the address; absent: not said. */
  readonly encrypted?: boolean;
  /** Where it stands, without its value: `variable LLM_URL`. */
  readonly named: string;
}

export interface Variable {
  readonly name: string;
  /** Absent: passed on from elsewhere. */
  readonly value: string | undefined;
}

const ENCRYPTED = /^(?:https|wss|rediss|amqps|mqtts|grpcs|ldaps|postgresqls|mongodb\+srv)$/i;
const PLAIN = /^(?:http|ws|redis|amqp|mqtt|grpc|ldap|nats|kafka|bolt|milvus|tcp)$/i;
const LOCAL = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|::1?|.*\.localhost)$/i;
/** The machine itself, as what runs in a container calls it. */
const MACHINE = /^(?:host|gateway)\.(?:docker|containers|minikube|lima|orb|k3d|rancher-desktop)\.internal$/;
/** Names of a cluster's own: `api.shop.svc`, `api.shop.svc.cluster.local`, `api.my-shop`, which ends in no domain of the internet. */
const OF_CLUSTER = /\.svc(?:\.[a-z0-9.-]+)?$|\.cluster\.local$|^[a-z0-9-]+\.(?!xn--)[a-z0-9]+-[a-z0-9-]*$/;
const SAYS_LITTLE = /^(?:https?|wss?|grpcs?|tcp|udp)$/i;
/** Addresses that a reader has to fill in. */
const PLACEHOLDER = /(?:^|[.-])(?:your|my)[-_]/i;
/** What has a scheme and no host that is called. */
const NO_NETWORK = /^(?:file|docker|s3|gs|unix|jdbc|sqlite|hf|pvc|oci|data|redis-socket|fs|abfss?)$/i;

/** Variables whose value is a name of something else than a host, though services may be called so too. */
const NAMES_NO_HOST =
  /(?:^|[-_.])(?:user|username|role|owner|realm|tenant|passw(?:or)?d)$|[-_.](?:db|dbname|database|schema|bucket|(?<!host.|server.)name)$/i;
/** What is called, and as what its host is stated: `DB_HOST`, `KAFKA_BOOTSTRAP_SERVERS`. */
const NAMES_HOST =
  /^(.+)[-_.](hosts?(?:name)?|(?:base[-_]?|server[-_]?)?ur[il]|api[-_]?base|endpoints?|addr(?:ess(?:es)?)?|servers?|brokers?)$/i;
/** What is somebody's to call, and not the name that a service itself is known by: `N8N_HOST`. */
const SERVERS =
  /(?:^|[-_.])(?:db|database|sql|pg|postgres\w*|mysql|mariadb|mongo\w*|redis|cache|s3|minio|storage|blob|smtp|mail|imap|kafka|bootstrap|amqp|rabbitmq|mqtt|broker|elastic\w*|opensearch|qdrant|milvus|weaviate|chroma\w*|vector\w*|clickhouse|neo4j|ollama|llm|vllm|embeddings?)(?=$|[-_.])/i;
/** What holds addresses of callers, or those that a service itself is known by, and not what it calls: `CORS_ORIGINS`, `PUBLIC_URL`. */
const NAMES_CALLERS =
  /(?:^|[-_.])(?:cors|origins?|referr?ers?|redirect|callback)(?=$|[-_.])|(?:^|[-_.])(?:public|external|site|root|app|frontend|nextauth|editor)[-_.]?(?:base[-_.]?)?ur[il]s?$/i;
const NO_VALUE = /^(?:true|false|yes|no|on|off|none|null|default|auto)$/i;

/** @returns the name under which a workload is known that a host means; undefined where none is meant */
export type FindWorkload = (host: string) => string | undefined;

/**
 * Calls in the value of a variable or argument: addresses, and names of workloads with or without a port.
 */
export function callsIn(named: string, value: string, find: FindWorkload): Call[] {
  const text = value.slice(0, 20_000);
  const calls = addressesIn(named, text, find);
  for (const word of text.split(/[\s,;]+/)) {
    const host = hostNamed(word, find);
    if (host !== undefined) calls.push({ host, named });
  }
  return calls;
}

/**
 * Calls in a variable, whose name may say what its value is: `DB_USER=postgres` names a user, and `DB_HOST=db.shop.example`
 * a host, though it is no address.
 *
 * @example callsInVariable({ name: 'VECTOR_URL', value: 'qdrant:6333' }, () => undefined) // qdrant, which is nowhere
 */
export function callsInVariable({ name, value = '' }: Variable, find: FindWorkload): Call[] {
  const named = `variable ${name}`;
  if (NAMES_NO_HOST.test(name.slice(0, 200)) && /^[\w.-]+$/.test(value)) return [];
  const calls = callsIn(named, value, find);
  const all = calls.length > 0 ? calls : hostsStated(name, value).map((host) => ({ ...host, named }));
  const what = NAMES_HOST.exec(name.slice(0, 200))?.[1]
    ?.toLowerCase()
    .replaceAll(/[-_.]+/g, ' ')
    .replace(/(?: (?:api|base|server))+$/, '');
  return what === undefined ? all : all.map((call) => (MACHINE.test(call.host) ? { ...call, what } : call));
}

/** Whether a variable or option holds addresses of who calls, or of the service itself, by its name. */
export function namesCallers(name: string): boolean {
  return NAMES_CALLERS.test(name.slice(0, 200).replace(/^-+/, ''));
}

/** A command line without options of whoever calls, and what follows them. */
export function withoutCallers(words: readonly string[]): readonly string[] {
  const isAboutCallers = (word: string): boolean =>
    word.startsWith('-') && namesCallers(word.split('=', 1)[0] ?? '');
  return words.filter((word, at) => {
    const before = words[at - 1] ?? '';
    const isValue = !before.includes('=') && isAboutCallers(before) && !word.startsWith('-');
    return !isAboutCallers(word) && !isValue;
  });
}

/** Hosts without a scheme that the name of a variable says to be ones; of these, one without a dot is of the own network. */
function hostsStated(name: string, value: string): Omit<Call, 'named'>[] {
  const [, what = '', last = ''] = NAMES_HOST.exec(name.slice(0, 200)) ?? [];
  if (last === '') return [];
  return value
    .slice(0, 20_000)
    .split(/[\s,;]+/)
    .flatMap((word): Omit<Call, 'named'>[] => {
      const [, host, port] = /^([a-z][a-z0-9._-]*)(:\d{2,5})?$/i.exec(word) ?? [];
      if (host === undefined || LOCAL.test(host) || PLACEHOLDER.test(host) || NO_VALUE.test(host)) return [];
      const lower = host.toLowerCase();
      if (OF_CLUSTER.test(lower)) return [{ host: lower, isNowhere: true }];
      if (host.includes('.'))
        return /\.[a-z]{2,}$/i.test(host) && (SERVERS.test(what) || MACHINE.test(lower))
          ? [{ host: lower }]
          : [];
      // What is called a host name alone is mostly the own one.
      const isHost =
        port !== undefined || /^hosts?$/i.test(last) || (/^hostname$/i.test(last) && SERVERS.test(what));
      return isHost ? [{ host: lower, isNowhere: true }] : [];
    });
}

/**
 * Calls in the words of a command line. A name without a port is a call only as the value of an option or variable: else
 * it is a program, a subcommand or a path.
 *
 * @example callsInCommand('command line', ['redis-server', '--replicaof', 'db'], find) // a call to db alone
 */
export function callsInCommand(named: string, words: readonly string[], find: FindWorkload): Call[] {
  const calls = addressesIn(named, words.join(' ').slice(0, 20_000), find);
  words.slice(0, 2000).forEach((word, at) => {
    const value = /^-{0,2}[\w.-]+=(.*)$/.exec(word)?.[1];
    const before = words[at - 1] ?? '';
    // What follows `sh -c` is a command line of its own.
    const isValue = value !== undefined || (/^-{1,2}[a-z]/i.test(before) && !/^-[a-z]*c$/.test(before));
    const host = isValue || /:\d/.test(word) ? hostNamed(value ?? word, find) : undefined;
    if (host !== undefined) calls.push({ host, named });
  });
  return calls;
}

function hostNamed(word: string, find: FindWorkload): string | undefined {
  const host = /^([a-z0-9][a-z0-9._-]*)(?::\d{1,5})?$/i.exec(word)?.[1];
  return host === undefined ? undefined : find(host.toLowerCase());
}

function addressesIn(named: string, text: string, find: FindWorkload): Call[] {
  const calls: Call[] = [];
  for (const [, scheme = '', rest = ''] of text.matchAll(
    /\b([a-z][a-z0-9+.-]{1,30}):\/\/([^\s"'<>|\\]{1,500})/gi,
  )) {
    for (const part of rest.split('/')[0]!.split(',')) {
      const host = hostOf(`${scheme}://${part}`);
      if (host === undefined || host.includes('$') || host.includes('{') || LOCAL.test(host)) continue;
      const known = find(host);
      const isOfCluster = OF_CLUSTER.test(host);
      const isNowhere = known === undefined && (isOfCluster || !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host));
      if (
        known === undefined &&
        (NO_NETWORK.test(scheme) ||
          PLACEHOLDER.test(host) ||
          (isNowhere && !isOfCluster && !/^[a-z0-9][a-z0-9_-]*$/.test(host)))
      )
        continue;
      const encrypted = ENCRYPTED.test(scheme) ? true : PLAIN.test(scheme) ? false : undefined;
      calls.push({
        host: known ?? host,
        named,
        ...(isNowhere && { isNowhere }),
        ...(known === undefined && !SAYS_LITTLE.test(scheme) && { scheme: scheme.toLowerCase() }),
        ...(encrypted !== undefined && { encrypted }),
      });
    }
  }
  return calls;
}

/** Beginnings of variables that hold keys, and whose they are. */
const VENDORS: readonly (readonly [RegExp, string])[] = [
  [/^AZURE_(?:OPENAI_|API_KEY$)/, 'Azure OpenAI'],
  [/^OPENAI_/, 'OpenAI API'],
  [/^ANTHROPIC_/, 'Anthropic API'],
  [/^(?:GEMINI|GOOGLE_GENERATIVE_AI|GOOGLE_AI)_|^GOOGLE_API_KEY$/, 'Gemini API'],
  [/^(?:MISTRAL|MISTRALAI)_/, 'Mistral API'],
  [/^COHERE_/, 'Cohere'],
  [/^GROQ_/, 'Groq'],
  [/^(?:DEEPSEEK)_/, 'DeepSeek API'],
  [/^OPENROUTER_/, 'OpenRouter'],
  [/^(?:TOGETHER|TOGETHERAI)_/, 'Together AI'],
  [/^PINECONE_/, 'Pinecone'],
  [/^(?:LANGSMITH|LANGCHAIN)_/, 'LangSmith'],
  [/^TAVILY_/, 'Tavily search'],
  [/^SERPAPI_|^SERPER_/, 'Web search'],
  [/^BRAVE_(?:SEARCH_)?API_KEY$/, 'Brave web search'],
  [/^EXA_API_KEY$/, 'Exa web search'],
  [/^FIRECRAWL_API_KEY$/, 'Firecrawl'],
  [/^XAI_API_KEY$/, 'xAI API'],
  [/^PERPLEXITY(?:AI)?_API_KEY$|^PPLX_API_KEY$/, 'Perplexity API'],
  [/^FIREWORKS(?:_AI)?_API_KEY$/, 'Fireworks AI'],
  [/^REPLICATE_API_(?:KEY|TOKEN)$/, 'Replicate'],
  [/^NVIDIA_API_KEY$/, 'NVIDIA API'],
  [/^CEREBRAS_API_KEY$/, 'Cerebras'],
  [/^DASHSCOPE_API_KEY$/, 'DashScope'],
  [/^MOONSHOT_API_KEY$/, 'Moonshot'],
  [/^VOYAGE_API_KEY$/, 'Voyage AI'],
  [/^JINA_API_KEY$/, 'Jina AI'],
  [/^ELEVEN(?:LABS)?_API_KEY$/, 'ElevenLabs'],
  [/^DEEPGRAM_API_KEY$/, 'Deepgram'],
  [/^LANGFUSE_SECRET_KEY$/, 'Langfuse'],
  [/^WANDB_API_KEY$/, 'Weights and Biases'],
];

/** Hosts of the same vendors. */
const VENDOR_HOSTS: ReadonlyMap<string, string> = new Map([
  ['api.openai.com', 'OpenAI API'],
  ['api.anthropic.com', 'Anthropic API'],
  ['generativelanguage.googleapis.com', 'Gemini API'],
  ['api.mistral.ai', 'Mistral API'],
  ['api.cohere.ai', 'Cohere'],
  ['api.cohere.com', 'Cohere'],
  ['api.groq.com', 'Groq'],
  ['api.deepseek.com', 'DeepSeek API'],
  ['openrouter.ai', 'OpenRouter'],
  ['api.together.xyz', 'Together AI'],
  ['api.smith.langchain.com', 'LangSmith'],
  ['api.tavily.com', 'Tavily search'],
  ['serpapi.com', 'Web search'],
]);

/** Whose host it is: `api.openai.com` → `OpenAI API`. */
export function vendorOfHost(host: string): string | undefined {
  return VENDOR_HOSTS.get(host);
}

/**
 * Vendors whose keys are among the variables, each with the variable that says so. A key beside an address of the same
 * beginning is for what has that address, which need not be the vendor: `OPENAI_BASE_URL=http://vllm:8000/v1`.
 *
 * @example vendorsIn([{ name: 'OPENAI_API_KEY', value: undefined }]) // [{ vendor: 'OpenAI API', variable: 'OPENAI_API_KEY' }]
 */
export function vendorsIn(
  variables: readonly Variable[],
): readonly { readonly vendor: string; readonly variable: string }[] {
  return VENDORS.flatMap(([pattern, vendor]) => {
    const own = variables.filter(({ name }) => pattern.test(name));
    // Of two beginnings the longer one comes first, so that AZURE_OPENAI_ is not taken for OPENAI_.
    const key = own.find(({ name }) => isSecretName(name));
    const isElsewhere = own.some(
      ({ name, value }) =>
        /(?:BASE|URL|ENDPOINT|HOST)$/.test(name) && /^[a-z][a-z0-9+.-]*:\/\//i.test(value ?? ''),
    );
    return key === undefined || isElsewhere ? [] : [{ vendor, variable: key.name }];
  });
}

/** Whether models are fetched from the hub with it. */
export function isHubToken(name: string): boolean {
  return /^(?:HF_TOKEN|HUGGING_?FACE(?:_?HUB)?_(?:API_)?TOKEN|HUGGINGFACEHUB_API_TOKEN|HF_API_KEY)$/.test(
    name,
  );
}

/** Commands whose next word is a model. */
const STARTS_MODEL = /(?:^|\/)(?:vllm serve|ollama (?:pull|run)|sglang serve|lmdeploy serve)$/;

/**
 * Ids of the models that a server of models is started with, or that are fetched for one: `--model-id BAAI/bge-base`,
 * `ollama pull llama3.2`; never one that is a variable. An option names one model, whatever other names it is served by.
 */
export function modelsIn(words: readonly string[]): readonly string[] {
  const option = words.findIndex((word) =>
    /^--(?:model|model-id|model_id|model-path|model-name|model_name|served-model-name|hf-repo)(?:=|$)/.test(
      word,
    ),
  );
  const places =
    option >= 0
      ? [option]
      : words.flatMap((word, index) =>
          STARTS_MODEL.test(`${(words[index - 1] ?? '').slice(-200)} ${word}`) ? [index] : [],
        );
  const models = places.flatMap((at) => {
    const word = words[at]!;
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
    return value !== undefined && /^[\w.-]+(?:\/[\w.-]+){0,4}(?::[\w.-]+)?$/.test(value) ? [value] : [];
  });
  return [...new Set(models)];
}

/** Ids of models that variables name so, as servers of Hugging Face take theirs: `MODEL_ID=BAAI/bge-base`. */
export function modelsNamed(variables: readonly Variable[]): readonly string[] {
  return variables.flatMap(({ name, value = '' }) =>
    /(?:^|_)MODEL_ID$/.test(name) && /^[\w.-]{1,100}\/[\w.-]{1,200}$/.test(value) ? [value] : [],
  );
}

/** Whether the words fetch models from the library that Ollama takes them from, where they name no other host. */
export function pullsFromOllama(words: readonly string[]): boolean {
  return words.some((word, at) => /^(?:pull|run)$/.test(word) && /(?:^|\/)ollama$/.test(words[at - 1] ?? ''));
}

/**
 * A word of a shell without the quotation marks around it and what ends its command.
 *
 * @example plainWord('"$KEY";') // $KEY
 */
export function plainWord(word: string): string {
  let [start, end] = [0, word.length];
  while (start < end && QUOTES.has(word[start]!)) start += 1;
  while (end > start && (ENDS.has(word[end - 1]!) || QUOTES.has(word[end - 1]!))) end -= 1;
  return word.slice(start, end);
}

const QUOTES: ReadonlySet<string> = new Set(['"', "'"]);
const ENDS: ReadonlySet<string> = new Set([';', '&', '|', ')']);
