import { describe, expect, it } from 'vitest';
import { drawio } from '#importers/systems/drawio/index';
import { mermaid } from '#importers/systems/mermaid/index';
import type { DraftSystem } from '#model/draft-system';
import type { SystemImporter } from '#model/system-importer';
import { errorOf, outline } from './drafted.ts';
import { HAS_SAMPLES, sampleFile } from './system-files.ts';

function read(importer: SystemImporter, path: string): DraftSystem {
  const file = sampleFile(path);
  expect(importer.detect([file])).toBeDefined();
  const { draft, losses, diagnostics } = importer.read([file]);
  expect(diagnostics).toEqual([]);
  expect(losses.filter(({ outcome }) => outcome === 'not-read')).toEqual([]);
  return draft;
}

/** Flows whose ends lie in different zones. */
function crossings({ flows, actors, assets }: DraftSystem): number {
  const zone = new Map([...actors, ...assets].map((thing) => [thing.id, thing.zone]));
  return flows.filter(({ from, to }) => zone.get(from) !== zone.get(to)).length;
}

describe.skipIf(!HAS_SAMPLES)('the same system in Mermaid and draw.io', () => {
  it('of the RAG sample has the same things, zones and flows', () => {
    const drafts = [
      read(mermaid, 'mermaid-drawio/rag/system.mmd'),
      read(drawio, 'mermaid-drawio/rag/system.xml'),
    ] as const;
    const [a, b] = drafts.map(outline);
    expect({ ...b!, zones: b!.zones.toSorted(), things: b!.things.toSorted() }).toEqual({
      ...a!,
      zones: a!.zones.toSorted(),
      things: a!.things.toSorted(),
    });
    for (const draft of drafts) {
      expect([draft.assets.length, draft.flows.length, draft.zones.length, crossings(draft)]).toEqual([
        6, 10, 4, 8,
      ]);
    }
    expect(a!.things).toEqual([
      'user in internet',
      'flask-app-server in app-vpc',
      'rag-module-search-orchestrator in app-vpc',
      'vector-database-docs-collection in data-vpc',
      'llm-query-endpoint in external-api',
      'llm-answer-endpoint in external-api',
    ]);
  });

  it('of the nested zones has them nested', () => {
    const expected = {
      zones: ['internet', 'vpc', 'private-subnet in vpc'],
      things: ['user in internet', 'api in private-subnet', 'user-db in vpc'],
      flows: ['api -> user-db: Store User Data', 'user -> api: Send HTTP Request'],
    };
    expect(outline(read(drawio, 'mermaid-drawio/nested-zone/system.xml'))).toEqual(expected);
    expect(outline(read(mermaid, 'mermaid-drawio/nested-zone/system.mmd'))).toEqual({
      ...expected,
      flows: expected.flows.toReversed(),
    });
  });
});

describe.skipIf(!HAS_SAMPLES)('other drawings', () => {
  it('name what has no text after its shape', () => {
    expect(outline(read(drawio, 'drawio/aws_minimal.drawio'))).toEqual({
      zones: ['aws-cloud', 'region'],
      things: ['database in aws-cloud', 'ec2 in region'],
      flows: [],
    });
  });

  it('that are no XML say where', () => {
    const file = sampleFile('drawio/not_xml.drawio');
    expect(errorOf(() => drawio.read([file]))).toMatchObject({
      code: 'INPUT-010',
      file: 'not_xml.drawio',
      line: 2,
    });
  });
});
