/**
 * What environment variables and arguments tell of a workload: which others it calls and which vendors it has keys of.
 * Only names of variables and hosts of addresses leave this file; values may be secrets.
 */
import { hostOf, isSecretName } from './redact.ts';

export interface Call {
  /** Name of a workload, or a host outside. */
  readonly host: string;
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
const LOCAL = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|::1?|host\.docker\.internal|.*\.localhost)$/i;

/**
 * Calls in the value of a variable or argument: addresses, and names of workloads with or without a port.
 *
 * @param workloads names by which workloads of the same system are called
 */
export function callsIn(named: string, value: string, workloads: ReadonlySet<string>): Call[] {
  const text = value.slice(0, 20_000);
  const calls: Call[] = [];
  for (const [, scheme = '', rest = ''] of text.matchAll(
    /\b([a-z][a-z0-9+.-]{1,30}):\/\/([^\s"'<>|\\]{1,500})/gi,
  )) {
    for (const part of rest.split('/')[0]!.split(',')) {
      const host = hostOf(`${scheme}://${part}`);
      if (host === undefined || host.includes('$') || host.includes('{') || LOCAL.test(host)) continue;
      const known = workloadOf(host, workloads);
      // Files and images have schemes too, and names without a dot are no hosts of the internet.
      if (
        known === undefined &&
        (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) ||
          /^(?:file|docker|s3|gs|unix|jdbc|sqlite)$/i.test(scheme))
      )
        continue;
      const encrypted = ENCRYPTED.test(scheme) ? true : PLAIN.test(scheme) ? false : undefined;
      calls.push({ host: known ?? host, named, ...(encrypted !== undefined && { encrypted }) });
    }
  }
  for (const word of text.split(/[\s,;]+/)) {
    const host = /^([a-z0-9][a-z0-9._-]*)(?::\d{1,5})?$/i.exec(word)?.[1];
    const known = host === undefined ? undefined : workloadOf(host.toLowerCase(), workloads);
    if (known !== undefined) calls.push({ host: known, named });
  }
  return calls;
}

/** `db`, `db.shop`, `db.shop.svc.cluster.local` → the workload that is called so. */
function workloadOf(host: string, workloads: ReadonlySet<string>): string | undefined {
  if (workloads.has(host)) return host;
  const short = host.replace(/\.svc(?:\.cluster\.local)?\.?$/, '');
  return workloads.has(short) ? short : undefined;
}

/** Beginnings of variables that hold keys, and whose they are. */
const VENDORS: readonly (readonly [RegExp, string])[] = [
  [/^AZURE_OPENAI_/, 'Azure OpenAI'],
  [/^OPENAI_/, 'OpenAI API'],
  [/^ANTHROPIC_/, 'Anthropic API'],
  [/^(?:GEMINI|GOOGLE_GENERATIVE_AI|GOOGLE_AI)_/, 'Gemini API'],
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
];

/** Whose key it is, by its name: `OPENAI_API_KEY` → `OpenAI API`. */
export function vendorOf(name: string): string | undefined {
  return isSecretName(name) ? VENDORS.find(([pattern]) => pattern.test(name))?.[1] : undefined;
}

/** Whether models are fetched from the hub with it. */
export function isHubToken(name: string): boolean {
  return /^(?:HF_TOKEN|HUGGING_?FACE(?:_?HUB)?_(?:API_)?TOKEN|HUGGINGFACEHUB_API_TOKEN|HF_API_KEY)$/.test(
    name,
  );
}

/** Id of the model that a server of models is started with: `--model-id BAAI/bge-base`; never one that is a variable. */
export function modelIn(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) =>
    /^--(?:model|model-id|model_id|model-name|model_name|served-model-name)(?:=|$)/.test(word),
  );
  if (at < 0) return undefined;
  const word = words[at]!;
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
  return value !== undefined && /^[\w.-]+(?:\/[\w.-]+)?$/.test(value) ? value : undefined;
}
