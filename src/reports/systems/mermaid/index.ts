/** Mermaid flowchart: zones as subgraphs, kinds as classes, flows as arrows. Source: https://mermaid.js.org/syntax/flowchart.html */
import type { SystemExporter } from '#model/system-exporter';
import type { Flow, SystemModel } from '#model/system-model';
import { counted, leftOutOf } from '../carried.ts';
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
    return { text: `${lines.join('\n')}\n`, leftOut: [...missing(model), ...leftOutOf(model)] };
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

function flowLine({ from, to, both, name, carries }: Flow): string {
  const text = name ?? carries.join(', ');
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
    .replaceAll(/\s*\n\s*/g, '<br>');
  return `"${escaped}"`;
}

function missing({ zones, actors, assets, safeguards, goals, flows }: SystemModel): string[] {
  const relations = assets.reduce((sum, asset) => sum + Object.keys(asset.relations).length, 0);
  const facts = assets.reduce((sum, asset) => sum + Object.keys(asset.facts).length, 0);
  const said = flows.filter(
    ({ encrypted, authenticated }) => encrypted !== undefined || authenticated !== undefined,
  );
  return (
    [
      [zones.length, 'trust level', 'trust levels'],
      [actors.filter(({ attacker }) => attacker !== 'none').length, 'kind of attacker', 'kinds of attackers'],
      [relations, 'relation', 'relations'],
      [facts, 'fact', 'facts'],
      [said.length, 'property of a flow', 'properties of flows'],
      [safeguards.length, 'safeguard', 'safeguards'],
      [goals.length, 'goal', 'goals'],
    ] as const
  )
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => counted(count, one, many));
}
