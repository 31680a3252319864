import { describe, expect, it } from 'vitest';
import { drawio } from '#importers/systems/drawio/index';
import { errorOf, outline } from '../drafted.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { arrow, box, compress, graph, PAIR } from './drawings.ts';

describe.skipIf(!HAS_SAMPLES)('samples of draw.io', () => {
  it('are called after shapes where they have no text', () => {
    expect(outline(drawio.read([sampleFile('drawio/aws_minimal.drawio')]).draft)).toEqual({
      zones: ['aws-cloud', 'region'],
      things: ['database in aws-cloud', 'ec2 in region'],
      flows: [],
    });
  });

  it('that are no XML say where', () => {
    expect(errorOf(() => drawio.read([sampleFile('drawio/not_xml.drawio')]))).toEqual({
      code: 'INPUT-010',
      message: 'this is not XML: text data outside of root node',
      file: 'not_xml.drawio',
      line: 2,
      column: 7,
    });
  });
});

const SHOP = `<mxfile><diagram name="One">${graph(
  ...PAIR,
  box('cloud', { style: 'dashed=1', at: [0, 100, 500, 300] }),
  box('lane', { style: 'swimlane', parent: 'cloud', at: [20, 20, 200, 200] }),
  box('api', { parent: 'lane', at: [20, 40, 80, 40] }),
  box('s3', {
    value: '',
    style: 'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3',
    at: [300, 150, 40, 40],
  }),
  box('note', { value: 'remark', style: 'text', at: [700, 0, 9, 9] }),
  '<object id="o" label="Bot %team%" placeholders="1" team="x"><mxCell style="html=1" vertex="1" parent="1"><mxGeometry x="50" width="9" height="9" as="geometry"/></mxCell></object>',
  arrow('f', 'api', 's3', 'startArrow=block'),
  arrow('g', 'api', '', '', '<mxPoint x="30" y="30" as="targetPoint"/>'),
)}</diagram><diagram name="Two">${compress(graph(...PAIR, box('c', { at: [90, 90, 9, 9] })))}</diagram></mxfile>`;
describeMutations(drawio, { drawio: [systemFile('shop.drawio', SHOP)] });
