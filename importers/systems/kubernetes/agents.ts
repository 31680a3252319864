/** Agents of kagent: which model answers in them, which tools and other agents they call, and how these are reached. */
import { guessThirdParty } from '../../formats/guess-third-party.ts';
import { isPublicHost } from '../../formats/public-host.ts';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import { startedPackage } from '../../formats/run-command.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import type { Cluster, Placed } from './cluster.ts';
import { listed, textsOf } from './resources.ts';

const GROUP = 'kagent.dev';

/** https://kagent.dev/docs/kagent/resources/api-ref: v1alpha2, and v1alpha1 where it differs */
export function readAgents(cluster: Cluster, placed: readonly Placed[]): void {
  const agents = new Agents(
    cluster,
    placed.filter(({ group }) => group === GROUP),
  );
  agents.read();
}

class Agents {
  readonly #cluster: Cluster;
  readonly #placed: readonly Placed[];
  /** Kind, namespace and name → what it became. */
  readonly #byName: ReadonlyMap<string, Placed>;

  constructor(cluster: Cluster, placed: readonly Placed[]) {
    this.#cluster = cluster;
    this.#placed = placed;
    this.#byName = new Map(placed.map((each) => [`${each.kind} ${each.namespace} ${each.name}`, each]));
  }

  read(): void {
    for (const each of this.#placed) {
      const spec = each.node.any('spec');
      if (spec?.isObject !== true) continue;
      if (each.kind === 'ModelConfig') this.#readModel(each, spec);
      else if (each.kind === 'Agent') this.#readAgent(each, spec);
      else this.#readServer(each, spec);
      this.#readDescription(each, spec);
    }
  }

