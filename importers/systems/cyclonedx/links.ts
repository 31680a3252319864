/** What connects the parts: dependencies, services, workflows, vulnerabilities. */
import type { Relation } from '#model/system-model';
import { hostOf, withoutCredentials } from '../../formats/redact.ts';
import type { TreeNode } from '../../formats/tree-node.ts';
import { at, keep, register, type Bom, type Sort, type Subject } from './bom.ts';
import { linkDataset } from './model-card.ts';
import { dataClassesOf, readProperties } from './details.ts';

/** A dependency says only that one needs the other; what it means follows from what they are. */
const MEANINGS: Readonly<Partial<Record<`${Sort} ${Sort}`, readonly [Relation, string]>>> = {
  'software model': ['uses', 'software that needs a model answers by it'],
  'service model': ['uses', 'a service that needs a model answers by it'],
  'model model': ['built-from', 'a model that needs a model is made from it'],
};

export function readDependencies(bom: Bom): void {
  for (const node of bom.root.objects('dependencies')) {
    const from = resolve(bom, node, 'ref', node.text('ref'));
    for (const [key, isProvided] of [
      ['dependsOn', false],
      ['provides', true],
    ] as const) {
      for (const item of node.items(key)) {
        const ref = item.asText();
        const to = resolve(bom, item, undefined, ref);
        if (from === undefined || to === undefined) continue;
        if (isProvided)
          item.account.notRead(
            item.pointer,
            `${from.what} provides ${to.what}`,
            'a system model has no place for it',
          );
        else linkDependency(bom, item, from, to);
      }
    }
  }
}

function linkDependency(bom: Bom, node: TreeNode, from: Subject, to: Subject): void {
  const what = `${from.what} depends on ${to.what}`;
  if (from.id === to.id) {
    node.account.notRead(
      node.pointer,
      what,
      from.sort === 'package' ? 'packages stand for their registry' : 'nothing depends on itself',
    );
    return;
  }
  if (from.sort === 'model' && to.sort === 'data') {
    if (
      ['trained-on', 'evaluated-on'].some((key) =>
        bom.draft.related(from.id, key as Relation).includes(to.id),
      )
    ) {
      node.account.read(node.pointer, what, `${from.id} learned from ${to.id}, as its model card says`);
    } else linkDataset(bom, node, from, to);
    return;
  }
  const [relation, why] = MEANINGS[`${from.sort} ${to.sort}`] ?? ['depends-on', undefined];
  bom.draft.relate(from.id, relation, to.id);
  const became = `${from.id} ${relation} ${to.id}`;
  if (why === undefined) node.account.read(node.pointer, what, became);
  else node.account.guessed(node.pointer, what, became, why);
}

/** What the document lists and nothing in it needs is a part of what it is about. */
export function linkParts(bom: Bom, main: Subject): void {
  const linked = bom.draft.targets();
  const seen = new Set([main.id]);
  for (const [index, node] of bom.root.objects('components').entries()) {
    const part = bom.parts[index];
    if (part === undefined || seen.has(part.id) || linked.has(part.id)) continue;
    seen.add(part.id);
    const isData = main.sort === 'model' && part.sort === 'data';
    const relation = isData ? 'trained-on' : (MEANINGS[`${main.sort} ${part.sort}`]?.[0] ?? 'depends-on');
    if (!bom.draft.relate(main.id, relation, part.id)) continue;
    node.account.guessed(
      node.pointer,
      `${part.what} in a document about ${main.what}`,
      `${main.id} ${relation} ${part.id}`,
      'what is listed is a part of what the document is about',
    );
  }
}

