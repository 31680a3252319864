/** What a command line starts: which package, from which registry, in which version. */
export interface StartedPackage {
  /** Type of a package URL: `npm`, `pypi`, `docker`, `github`; `git` for repositories elsewhere. */
  readonly type: string;
  readonly name: string;
  /** Absent: whatever is newest at the start. */
  readonly version?: string;
  /** Host of the registry of an image. */
  readonly registry?: string;
}

/** Launchers that fetch what they run, and the options of theirs that take a value. */
const LAUNCHERS: Readonly<Record<string, string>> = {
  npx: 'npm',
  bunx: 'npm',
  pnpx: 'npm',
  uvx: 'pypi',
  pipx: 'pypi',
  docker: 'docker',
  podman: 'docker',
};
const SUBCOMMANDS: ReadonlySet<string> = new Set(['run', 'dlx', 'exec', 'tool', 'x']);
/** Options that the next word belongs to. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-p',
  '--package',
  '--from',
  '--with',
  '--python',
  '-e',
  '--env',
  '--env-file',
  '-v',
  '--volume',
  '--mount',
  '--name',
  '--network',
  '-u',
  '--user',
  '-w',
  '--workdir',
  '--platform',
  '--entrypoint',
  '--add-host',
  '--spec',
  '-c',
]);

/**
 * @param command `npx`, or a path to it
 * @param args never taken over as they are: they may hold secrets
 * @example startedPackage('npx', ['-y', '@scope/server@1.2.0', '/data']) // { type: 'npm', name: '@scope/server', version: '1.2.0' }
 */
export function startedPackage(command: string, args: readonly string[]): StartedPackage | undefined {
  const program = (command.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd)$/i, '').toLowerCase();
  if (program === 'cmd' && args[0]?.toLowerCase() === '/c')
    return startedPackage(args[1] ?? '', args.slice(2));
  const type = Object.hasOwn(LAUNCHERS, program)
    ? LAUNCHERS[program]
    : ['npm', 'pnpm', 'yarn', 'bun', 'uv'].includes(program) && SUBCOMMANDS.has(args[0] ?? '')
      ? program === 'uv'
        ? 'pypi'
        : 'npm'
      : undefined;
  if (type === undefined || (type === 'docker' && args[0] !== 'run')) return undefined;
  if (program === 'uv' && args[0] === 'run') return undefined;
  const named = valueOf(
    args,
    type === 'npm' ? ['-p', '--package'] : type === 'pypi' ? ['--from', '--spec'] : [],
  );
  const word = named ?? firstWord(args);
  return word === undefined ? undefined : packageOf(type, word);
}

function valueOf(args: readonly string[], options: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => options.includes(arg));
  const joined = args.find((arg) => options.some((option) => arg.startsWith(`${option}=`)));
  return at >= 0 ? args[at + 1] : joined?.slice(joined.indexOf('=') + 1);
}

function firstWord(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (WITH_VALUE.has(arg)) at += 1;
    else if (!arg.startsWith('-') && !(at < 2 && SUBCOMMANDS.has(arg))) return arg;
  }
  return undefined;
}

function packageOf(type: string, word: string): StartedPackage | undefined {
  if (type === 'docker') {
    const { name, tag, digest, registry } = imageOf(word);
    const version = digest ?? tag;
    if (name === undefined) return undefined;
    return {
      type,
      name,
      ...(version !== undefined && version !== 'latest' && { version }),
      ...(registry !== undefined && { registry }),
    };
  }
  const repository = repositoryOf(word);
  if (repository !== undefined) return repository;
  if (!/^(?:@[\w.-]+\/)?[\w.-]+(?:\[[\w,.-]*\])?(?:(?:@|==)[\w.^~*+-]+)?$/.test(word)) return undefined;
  const at = type === 'pypi' && word.includes('==') ? word.indexOf('==') : word.indexOf('@', 1);
  const name = at < 0 ? word : word.slice(0, at);
  const version = at < 0 ? undefined : word.slice(at).replace(/^(?:@|==)/, '');
  return { type, name, ...(version !== undefined && version !== 'latest' && { version }) };
}

/** `git+https://github.com/o/r@v1`, `github:o/r#main`: launchers build what lies in a repository. */
function repositoryOf(word: string): StartedPackage | undefined {
  const [, short, , shortRef] = /^(?:github:)([\w.-]+\/[\w.-]+)(#([\w./-]+))?$/.exec(word) ?? [];
  const [, host, path, , ref] =
    /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/\s]*@)?([\w.-]+)\/([\w./-]+?)(?:\.git)?([@#]([\w./-]+))?$/.exec(
      word,
    ) ?? [];
  const name = short ?? path;
  const version = shortRef ?? ref;
  if (name === undefined) return undefined;
  if (short !== undefined || host === 'github.com')
    return { type: 'github', name, ...(version !== undefined && { version }) };
  return { type: 'git', name: `${host}/${name}`, ...(version !== undefined && { version }) };
}

export interface Image {
  /** Without registry host, tag and digest: `qdrant/qdrant`; absent where it is all variables. */
  readonly name?: string;
  /** `docker.io` where none is written, as engines take it. */
  readonly registry?: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `ghcr.io/org/app:1@sha256:…`; variables that have no default are left out. */
export function imageOf(reference: string): Image {
  const [beforeDigest = '', digest] = reference.trim().slice(0, 1000).split('@');
  const colon = beforeDigest.lastIndexOf(':');
  const hasTag = colon > beforeDigest.lastIndexOf('/');
  const path = hasTag ? beforeDigest.slice(0, colon) : beforeDigest;
  const tag = hasTag ? beforeDigest.slice(colon + 1) : undefined;
  const steps = path.split('/').filter((step) => step !== '');
  const first = steps[0] ?? '';
  const hasHost = steps.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const isUnknown = path.startsWith('$') || path.includes('\u0000');
  const named = (hasHost ? steps.slice(1) : steps).filter((step) => !step.includes('$'));
  return {
    ...(named.length > 0 && { name: named.join('/') }),
    ...(hasHost ? { registry: first } : isUnknown ? {} : { registry: 'docker.io' }),
    ...(tag !== undefined && !tag.includes('$') && tag !== '' && { tag }),
    ...(digest !== undefined && { digest }),
  };
}
