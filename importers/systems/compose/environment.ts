/** Variables and command lines of services: the last word of all that is said of each. */
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Variable } from '../../formats/variables.ts';
import type { Workloads } from '../../formats/workloads.ts';
import { variablesOf, wordsOf } from './layers.ts';
import { placed } from './paths.ts';
import type { Service } from './service.ts';
import type { Settings } from './settings.ts';

interface Source {
  readonly node: TreeNode;
  readonly pointer: string;
  readonly variables: readonly Variable[];
  /** Path of the file of variables that they stand in. */
  readonly file?: string;
}

export class Environment {
  readonly #settings: Settings;
  readonly #workloads: Workloads;
  readonly #sources: ReadonlyMap<Service, readonly Source[]>;

  constructor(services: readonly Service[], settings: Settings, workloads: Workloads) {
    this.#settings = settings;
    this.#workloads = workloads;
    this.#sources = new Map(services.map((service) => [service, sourcesOf(service, settings)]));
  }

  read(service: Service): void {
    this.#readVariables(service);
    this.#readCommands(service);
  }

  /** A variable counts where it is said last: files of variables first, then `environment`, layer by layer. */
  #readVariables(service: Service): void {
    const sources = this.#sources.get(service) ?? [];
    const last = new Map(sources.flatMap((source) => source.variables.map(({ name }) => [name, source])));
    for (const source of sources) {
      const { node, pointer, variables, file } = source;
      const counting = variables.filter(({ name }) => last.get(name) === source);
      const isCaller = file === undefined || this.#calls(service, file);
      this.#workloads.variables({ ...service.workload, account: node.account }, pointer, counting, {
        isCaller,
      });
      if (variables.length > 0 && counting.length === 0)
        node.account.notRead(pointer, 'variables', 'all of them are set again later');
      if (!isCaller)
        node.account.notRead(
          pointer,
          `addresses in "${file}"`,
          'other services take the same file, and need others, which this one does not',
        );
    }
  }

  /**
   * A file of variables that several services take holds the settings of all of them: of these, the ones that need
   * other services presumably call what it names.
   */
  #calls(service: Service, file: string): boolean {
    const takers = [...this.#sources].filter(([, sources]) => sources.some((each) => each.file === file));
    return takers.length < 2 || needsOthers(service) || !takers.some(([taker]) => needsOthers(taker));
  }

  #readCommands({ layers, workload }: Service): void {
    for (const key of ['command', 'entrypoint'] as const) {
      const stated = layers.filter((layer) => layer.has(key));
      for (const layer of stated.slice(0, -1)) {
        layer.any(key)?.tellWhole();
        layer.account.notRead(`${layer.pointer}/${key}`, 'command line', 'a later one stands for it');
      }
      const layer = stated.at(-1);
      if (layer === undefined) continue;
      const at = { ...workload, account: layer.account };
      this.#workloads.command(at, `${layer.pointer}/${key}`, wordsOf(layer, key, this.#settings));
    }
  }
}

function needsOthers({ layers }: Service): boolean {
  return layers.some((layer) => layer.has('depends_on') || layer.has('links'));
}

function sourcesOf({ layers }: Service, settings: Settings): readonly Source[] {
  return layers.flatMap((node): Source[] => [
    ...fileSources(node, settings),
    { node, pointer: `${node.pointer}/environment`, variables: variablesOf(node, settings) },
  ]);
}

/** `env_file`: a path, a list of them, or of objects with a path. */
function fileSources(layer: TreeNode, settings: Settings): Source[] {
  const holder = layer.any('env_file');
  if (holder === undefined) return [];
  const items = holder.isList ? holder.elements() : [holder];
  return items.flatMap((item): Source[] => {
    const path = item.isObject ? item.text('path') : item.asText();
    if (item.isObject) item.tell('required', 'format');
    if (path === undefined) return [];
    const file = placed(layer.account.file, path);
    const variables = settings.variablesOf(file);
    if (variables === undefined) {
      item.account.notRead(item.pointer, `file of variables "${path}"`, 'it was not given');
      return [];
    }
    const became = 'variables of the service, by their names';
    item.account.read(item.pointer, `file of variables "${path}"`, became);
    return [{ node: item, pointer: item.pointer, variables, file }];
  });
}
