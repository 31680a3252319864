/**
 * What Compose files and Kubernetes manifests have in common once read: workloads that call each other by name, with
 * images, variables, secrets and vendors outside.
 */
import { WHOLE, type SourcePlace } from '#model/draft-system';
import { listUnder } from '#model/list-under';
import type { Account } from './account.ts';
import { secretsInArguments } from './argument-secrets.ts';
import type { DraftBuilder } from './draft-builder.ts';
import type { Inventory } from './inventory.ts';
import { imageOf } from './run-command.ts';
import {
  callsIn,
  callsInCommand,
  callsInVariable,
  isHubToken,
  modelsIn,
  modelsNamed,
  namesCallers,
  plainWord,
  pullsFromOllama,
  vendorOfHost,
  vendorsIn,
  withoutCallers,
  type Call,
  type FindWorkload,
  type Variable,
} from './variables.ts';
import { secretsIn } from './written-secrets.ts';

export interface Workload {
  /** Id of its asset. */
  readonly id: string;
  readonly account: Account;
  readonly pointer: string;
  /** In the words of its format: `service "api"`. */
  readonly what: string;
  /** Where its calls look first: `db` in the namespace `shop` is `db.shop`. */
  readonly scope?: string;
  /** Whether the workload with this id is there when it runs; absent: each is. */
  readonly runsWith?: (id: string) => boolean;
}

const PLAIN = 'by their names, or as passwords in addresses, they are secrets, and they are written out';

export class Workloads {
  readonly #draft: DraftBuilder;
  readonly #inventory: Inventory;
  /** Names by which others call a workload → its asset. */
  readonly names: Map<string, string>;
  /** Others that are called by a name too, which stand in for the first where that one does not run. */
  readonly #rivals = new Map<string, string[]>();
  /** Last parts of names within the own network: a namespace, which may be a domain of the internet too. */
  readonly domains = new Set<string>();
  readonly #outside = new Map<string, string>();
  /** Hosts that were reported, so that each is told once for each place. */
  readonly #nowhere = new Set<string>();
  readonly #undefinedCode: string;
  /** Id of a workload → ids of the models that it is started with. */
  readonly #models = new Map<string, readonly string[]>();
  #secrets: string | undefined;

  /** @param undefinedCode of the diagnostic for a host that is none of the workloads and none outside either */
  constructor(draft: DraftBuilder, inventory: Inventory, undefinedCode: string) {
    this.#draft = draft;
    this.#inventory = inventory;
    this.#undefinedCode = undefinedCode;
    this.names = new Map();
  }

  /** The first workload that has a name keeps it, unless it never runs beside who calls. */
  name(name: string, id: string): void {
    if (!this.names.has(name)) this.names.set(name, id);
    else listUnder(this.#rivals, name).push(id);
  }

  #called(host: string, { runsWith }: Workload): string | undefined {
    const first = this.names.get(host);
    if (first === undefined || runsWith === undefined || runsWith(first)) return first;
    return this.#rivals.get(host)?.find(runsWith) ?? first;
  }

