/**
 * Runs of one letter that a pattern would try again from each of their letters: a million of them would take minutes, or
 * hours, and a test that takes half a minute has failed.
 */
import { describe, expect, it } from 'vitest';
import { compose } from '#importers/systems/compose/index';
import { drawio } from '#importers/systems/drawio/index';
import { mermaid } from '#importers/systems/mermaid/index';
import { mlflow } from '#importers/systems/mlflow/index';
import { threagile } from '#importers/systems/threagile/index';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { readSystemModel } from '#systems/read-system-model';
import { systemFile } from './system-files.ts';

const run = (piece: string): string => piece.repeat(1_000_000 / piece.length);

const STACK = systemFile('compose.yaml', 'services: { bot: { image: "acme/bot:${TAG}" } }\n');
const TRACKED = `threagile_version: 1.0.0
technical_assets: { Bot: { id: bot } }
risk_tracking: { "any@${run('*')}.": { status: accepted } }
`;

describe('a long run of', () => {
  it.each<[string, SystemImporter, readonly SystemFile[]]>([
    [
      'tabs in a value of variables',
      compose,
      [STACK, systemFile('.env', `TAG=1${run('\t').slice(0, 250_000)}a`)],
    ],
    [
      'blanks in a title',
      mermaid,
      [systemFile('a.mmd', `---\ntitle: a${run(' ')}b\n---\nflowchart LR\n  a --> b\n`)],
    ],
    [
      'blanks in the name of a group',
      mermaid,
      [systemFile('a.mmd', `flowchart LR\n  subgraph a${run(' ')}b\n    c --> d\n  end\n`)],
    ],
    [
      'steps in the name of a picture',
      drawio,
      [
        systemFile(
          'a.drawio',
          `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="a" value="A" parent="1" vertex="1" style="image=${run('/img/s')};"><mxGeometry width="9" height="9" as="geometry"/></mxCell></root></mxGraphModel>`,
        ),
      ],
    ],
    [
      'tabs in a requirement',
      mlflow,
      [
        systemFile('m/MLmodel', 'flavors: { sklearn: { pickled_model: a } }\nmodel_uuid: a\n'),
        systemFile('m/requirements.txt', `a${run('\t')}]`),
      ],
    ],
    ['stars in a tracked risk', threagile, [systemFile('threagile.yaml', TRACKED)]],
  ])('%s is read', (_, importer, input) => {
    const { draft } = importer.read(input);
    expect(draft.assets.length).toBeGreaterThan(0);
  });

  it('blanks in a text of a system model is read', () => {
    const text = `threatloom: 1\nsystem: a\nname: A${run(' ')}B\nassets: { a: { kind: llm } }\n`;
    const { model } = readSystemModel({ file: 'a.system.yaml', text }, { controlIds: [], techniqueIds: [] });
    expect(model?.name).toHaveLength(1_000_002);
  });
});
