/** One system, drawn with three tools, is one system. */
import { describe, expect, it } from 'vitest';
import { kebabCase } from '#importers/formats/draft-ids';
import { detectSystem } from '#importers/systems/registry';
import type { DraftSystem } from '#model/draft-system';
import { completeDraft } from '#systems/drafts/complete-draft';
import { GUESSES } from '../../systems/drafts/drafts.ts';
import { HAS_SAMPLES, sampleFile } from './system-files.ts';

interface Canonical {
  readonly zones: readonly string[];
  readonly nodes: readonly string[];
  readonly flows: readonly string[];
  readonly crossings: number;
}

/** By names, since each tool has ids of its own. */
function canonical({ zones, actors, assets, flows }: DraftSystem): Canonical {
  const things = [...zones, ...actors, ...assets];
  const names = new Map(things.map(({ id, name }) => [id, kebabCase(name ?? id)]));
  const within = (zone: string | undefined): string => (zone === undefined ? '' : ` in ${names.get(zone)!}`);
  const zoneOf = new Map([...actors, ...assets].map(({ id, zone }) => [id, zone]));
  return {
    zones: zones.map((zone) => names.get(zone.id)! + within(zone.in)).sort(),
    nodes: [...actors, ...assets].map(({ id, zone }) => names.get(id)! + within(zone)).sort(),
    flows: flows
      .map(({ from, to, name }) => `${names.get(from)!} -> ${names.get(to)!}: ${stepOf(name ?? '')}`)
      .sort(),
    crossings: flows.filter(({ from, to }) => zoneOf.get(from) !== zoneOf.get(to)).length,
  };
}

/** The drawings number some of their flows, and word them a little differently. */
function stepOf(name: string): string {
  return /^\d+(?=\.)/.exec(name)?.[0] ?? name;
}

function readSample(path: string): {
  readonly raw: Canonical;
  readonly kinds: Readonly<Record<string, string>>;
} {
  const { importer, input } = detectSystem([sampleFile(path)]);
  const imported = importer.read(input);
  const { draft } = completeDraft(imported, { guesses: GUESSES });
  const kinds = [
    ...draft.actors.map(({ id, name, attacker }) => [name ?? id, `actor ${attacker}`] as const),
    ...draft.assets.map(({ id, name, kind }) => [name ?? id, kind!] as const),
  ];
  return {
    raw: canonical(imported.draft),
    kinds: Object.fromEntries(kinds.map(([name, kind]): [string, string] => [kebabCase(name), kind]).sort()),
  };
}

describe.skipIf(!HAS_SAMPLES)('the same system from Mermaid, draw.io and Threat Dragon', () => {
  const formats = ['system.mmd', 'system.xml', 'system.threat-dragon.json'];

  it('has in the RAG sample 6 nodes, 10 flows, 4 zones and 8 flows across them', () => {
    const [mermaid, drawio, dragon] = formats.map((file) => readSample(`mermaid-drawio/rag/${file}`));
    expect(drawio).toEqual(mermaid);
    expect(dragon).toEqual(mermaid);
    const { nodes, flows, zones, crossings } = mermaid!.raw;
    expect([nodes.length, flows.length, zones.length, crossings]).toEqual([6, 10, 4, 8]);
    expect(mermaid!.kinds).toEqual({
      'flask-app-server': 'web-app',
      'llm-answer-endpoint': 'llm',
      'llm-query-endpoint': 'llm',
      'rag-module-search-orchestrator': 'ai-product',
      user: 'actor external',
      'vector-database-docs-collection': 'vector-index',
    });
  });

  it('has in the other sample nested zones', () => {
    const [mermaid, drawio, dragon] = formats.map(
      (file) => readSample(`mermaid-drawio/nested-zone/${file}`).raw,
    );
    expect(drawio).toEqual(mermaid);
    expect(dragon).toEqual(mermaid);
    expect(mermaid!.zones).toEqual(['internet', 'private-subnet in vpc', 'vpc']);
  });
});