  /**
   * Where an image comes from, and whether it can change under its name. The first image of a workload says what it is,
   * and if one of several can change, the workload can.
   */
  image(workload: Workload, pointer: string, reference: string): void {
    const { account, id } = workload;
    const image = imageOf(reference);
    const place = account.place(pointer);
    const label =
      image.name === undefined ? undefined : image.name + (image.tag === undefined ? '' : `:${image.tag}`);
    this.#draft.amend(id, ({ hints, extensions = {} }) => {
      if (image.name === undefined || label === undefined) return {};
      if (hints?.image === undefined)
        return { hints: { ...hints, image: image.name }, extensions: { ...extensions, 'x-image': label } };
      const more = (extensions['x-more-images'] as readonly string[] | undefined) ?? [];
      if (extensions['x-image'] === label || more.includes(label)) return {};
      return { extensions: { ...extensions, 'x-more-images': [...more, label] } };
    });
    if (image.registry === undefined) {
      account.notRead(pointer, 'registry of the image', 'it is a variable');
      return;
    }
    const registry = this.#inventory.imageRegistry(image.registry, place).id;
    this.#draft.relate(id, 'deployed-from', registry);
    account.read(pointer, `image "${label ?? ''}"`, `${id} deployed-from ${registry}`);
    if (image.digest !== undefined) {
      this.#draft.amend(id, ({ facts = {} }) => ({ facts: { updates: ['pinned'], ...facts } }));
      account.read(pointer, 'digest of the image', `updates of ${id}: pinned`);
    } else if (image.tag === undefined ? !reference.includes('$') : image.tag === 'latest') {
      const why = 'the tag "latest" moves';
      this.#draft.amend(id, ({ facts }) => ({ facts: { ...facts, updates: ['automatic'] } }));
      this.#draft.guess(id, { updates: why });
      account.guessed(pointer, 'tag of the image', `updates of ${id}: automatic`, why);
    }
  }

  /**
   * Variables by their names; what they call becomes flows, and secrets that are written out lie in plain text.
   *
   * @param isCaller false where it is not said that the workload calls what its variables name
   */
  variables(
    workload: Workload,
    pointer: string,
    variables: readonly Variable[],
    { isCaller = true }: { readonly isCaller?: boolean } = {},
  ): void {
    const { id, account } = workload;
    if (variables.length === 0) return;
    const names = variables.map(({ name }) => name);
    this.#draft.list(id, 'x-environment', names);
    const count =
      names.length === 1 ? '1 variable: its name, no value' : `${names.length} variables: names, no values`;
    account.kept(pointer, count, `x-environment of ${id}`);
    this.#keepModels(workload, pointer, modelsNamed(variables));
    for (const { name } of variables) {
      if (!isHubToken(name)) continue;
      const hub = this.#inventory.registry('huggingface', account.place(pointer)).id;
      this.#draft.relate(id, 'depends-on', hub);
      account.guessed(
        pointer,
        `variable ${name}`,
        `${id} depends-on ${hub}`,
        'a token of the hub fetches models from there',
      );
    }
    if (isCaller) {
      for (const { vendor, variable } of vendorsIn(variables))
        this.#callVendor(workload, pointer, vendor, variable);
      const callers = variables.filter(
        ({ name, value }) => namesCallers(name) && (value ?? '').includes('://'),
      );
      if (callers.length > 0)
        account.notRead(
          pointer,
          `addresses in ${callers.map(({ name }) => name).join(', ')}`,
          'they are of who calls, or of the service itself',
        );
      const calls = variables
        .filter(({ name }) => !/^no_proxy$/i.test(name) && !namesCallers(name))
        .flatMap((variable) => callsInVariable(variable, this.#finder(workload)));
      this.#calls(workload, pointer, calls);
    }
    const plain = secretsIn(variables);
    if (plain.length > 0) this.#plainSecrets(workload, pointer, plain);
  }

  /** Addresses in a command line; the line itself may hold secrets, and is not taken over. */
  command(workload: Workload, pointer: string, words: readonly string[]): void {
    if (words.length === 0) return;
    const { id, account } = workload;
    account.notRead(
      pointer,
      'command line',
      'it may hold secrets; only addresses and the name of a model are taken from it',
    );
    const plain = words.map(plainWord);
    const models = modelsIn(plain);
    this.#keepModels(workload, pointer, models);
    if (plain.some((word) => /^--trust[-_]remote[-_]code(?:=true)?$/i.test(word))) {
      this.#draft.keep(id, 'x-loading-runs-code', true);
      this.#draft.ask(id, 'code that comes with a model is run here: is what arrives checked (provenance)?');
      account.kept(pointer, 'code of models is trusted', `x-loading-runs-code of ${id}`);
    }
    if (pullsFromOllama(plain)) {
      const library = this.#inventory.registry('ollama-library', account.place(pointer)).id;
      this.#draft.relate(id, 'depends-on', library);
      account.guessed(
        pointer,
        'models that are pulled',
        `${id} depends-on ${library}`,
        'they come from there',
      );
    }
    const secrets = secretsInArguments(plain);
    if (secrets.length > 0) this.#plainSecrets(workload, pointer, secrets);
    const called = withoutCallers(words);
    this.#calls(workload, pointer, callsInCommand('command line', called, this.#finder(workload)));
  }

  #keepModels({ id, account }: Workload, pointer: string, models: readonly string[]): void {
    if (models.length === 0) return;
    const all = [...new Set([...(this.#models.get(id) ?? []), ...models])];
    this.#models.set(id, all);
    const key = all.length === 1 ? 'x-model' : 'x-models';
    this.#draft.amend(id, ({ extensions = {} }) => {
      const others = Object.entries(extensions).filter(([each]) => each !== 'x-model');
      return { extensions: { ...Object.fromEntries(others), [key]: all.length === 1 ? all[0] : all } };
    });
    account.kept(pointer, models.map((model) => `model "${model}"`).join(', '), `${key} of ${id}`);
  }

  /** Whether a host is one of the workloads that were given. */
  isGiven(workload: Workload, host: string): boolean {
    return this.#finder(workload)(host) !== undefined;
  }

  /** An address that is a workload's to call: of another that was given, or outside. */
  address(workload: Workload, pointer: string, named: string, address: string): void {
    this.#calls(workload, pointer, callsIn(named, address, this.#finder(workload)));
  }

  /**
   * Files of settings that a workload reads: addresses of other workloads that were given. They may name hosts for many
   * reasons, so that others are passed over.
   */
  settings(
    workload: Workload,
    pointer: string,
    { named, texts }: { readonly named: string; readonly texts: readonly string[] },
  ): void {
    const calls = texts.flatMap((text) => callsInCommand(named, [text], this.#finder(workload)));
    this.#calls(
      workload,
      pointer,
      calls.filter(({ host }) => this.names.has(host)),
    );
  }

  /** `db`, `db.shop`, `db.shop.svc.cluster.local`, `db-0.db.shop` → the workload that is called so. */
  #finder({ scope }: Workload): FindWorkload {
    return (host) => {
      const short = withoutClusterDomain(host);
      const [first = '', ...rest] = short.split('.');
      const candidates = [short, ...(rest.length > 0 && first !== '' ? [rest.join('.')] : [])];
      return candidates
        .flatMap((name) => (scope === undefined ? [name] : [`${name}.${scope}`, name]))
        .find((name) => this.names.has(name));
    };
  }

  #calls(workload: Workload, pointer: string, calls: readonly Call[]): void {
    const { id, account } = workload;
    // An address says more than a name, so that it comes first.
    const sorted = [...calls].sort(
      (a, b) => Number(a.encrypted === undefined) - Number(b.encrypted === undefined),
    );
    for (const { host, scheme, encrypted, named, isNowhere, what } of sorted) {
      const known = this.#called(host, workload);
      if (known === undefined && (isNowhere === true || this.#isOfDomain(host))) {
        this.#reportNowhere(workload, pointer, host, named);
        continue;
      }
      const outside = what === undefined ? (vendorOfHost(host) ?? host) : `${what} at ${host}`;
      const to = known ?? this.outside(outside, account.place(pointer), { scheme });
      if (to === id || this.#draft.joins(id, to)) continue;
      const why = known === undefined ? 'it holds an address outside' : 'it names the other';
      const made = this.#draft.flow({
        guessed: { [WHOLE]: `${named} of ${id}: ${why}` },
        from: id,
        to,
        both: true,
        ...(encrypted !== undefined && { encrypted }),
        place: account.place(pointer),
      });
      if (made) account.guessed(pointer, named, `flow ${id} → ${to}`, why);
    }
  }

  #isOfDomain(host: string): boolean {
    const [, last, more] = host.split('.', 3);
    return last !== undefined && more === undefined && this.domains.has(last);
  }

  #reportNowhere({ account }: Workload, pointer: string, host: string, named: string): void {
    const key = `${account.file} ${pointer} ${host}`;
    if (this.#nowhere.has(key)) return;
    this.#nowhere.add(key);
    account.warn(pointer, `the host "${host}" that ${named} names is nowhere here`, {
      code: this.#undefinedCode,
      hint: 'give the files that it stands in too, or add it by hand',
    });
    account.notRead(pointer, `host "${host}" (${named})`, 'it is nowhere here');
  }

  /**
   * One external asset for each host or vendor.
   *
   * @param scheme of its address, which may say what it is
   * @param kind where it is known
   */
  outside(
    name: string,
    place: SourcePlace,
    { scheme, kind }: { readonly scheme?: string | undefined; readonly kind?: string } = {},
  ): string {
    const known = this.#outside.get(name);
    if (known !== undefined) return known;
    const id = this.#draft.asset(
      {
        name,
        fallback: 'external',
        ...(kind !== undefined && { kind }),
        hints: { technologies: [name, ...(scheme === undefined ? [] : [scheme])] },
        place,
        ask: ['who runs it (provider)?'],
      },
      'outside',
    );
    this.#outside.set(name, id);
    return id;
  }

  #callVendor({ id, account }: Workload, pointer: string, vendor: string, variable: string): void {
    const to = this.outside(vendor, account.place(pointer));
    const why = 'whoever has a key calls what it is for';
    this.#draft.flow({
      guessed: { [WHOLE]: `variable ${variable} of ${id}: ${why}` },
      from: id,
      to,
      both: true,
      encrypted: true,
      authenticated: true,
      place: account.place(pointer),
    });
    account.guessed(pointer, `variable ${variable}`, `flow ${id} → ${to}`, why);
  }

  #plainSecrets({ id, account }: Workload, pointer: string, names: readonly string[]): void {
    this.#secrets ??= this.#draft.asset(
      {
        name: 'Secrets in the environment',
        kind: 'secret-store',
        fallback: 'store',
        facts: { protection: ['plain'] },
        guessed: { protection: PLAIN },
        place: account.place(pointer),
        ask: ['what do these secrets give entry to (opens)?'],
      },
      'secrets',
    );
    const store = this.#secrets;
    this.#draft.relate(id, 'credentials-in', store);
    this.#draft.list(store, 'x-secrets', names);
    account.guessed(
      pointer,
      `secrets ${names.join(', ')}`,
      `${id} credentials-in ${store}, protection plain`,
      PLAIN,
    );
  }
}

/** `api.shop.svc.cluster.local` → `api.shop` */
export function withoutClusterDomain(host: string): string {
  return host.replace(/\.svc(?:\..*)?$/s, '');
}
