/**
 * Mermaid flowchart: zones as subgraphs, kinds as classes, flows as arrows, and below it, as comments that nobody sees in
 * the drawing, what it has no place for. Source: https://mermaid.js.org/syntax/flowchart.html
 */
import { defined } from '#model/model-fields';
import type { SystemExporter } from '#model/system-exporter';
import type { Actor, Asset, Flow, SystemModel, Zone } from '#model/system-model';
import {
  CARRIED_KEY,
  carriedActor,
  carriedAsset,
  carriedFlow,
  carriedSafeguards,
  carriedSystem,
  hasOwnId,
  leftOutOf,
  withoutName,
} from '../carried.ts';
import { drawnSortOf } from '../drawn-sort.ts';

export const mermaid: SystemExporter = {
  id: 'mermaid',
  title: 'Mermaid flowchart',

  write(model) {
    const lines = [
      ...frontMatter(model.name ?? model.id),
      'flowchart LR',
      ...zoneLines(model, undefined, '  ', new Set()),
    ];
    for (const flow of model.flows) lines.push(`  ${flowLine(flow)}`);
    lines.push(...carriedObjects(model).map(comment));
    return { text: `${lines.join('\n')}\n`, leftOut: leftOutOf(model) };
  },
};

function frontMatter(title: string): string[] {
  return ['---', `title: ${JSON.stringify(title)}`, '---'];
}

function zoneLines(
  model: SystemModel,
  zone: string | undefined,
  indent: string,
  path: ReadonlySet<string>,
): string[] {
  const nodes = [
    ...model.actors
      .filter((actor) => actor.zone === zone)
      .map(({ id, name }) => `${node(id)}([${label(name ?? id)}]):::actor`),
    ...model.assets
      .filter((asset) => asset.zone === zone)
      .map((asset) => {
        const text = label(asset.name ?? asset.id);
        const shape = drawnSortOf(asset) === 'store' ? `[(${text})]` : `[${text}]`;
        return `${node(asset.id)}${shape}:::${asset.kind}`;
      }),
  ].map((line) => indent + line);
  const zones = model.zones
    .filter((each) => each.in === zone && !path.has(each.id))
    .flatMap(({ id, name }) => [
      `${indent}subgraph ${node(id)}[${label(name ?? id)}]`,
      ...zoneLines(model, id, `${indent}  `, new Set([...path, id])),
      `${indent}end`,
    ]);
  return [...nodes, ...zones];
}

/** One object for what the drawing calls `subgraph`, `node` or `link`, and one for the whole. */
function carriedObjects(model: SystemModel): Record<string, unknown>[] {
  const { id: system, description, owner, zones, actors, assets, flows } = model;
  const drawn = (subject: string, element: Zone | Actor | Asset) => ({
    [subject]: node(element.id),
    id: element.id,
    description: element.description,
    ...withoutName(element),
  });
  return [
    {
      system,
      description,
      owner,
      ...withoutName(model),
      ...carriedSystem(model),
      ...carriedSafeguards(model),
    },
    ...zones.map((zone) => ({ ...drawn('subgraph', zone), trust: zone.trust })),
    ...actors.map((actor) => ({ ...drawn('node', actor), ...carriedActor(actor) })),
    ...assets.map((asset) => ({ ...drawn('node', asset), ...carriedAsset(asset) })),
    ...flows.map((flow) => ({
      link: `${node(flow.from)} ${node(flow.to)}`,
      id: hasOwnId(flow) ? flow.id : undefined,
      label: flow.name === undefined && flow.carries.length > 0 ? flowText(flow) : undefined,
      description: flow.description,
      ...carriedFlow(flow),
    })),
  ].map(defined);
}

/** `%%{` would begin a directive. */
function comment(carried: Record<string, unknown>): string {
  return `  %% ${CARRIED_KEY}: ${JSON.stringify(carried).replaceAll('%%', '%\\u0025')}`;
}

function flowText({ name, carries }: Flow): string {
  return name ?? carries.join(', ');
}

function flowLine(flow: Flow): string {
  const { from, to, both } = flow;
  const text = flowText(flow);
  const arrow = both ? '<-->' : '-->';
  return `${node(from)} ${arrow}${text === '' ? '' : `|${label(text)}|`} ${node(to)}`;
}

/** `end` closes a subgraph wherever it stands, and a hyphen may begin an arrow. */
function node(id: string): string {
  return `${id.replaceAll('-', '_')}${id === 'end' ? '_' : ''}`;
}

/** In quotation marks, where Mermaid takes everything but these as it is. */
function label(text: string): string {
  const escaped = text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;')
    .replaceAll('*', '#42;')
    .replaceAll(/(?<!\s)\s*\n\s*/g, '<br>');
  return `"${escaped}"`;
}