  #readDescription({ workload }: Placed, spec: TreeNode): void {
    const text = spec.any('description')?.value ?? spec.any('declarative')?.any('description')?.value;
    if (typeof text === 'string' && text.trim() !== '')
      this.#cluster.draft.amend(workload.id, () => ({ description: text.trim() }));
  }

  #readAgent(agent: Placed, spec: TreeNode): void {
    const { workload } = agent;
    const inner = spec.any('declarative')?.isObject === true ? spec.any('declarative')! : spec;
    const models = [inner.any('modelConfig'), inner.any('memory')?.any('modelConfig')];
    for (const named of models) if (named !== undefined) this.#useModel(agent, named);
    for (const tool of listed(inner, 'tools')) this.#readTool(agent, tool);
    for (const each of listed(spec.any('skills') ?? spec, 'gitRefs')) this.#readSkill(agent, each);
    if (inner.has('systemMessage'))
      workload.account.notRead(
        `${inner.pointer}/systemMessage`,
        'system message',
        'texts of prompts are not read',
      );
    inner.any('memory')?.tellParts();
    inner.tellParts();
    spec.tellParts();
  }

  /** `name`, or `namespace/name`. */
  #useModel({ workload, namespace, what }: Placed, named: TreeNode): void {
    const [name = '', own = namespace] = String(named.value).split('/').reverse();
    const model = this.#byName.get(`ModelConfig ${own} ${name}`);
    if (model === undefined) {
      this.#cluster.reportNowhere(named, `ModelConfig "${name}"`, what);
      return;
    }
    const { draft } = this.#cluster;
    const to = model.workload.id;
    draft.relate(workload.id, 'uses', to);
    draft.flow({ from: workload.id, to, carries: ['prompt'], both: true, place: named.place });
    named.account.read(named.pointer, `ModelConfig "${name}"`, `${workload.id} uses ${to}`);
  }

  #readTool(agent: Placed, tool: TreeNode): void {
    const { workload, namespace, what } = agent;
    const reference = tool.any('mcpServer') ?? tool.any('agent');
    for (const header of [...listed(tool, 'headersFrom'), ...listed(reference ?? tool, 'headersFrom')])
      this.#readHeader(agent, header);
    if (reference?.isObject !== true) {
      tool.account.notRead(tool.pointer, 'tool', 'it names no server and no agent');
      return;
    }
    const isAgent = tool.has('agent');
    const written = reference.text('name') ?? reference.text('ref') ?? reference.text('toolServer') ?? '';
    const [name = '', prefix] = written.split('/').reverse();
    const stated = reference.any('namespace')?.value;
    const own = typeof stated === 'string' ? stated : (prefix ?? namespace);
    const kind = reference.any('kind')?.value;
    const kinds = isAgent
      ? ['Agent']
      : typeof kind === 'string'
        ? [kind]
        : ['MCPServer', 'RemoteMCPServer', 'ToolServer'];
    const found = kinds.flatMap((each) => this.#byName.get(`${each} ${own} ${name}`) ?? [])[0];
    const to = found?.workload.id ?? this.#cluster.workloads.names.get(`${name}.${own}`);
    reference.tellParts();
    tool.tellParts();
    if (to === undefined) {
      this.#cluster.reportNowhere(reference, `${kinds[0] ?? ''} "${name}"`, what);
      return;
    }
    const { draft } = this.#cluster;
    draft.relate(workload.id, 'calls', to);
    const address = found === undefined ? undefined : addressOf(found.node.any('spec'));
    draft.flow({
      from: workload.id,
      to,
      carries: [isAgent ? 'prompt' : 'tool-call'],
      both: true,
      ...(address !== undefined && { encrypted: /^https:/i.test(address) }),
      place: reference.place,
    });
    tool.account.read(
      tool.pointer,
      `${isAgent ? 'agent' : 'tools of'} "${name}"`,
      `${workload.id} calls ${to}`,
    );
    this.#readApproval(to, reference);
  }

  #readApproval(tool: string, reference: TreeNode): void {
    const { draft } = this.#cluster;
    const textsIn = (key: string): readonly string[] =>
      reference.any(key)?.isList === true ? reference.texts(key) : [];
    const [offered, approved] = [textsIn('toolNames'), textsIn('requireApproval')];
    if (offered.length > 0) draft.list(tool, 'x-tools', offered);
    if (approved.length === 0) return;
    draft.list(tool, 'x-approved-calls', approved);
    const pointer = `${reference.pointer}/requireApproval`;
    reference.account.kept(pointer, 'calls that a person approves', `x-approved-calls of ${tool}`);
    draft.ask(tool, 'does a person approve each of its calls (approval), or only some?');
  }

  #readSkill({ workload }: Placed, reference: TreeNode): void {
    const url = reference.text('url');
    reference.tellParts();
    if (url === undefined) return;
    const { draft, inventory } = this.#cluster;
    const isGitHub = hostOf(url) === 'github.com';
    const label = withoutCredentials(url) + (reference.has('ref') ? `#${reference.text('ref') ?? ''}` : '');
    const from = inventory.addPackage(label, isGitHub ? 'pkg:github/x' : undefined, reference.place);
    draft.relate(workload.id, 'depends-on', from);
    reference.account.read(reference.pointer, `skill "${label}"`, `${workload.id} depends-on ${from}`);
  }

  #readModel(model: Placed, spec: TreeNode): void {
    const { draft } = this.#cluster;
    const { workload } = model;
    const [provider, name] = [spec.text('provider'), spec.text('model')];
    for (const key of ['apiKeySecret', 'apiKeySecretRef']) this.#readSecret(model, spec.any(key));
    const settings = spec.entries().filter(([, each]) => each.isObject);
    const address = settings
      .flatMap(([, each]) =>
        ['baseUrl', 'azureEndpoint', 'host', 'endpoint'].map((key) => each.any(key)?.value),
      )
      .find((each): each is string => typeof each === 'string');
    draft.amend(workload.id, ({ extensions }) => ({
      ...(name !== undefined && /embed/i.test(name) && { kind: 'embedding-model' }),
      extensions: {
        ...extensions,
        ...(provider !== undefined && { 'x-vendor': provider }),
        ...(name !== undefined && { 'x-models': [name] }),
        ...(address !== undefined && { 'x-address': withoutCredentials(address) }),
      },
    }));
    const own = ['Ollama', 'Custom'].includes(provider ?? '');
    const isTheirs = address === undefined ? provider !== undefined && !own : this.#isTheirs(model, address);
    if (isTheirs)
      this.#guessThirdParty(model, address === undefined ? 'by the name of its vendor' : undefined);
    else if (address !== undefined) this.#readAddress(model, `${spec.pointer}/provider`, address);
    spec.tellParts();
  }

  #readServer(server: Placed, spec: TreeNode): void {
    const { draft, inventory, workloads } = this.#cluster;
    const { workload } = server;
    const config = spec.any('config');
    for (const holder of holdersIn(spec)) {
      for (const header of listed(holder, 'headersFrom')) this.#readHeader(server, header);
      const url = holder.any('url')?.value;
      if (typeof url === 'string') {
        draft.amend(workload.id, ({ facts, extensions }) => ({
          facts: { ...facts, 'description-from': ['remote'] },
          extensions: { ...extensions, 'x-address': withoutCredentials(url) },
        }));
        holder.account.read(`${holder.pointer}/url`, 'address', `description-from of ${workload.id}: remote`);
        if (this.#isTheirs(server, url)) this.#guessThirdParty(server);
        else this.#readAddress(server, `${holder.pointer}/url`, url);
      }
    }
    const run = spec.any('deployment') ?? config?.any('stdio');
    if (run?.isObject === true) {
      const image = run.any('image')?.value;
      if (typeof image === 'string') workloads.image(workload, `${run.pointer}/image`, image);
      const program = run.any('cmd')?.value ?? run.any('command')?.value;
      const args = run.any('args')?.isList === true ? run.texts('args') : [];
      const words = typeof program === 'string' ? [program, ...args] : args;
      workloads.command(workload, `${run.pointer}/args`, words);
      const started = typeof program === 'string' ? startedPackage(program, args) : undefined;
      if (started !== undefined) {
        const label = started.name + (started.version === undefined ? '' : ` ${started.version}`);
        const from = inventory.addPackage(label, `pkg:${started.type}/x`, run.place);
        draft.relate(workload.id, 'deployed-from', from);
        run.account.read(`${run.pointer}/args`, `package "${label}"`, `${workload.id} deployed-from ${from}`);
      }
      const variables = textsOf(run.any('env')).map(([name, value]) => ({ name, value }));
      workloads.variables(workload, `${run.pointer}/env`, variables);
      for (const each of listed(run, 'secretRefs')) this.#readSecret(server, each.any('name'));
      run.tellParts();
    }
    config?.tellParts();
    spec.tellParts();
  }

  /** On a host of the internet, and none of the cluster, whose names may look alike: `tools.my-namespace`. */
  #isTheirs({ workload }: Placed, address: string): boolean {
    const host = hostOf(address) ?? '';
    const { workloads, namespaces } = this.#cluster;
    const isOfCluster = namespaces.includes(host.slice(host.lastIndexOf('.') + 1));
    return isPublicHost(host) && !isOfCluster && !workloads.isGiven(workload, host);
  }

  #guessThirdParty({ workload }: Placed, why = 'it runs on a host of the internet'): void {
    const { account, pointer, id, what } = workload;
    guessThirdParty(
      this.#cluster.draft,
      id,
      { account, pointer: `${pointer}/spec` },
      { what: `where ${what} runs`, why },
    );
  }

  #readAddress({ workload }: Placed, pointer: string, address: string): void {
    this.#cluster.workloads.address(workload, pointer, `address of ${workload.what}`, address);
  }

  /** `valueFrom: { type: Secret, name }` */
  #readHeader(holder: Placed, header: TreeNode): void {
    const from = header.any('valueFrom');
    const name = from?.any('name') ?? from?.any('valueRef');
    if (from?.any('type')?.value === 'Secret') this.#readSecret(holder, name);
    from?.tellParts();
    header.tellParts();
  }

  /** `name`, or `namespace/name`. */
  #readSecret({ workload, namespace }: Placed, named: TreeNode | undefined): void {
    if (typeof named?.value !== 'string' || named.value === '') return;
    const [name = '', own = namespace] = named.value.split('/').reverse();
    this.#cluster.useSecret(workload, named, own, name);
  }
}

function addressOf(spec: TreeNode | undefined): string | undefined {
  const urls = spec === undefined ? [] : holdersIn(spec).map((each) => each.any('url')?.value);
  return urls.find((each) => typeof each === 'string');
}

/** What may hold an address and headers: v1alpha1 has them by the way a server is reached. */
function holdersIn(spec: TreeNode): readonly TreeNode[] {
  return [spec, ...(spec.any('config')?.entries() ?? []).map(([, each]) => each)];
}