function resolve(
  bom: Bom,
  node: TreeNode,
  key: string | undefined,
  ref: string | undefined,
): Subject | undefined {
  if (ref === undefined) return undefined;
  const known = bom.subjects.get(ref);
  if (known !== undefined) return known;
  const pointer = key === undefined ? node.pointer : `${node.pointer}/${key}`;
  if (bom.passedOver.has(ref)) {
    node.account.notRead(pointer, `reference to "${ref}"`, 'the component itself is not read');
    return undefined;
  }
  const isElsewhere = ref.startsWith('urn:cdx:');
  node.account.notRead(
    pointer,
    `reference to "${ref}"`,
    isElsewhere ? 'it stands in another document' : 'nothing in the document has this bom-ref',
  );
  if (!isElsewhere) {
    node.account.warn(pointer, `"${ref}" is nowhere in the document`, {
      code: 'CDX-004',
      hint: 'is it a component with another bom-ref?',
    });
  }
  return undefined;
}

export function readServices(bom: Bom, nodes: readonly TreeNode[], main: Subject | undefined): void {
  const waiting = nodes.map((node) => ({ node, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    readService(bom, next.node, main);
    const inner = next.node.objects('services');
    if (next.depth < 32) waiting.push(...inner.map((node) => ({ node, depth: next.depth + 1 })).reverse());
  }
}

function readService(bom: Bom, node: TreeNode, main: Subject | undefined): void {
  const name = node.text('name');
  const provider = node.at('provider')?.text('name');
  node.at('provider')?.tellParts();
  const description = node.text('description');
  const endpoints = node.texts('endpoints').map(withoutCredentials);
  const zone = zoneOf(bom, node, provider ?? endpoints.map(hostOf).find((host) => host !== undefined));
  const what = `service "${name ?? ''}"`;
  const id = bom.draft.asset(
    {
      place: node.place,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      fallback: zone === undefined ? 'process' : 'external',
      hints: { types: ['service'], ...(provider !== undefined && { names: [provider] }) },
      ...(zone !== undefined && { zone }),
      ...(endpoints.length > 0 && { extensions: { 'x-endpoints': endpoints } }),
      ask: ['who runs it (provider)?'],
    },
    'service',
  );
  node.account.read(node.pointer, what, `asset ${id}`);
  const service: Subject = { id, sort: 'service', what };
  register(bom, node, service);
  if (provider !== undefined) bom.inventory.addSupplier(provider, node.place, id);
  const authenticated = node.boolean('authenticated');
  readServiceData(bom, node, id);
  if (main !== undefined && bom.draft.hasAsset(main.id)) {
    const encrypted =
      endpoints.length === 0
        ? undefined
        : endpoints.every((url) => /^(?:https|wss|grpcs|mqtts|amqps):/i.test(url));
    bom.draft.flow({
      from: main.id,
      to: id,
      both: true,
      ...(authenticated !== undefined && { authenticated }),
      ...(encrypted !== undefined && { encrypted }),
      place: node.place,
      ask: ['what does it carry?'],
    });
    node.account.guessed(
      node.pointer,
      `calls of ${what}`,
      `flow ${main.id} → ${id}`,
      'a service that is listed is called',
    );
  }
  readProperties(bom, node, id);
  node.tell('group', 'version', 'licenses', 'externalReferences', 'tags');
}

function zoneOf(bom: Bom, node: TreeNode, outside: string | undefined): string | undefined {
  const named = node.text('trustZone');
  const crosses = node.boolean('x-trust-boundary');
  const name = named ?? (crosses === true ? (outside ?? 'Outside') : undefined);
  if (name === undefined) return undefined;
  const known = bom.zones.get(name);
  const zone =
    known ?? bom.draft.zone({ name, place: node.place, ask: ['how far is it trusted, 0 (anyone) to 5?'] });
  bom.zones.set(name, zone);
  const key = named === undefined ? 'x-trust-boundary' : 'trustZone';
  node.account.read(
    `${node.pointer}/${key}`,
    named === undefined ? 'a trust boundary is crossed' : `trust zone "${named}"`,
    `zone ${zone}`,
  );
  return zone;
}

function readServiceData(bom: Bom, node: TreeNode, id: string): void {
  const words = node.objects('data').flatMap((each) => {
    each.tell('flow', 'name', 'description', 'governance', 'source', 'destination');
    return each.text('classification') ?? [];
  });
  if (words.length === 0) return;
  const classes = dataClassesOf(words);
  if (classes.length > 0) bom.draft.amend(id, () => ({ data: classes }));
  keep(bom, id, at(node, 'data'), `classification ${words.map((word) => `"${word}"`).join(', ')}`, {
    key: 'x-classification',
    value: words,
  });
}

/** Workflows that made the component: pipelines, by what they put out. */
export function readFormulation(bom: Bom): readonly (() => void)[] {
  const links: (() => void)[] = [];
  for (const formula of bom.root.objects('formulation')) {
    for (const workflow of formula.objects('workflows')) {
      const subject = readWorkflow(bom, workflow);
      links.push(() => {
        linkWorkflow(bom, workflow, subject);
      });
    }
    formula.tell('bom-ref');
  }
  return links;
}

function readWorkflow(bom: Bom, node: TreeNode): Subject {
  const name = node.text('name') ?? node.text('uid');
  const types = node.texts('taskTypes');
  const description = node.text('description');
  const id = bom.draft.asset(
    {
      place: node.place,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      fallback: 'process',
      hints: { types: ['workflow', ...types] },
    },
    'workflow',
  );
  const what = `workflow "${name ?? ''}"`;
  node.account.read(node.pointer, what, `asset ${id}`);
  const subject: Subject = { id, sort: 'workflow', what };
  register(bom, node, subject);
  node.tell('uid', 'timeStart', 'timeEnd');
  return subject;
}

function linkWorkflow(bom: Bom, node: TreeNode, workflow: Subject): void {
  for (const [key, isOutput] of [
    ['inputs', false],
    ['resourceReferences', false],
    ['outputs', true],
  ] as const) {
    for (const each of node.objects(key)) {
      const holder =
        key === 'resourceReferences' ? each : (each.at('resource') ?? each.at('source') ?? each.at('target'));
      const ref = holder?.text('ref');
      const other = holder === undefined ? undefined : resolve(bom, holder, 'ref', ref);
      if (other === undefined || holder === undefined) continue;
      const linked = isOutput
        ? bom.draft.relate(other.id, 'built-by', workflow.id)
        : linkInput(bom, holder, workflow, other);
      if (linked) {
        holder.account.read(
          `${holder.pointer}/ref`,
          `${key} of ${workflow.what}: ${other.what}`,
          isOutput ? `${other.id} built-by ${workflow.id}` : `flow ${other.id} → ${workflow.id}`,
        );
      }
    }
  }
}

function linkInput(bom: Bom, node: TreeNode, workflow: Subject, input: Subject): boolean {
  return input.sort === 'package'
    ? bom.draft.relate(workflow.id, 'depends-on', input.id)
    : bom.draft.flow({ from: input.id, to: workflow.id, carries: [CARRIED[input.sort]], place: node.place });
}

const CARRIED = {
  model: 'model',
  data: 'sample',
  software: 'code',
  service: 'record',
  workflow: 'record',
} as const;

/** Known vulnerabilities are kept: threats are derived, and these are about single versions. */
export function readVulnerabilities(bom: Bom): void {
  for (const node of bom.root.objects('vulnerabilities')) {
    const name = node.text('id') ?? 'vulnerability';
    const on = new Set<string>();
    for (const affected of node.objects('affects')) {
      const subject = resolve(bom, affected, 'ref', affected.text('ref'));
      if (subject !== undefined) on.add(subject.id);
      affected.tell('versions');
    }
    const status = node.at('analysis')?.text('state');
    const severity = node
      .objects('ratings')
      .map((rating) => rating.text('severity'))
      .find((each) => each !== undefined);
    const weaknesses = node.items('cwes').flatMap((each) => each.asText() ?? []);
    const id = bom.draft.threat({
      name,
      place: node.place,
      on: [...on],
      safeguards: [],
      references: [name, ...weaknesses.map((number) => `CWE-${number}`)],
      ...(status !== undefined && { status }),
      ...(severity !== undefined && { severity }),
    });
    node.account.kept(
      node.pointer,
      `vulnerability "${name}"`,
      `x-threats ${id}`,
      'threats are derived; this one is kept beside them',
    );
    node.tellParts();
  }
}
