/**
 * What Compose files and Kubernetes manifests have in common once read: workloads that call each other by name, with
 * images, variables, secrets and vendors outside.
 */
import type { SourcePlace } from '#model/draft-system';
import type { Account } from './account.ts';
import type { DraftBuilder } from './draft-builder.ts';
import type { Inventory } from './inventory.ts';
import { isSecretName } from './redact.ts';
import { imageOf } from './run-command.ts';
import { callsIn, isHubToken, modelIn, vendorOf, type Call, type Variable } from './variables.ts';

export interface Workload {
  /** Id of its asset. */
  readonly id: string;
  readonly account: Account;
  readonly pointer: string;
  /** In the words of its format: `service "api"`. */
  readonly what: string;
}

export class Workloads {
  readonly #draft: DraftBuilder;
  readonly #inventory: Inventory;
  /** Names by which others call a workload → its asset. */
  readonly names: Map<string, string>;
  readonly #outside = new Map<string, string>();
  #secrets: string | undefined;

  constructor(draft: DraftBuilder, inventory: Inventory) {
    this.#draft = draft;
    this.#inventory = inventory;
    this.names = new Map();
  }

  /** Where the image comes from, and whether it can change under its name. */
  image(workload: Workload, pointer: string, reference: string): void {
    const { account, id } = workload;
    const image = imageOf(reference);
    const place = account.place(pointer);
    const label =
      image.name === undefined ? undefined : image.name + (image.tag === undefined ? '' : `:${image.tag}`);
    this.#draft.amend(id, ({ hints, extensions }) => ({
      hints: { ...hints, ...(image.name !== undefined && { image: image.name }) },
      ...(label !== undefined && { extensions: { ...extensions, 'x-image': label } }),
    }));
    if (image.registry === undefined) {
      account.notRead(pointer, 'registry of the image', 'it is a variable');
      return;
    }
    const registry = this.#inventory.imageRegistry(image.registry, place).id;
    this.#draft.relate(id, 'deployed-from', registry);
    account.read(pointer, `image "${label ?? ''}"`, `${id} deployed-from ${registry}`);
    if (image.digest !== undefined) {
      this.#fact(id, 'updates', 'pinned');
      account.read(pointer, 'digest of the image', `updates of ${id}: pinned`);
    } else if (image.tag === undefined ? !reference.includes('$') : image.tag === 'latest') {
      this.#fact(id, 'updates', 'automatic');
      account.guessed(pointer, 'tag of the image', `updates of ${id}: automatic`, 'the tag "latest" moves');
    }
  }

  /** Variables by their names; what they call becomes flows, and secrets that are written out lie in plain text. */
  variables(workload: Workload, pointer: string, variables: readonly Variable[]): void {
    const { id, account } = workload;
    if (variables.length === 0) return;
    const names = variables.map(({ name }) => name);
    this.#draft.amend(id, ({ extensions = {} }) => {
      const known = (extensions['x-environment'] as readonly string[] | undefined) ?? [];
      return { extensions: { ...extensions, 'x-environment': [...new Set([...known, ...names])] } };
    });
    account.kept(pointer, `${names.length} variables: names, no values`, `x-environment of ${id}`);
    const workloads = new Set(this.names.keys());
    const calls: Call[] = [];
    for (const { name, value } of variables) {
      const vendor = vendorOf(name);
      if (vendor !== undefined) this.#callVendor(workload, pointer, vendor, name);
      if (isHubToken(name)) {
        const hub = this.#inventory.registry('huggingface', account.place(pointer)).id;
        this.#draft.relate(id, 'depends-on', hub);
        account.guessed(
          pointer,
          `variable ${name}`,
          `${id} depends-on ${hub}`,
          'a token of the hub fetches models from there',
        );
      }
      if (value === undefined || value === '') continue;
      if (/^(?:no_proxy|NO_PROXY)$/.test(name)) continue;
      calls.push(...callsIn(`variable ${name}`, value, workloads));
    }
    this.#calls(workload, pointer, calls);
    const plain = variables.filter(
      ({ name, value }) =>
        isSecretName(name) &&
        value !== undefined &&
        value !== '' &&
        !/^\$\{?\w+\}?$/.test(value) &&
        !/_FILE$|_PATH$|_NAME$|_URL$/.test(name),
    );
    if (plain.length > 0)
      this.#plainSecrets(
        workload,
        pointer,
        plain.map(({ name }) => name),
      );
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
    const model = modelIn(words);
    if (model !== undefined) {
      this.#draft.amend(id, ({ extensions }) => ({ extensions: { ...extensions, 'x-model': model } }));
      account.kept(pointer, `model "${model}"`, `x-model of ${id}`);
    }
    this.#calls(workload, pointer, callsIn('command line', words.join(' '), new Set(this.names.keys())));
  }

  #calls(workload: Workload, pointer: string, calls: readonly Call[]): void {
    const { id, account } = workload;
    // An address says more than a name, so that it comes first.
    const sorted = [...calls].sort(
      (a, b) => Number(a.encrypted === undefined) - Number(b.encrypted === undefined),
    );
    for (const { host, encrypted, named } of sorted) {
      const known = this.names.get(host);
      const to = known ?? this.outside(host, account.place(pointer));
      if (to === id || this.#draft.joins(id, to)) continue;
      const made = this.#draft.flow({
        from: id,
        to,
        both: true,
        ...(encrypted !== undefined && { encrypted }),
        place: account.place(pointer),
      });
      if (made)
        account.guessed(
          pointer,
          named,
          `flow ${id} → ${to}`,
          known === undefined ? 'it holds an address outside' : 'it names the other',
        );
    }
  }

  /** One external asset for each host or vendor. */
  outside(name: string, place: SourcePlace): string {
    const known = this.#outside.get(name);
    if (known !== undefined) return known;
    const id = this.#draft.asset(
      {
        name,
        fallback: 'external',
        hints: { technologies: [name] },
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
    this.#draft.flow({
      from: id,
      to,
      both: true,
      encrypted: true,
      authenticated: true,
      place: account.place(pointer),
    });
    account.guessed(
      pointer,
      `variable ${variable}`,
      `flow ${id} → ${to}`,
      'whoever has a key calls what it is for',
    );
  }

  #plainSecrets({ id, account }: Workload, pointer: string, names: readonly string[]): void {
    this.#secrets ??= this.#draft.asset(
      {
        name: 'Secrets in the environment',
        kind: 'secret-store',
        fallback: 'store',
        facts: { protection: ['plain'] },
        place: account.place(pointer),
        ask: ['what do these secrets give entry to (opens)?'],
      },
      'secrets',
    );
    const store = this.#secrets;
    this.#draft.relate(id, 'credentials-in', store);
    this.#draft.amend(store, ({ extensions = {} }) => {
      const known = (extensions['x-secrets'] as readonly string[] | undefined) ?? [];
      return { extensions: { 'x-secrets': [...new Set([...known, ...names])] } };
    });
    account.guessed(
      pointer,
      `secrets ${names.join(', ')}`,
      `${id} credentials-in ${store}, protection plain`,
      'their names say that they are secrets, and they are written out',
    );
  }

  #fact(id: string, key: 'updates', value: string): void {
    this.#draft.amend(id, ({ facts }) => ({ facts: { ...facts, [key]: [value] } }));
  }
}
