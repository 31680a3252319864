import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawio } from '#importers/systems/drawio/index';
import type { ImportedSystem } from '#model/system-importer';
import { errorOf, importText, notRead, outline, said } from '../drafted.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

interface Drawn {
  readonly value?: string;
  readonly style?: string;
  readonly parent?: string;
  /** x, y, width, height */
  readonly at?: readonly [number, number, number, number];
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function box(id: string, { value = id, style = 'rounded=1;html=1', parent = '1', at }: Drawn): string {
  const [x, y, width, height] = at ?? [0, 0, 10, 10];
  return `<mxCell id="${id}" value="${escape(value)}" style="${style}" vertex="1" parent="${parent}"><mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" as="geometry"/></mxCell>`;
}

function arrow(id: string, source: string, target: string, style = '', inside = ''): string {
  const ends = `${source === '' ? '' : ` source="${source}"`}${target === '' ? '' : ` target="${target}"`}`;
  return `<mxCell id="${id}" value="${id}" style="${style}" edge="1" parent="1"${ends}><mxGeometry relative="1" as="geometry">${inside}</mxGeometry></mxCell>`;
}

const graph = (...cells: readonly string[]): string =>
  `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>\n${cells.join('\n')}\n</root></mxGraphModel>`;
const read = (xml: string, path = 'a.drawio'): ImportedSystem => importText(drawio, path, xml);
const outlineOf = (...cells: readonly string[]) => outline(read(graph(...cells)).draft);
const compress = (xml: string): string =>
  deflateRawSync(Buffer.from(encodeURIComponent(xml))).toString('base64');

const PAIR = [box('a', { at: [0, 0, 50, 20] }), box('b', { at: [200, 0, 50, 20] }), arrow('e', 'a', 'b')];

describe('draw.io: files', () => {
  const expected = { zones: [], things: ['a', 'b'], flows: ['a -> b: e'] };

  it.each([
    ['a bare graph', graph(...PAIR)],
    ['a plain page', `<mxfile host="x"><diagram id="1" name="P">${graph(...PAIR)}</diagram></mxfile>`],
    ['a compressed page', `<mxfile><diagram name="P">\n${compress(graph(...PAIR))}\n</diagram></mxfile>`],
    ['a page as text', `<mxfile><diagram name="P">${escape(graph(...PAIR))}</diagram></mxfile>`],
    [
      'a picture with a copy',
      `<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg xmlns="http://www.w3.org/2000/svg" content="${escape(`<mxfile><diagram name="P">${compress(graph(...PAIR))}</diagram></mxfile>`)}"/>`,
    ],
    [
      'a page that carries it',
      `<!DOCTYPE html>\n<html><body><div class="mxgraph" data-mxgraph="${escape(JSON.stringify({ nav: true, xml: `<mxfile><diagram name="P">${compress(graph(...PAIR))}</diagram></mxfile>` }))}"></div></body></html>`,
    ],
    [
      'comments before it',
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n${graph(...PAIR)}`,
    ],
  ])('may be %s', (_, xml) => {
    expect(outline(read(xml, 'a.xml').draft)).toEqual(expected);
  });

  it.each([
    ['plain', (xml: string) => ['tEXt', `mxfile\0${encodeURIComponent(xml)}`] as const],
    [
      'compressed',
      (xml: string) => ['zTXt', `mxGraphModel\0\0${deflateSync(xml).toString('latin1')}`] as const,
    ],
  ])('may be a picture in pixels that carries it, %s', (_, chunk) => {
    const [type, data] = chunk(graph(...PAIR));
    const parts = [
      ['IHDR', 'x'.repeat(13)],
      [type, data],
      ['IDAT', '\0\0\0'],
    ].map(([name = '', text = '']) => {
      const bytes = Buffer.from(text, 'latin1');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return Buffer.concat([length, Buffer.from(name), bytes, Buffer.alloc(4)]);
    });
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
    const file = systemFile('a.drawio.png', new Uint8Array(png));
    expect(drawio.detect([file])).toBe('drawio');
    expect(outline(drawio.read([file]).draft)).toEqual(expected);
    const without = systemFile(
      'a.png',
      new Uint8Array(Buffer.concat([png.subarray(0, 8), parts[0]!, parts[2]!])),
    );
    expect(drawio.detect([without])).toBeUndefined();
  });

  it('give lines where the file has them, and the cell in any case', () => {
    const plain = read(graph(...PAIR)).draft.assets[1]!.place;
    expect(plain).toEqual({ file: 'a.drawio', line: 3, pointer: '/mxCell[@id="b"]' });
    const packed = read(`<mxfile><diagram>${compress(graph(...PAIR))}</diagram></mxfile>`).draft.assets[1]!
      .place;
    expect(packed).toEqual({ file: 'a.drawio', pointer: '/mxfile/diagram[1]/mxCell[@id="b"]' });
  });

  it('may have several pages, which show one system; a damaged one is told of', () => {
    const second = graph(
      box('x', { value: 'A', at: [0, 0, 50, 20] }),
      box('c', { at: [200, 0, 50, 20] }),
      arrow('f', 'x', 'c'),
    );
    const imported = read(
      `<mxfile><diagram name="One">${graph(...PAIR)}</diagram>\n<diagram name="Two">${second}</diagram>\n<diagram name="Three">?</diagram></mxfile>`,
    );
    expect(outline(imported.draft)).toEqual({
      zones: [],
      things: ['a', 'b', 'c'],
      flows: ['a -> b: e', 'a -> c: f'],
    });
    expect(said(imported)).toEqual([
      'DRAWIO-003 11 page "Three" is not read: it is not compressed as draw.io does it',
    ]);
    expect(notRead(imported)).toContain('7 guessed: box "A": taken for the one of that name on page "One"');
  });

  it.each([
    [
      'NOT XML',
      { code: 'INPUT-010', message: 'this is not XML: text data outside of root node', line: 1, column: 7 },
    ],
    [
      '<mxfile><diagram>',
      { code: 'INPUT-010', message: 'this is not XML: unclosed tag: diagram', line: 1, column: 17 },
    ],
    ['<otm/>', { code: 'DRAWIO-001', message: 'this is XML with "otm", not a drawing of draw.io', line: 1 }],
    ['<svg/>', { code: 'DRAWIO-001', message: 'this is XML with "svg", not a drawing of draw.io', line: 1 }],
    ['<mxfile/>', { code: 'DRAWIO-002', message: 'the file has no page', line: 1 }],
    [
      '<mxfile>\n<diagram name="P">AAAA</diagram></mxfile>',
      {
        code: 'DRAWIO-002',
        message: 'the page "P" cannot be read: it is not compressed as draw.io does it',
        line: 2,
      },
    ],
    [graph(), { code: 'DRAWIO-002', message: 'the drawing has no box with a text or an arrow' }],
  ])('say what is wrong with %.40j', (xml, error) => {
    expect(errorOf(() => read(xml))).toEqual({ file: 'a.drawio', ...error });
  });

  it('stop at a page that unpacks to more than is read', () => {
    const bomb = deflateRawSync(Buffer.alloc(40 * 1024 * 1024, 'a')).toString('base64');
    expect(errorOf(() => read(`<mxfile><diagram name="P">${bomb}</diagram></mxfile>`))).toMatchObject({
      code: 'DRAWIO-002',
    });
  });
});

describe('draw.io: zones', () => {
  it('are boxes that others lie in, by parent or by place, centres deciding', () => {
    expect(
      outlineOf(
        box('cloud', { style: 'dashed=1', at: [0, 0, 500, 300] }),
        box('lane', { style: 'swimlane', at: [20, 20, 200, 200] }),
        box('api', { parent: 'lane', at: [20, 40, 80, 40] }),
        box('db', { style: 'shape=cylinder3', at: [450, 100, 90, 40] }),
        box('far', { at: [480, 100, 90, 40] }),
        arrow('e', 'api', 'db'),
      ),
    ).toEqual({
      zones: ['cloud', 'lane in cloud'],
      things: ['api in lane', 'db in cloud', 'far'],
      flows: ['api -> db: e'],
    });
  });

  it('are frames of clouds though nothing is in them, but no empty box that arrows go to', () => {
    const group = 'shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc2;container=1';
    expect(
      outlineOf(
        box('vpc', { style: group, at: [0, 0, 100, 100] }),
        box('used', { style: group, at: [200, 0, 100, 100] }),
        box('a', { at: [400, 0, 20, 20] }),
        arrow('e', 'a', 'used'),
      ),
    ).toEqual({ zones: ['vpc'], things: ['used', 'a'], flows: ['a -> used: e'] });
  });

  it('are guesses where only a plain box is drawn around others', () => {
    const imported = read(graph(box('outer', { at: [0, 0, 100, 100] }), box('in', { at: [40, 40, 20, 20] })));
    expect(notRead(imported)).toEqual(['2 guessed: box "outer": other boxes are drawn in it']);
  });

  it('are boxes without a text too, where others were put into them', () => {
    const imported = read(
      graph(
        box('stagingVpc', { value: '', at: [0, 0, 300, 100] }),
        box('a', { parent: 'stagingVpc', at: [10, 10, 20, 20] }),
        box('b', { parent: 'stagingVpc', at: [100, 10, 20, 20] }),
        box('g', { value: '', style: 'group', at: [0, 200, 300, 100] }),
        box('c', { parent: 'g', at: [10, 10, 20, 20] }),
        box('d', { parent: 'g', at: [100, 10, 20, 20] }),
      ),
    );
    expect(outline(imported.draft)).toEqual({
      zones: ['staging-vpc'],
      things: ['a in staging-vpc', 'b in staging-vpc', 'c', 'd'],
      flows: [],
    });
    expect(notRead(imported)[0]).toBe('2 guessed: box "stagingVpc": it has no text');
  });

  it('are never nested in a circle, whatever parents say', () => {
    expect(
      outlineOf(
        box('p', { parent: 'q', at: [0, 0, 50, 50] }),
        box('q', { parent: 'p', at: [0, 0, 100, 100] }),
        box('self', { parent: 'self', at: [300, 300, 10, 10] }),
      ).things,
    ).toContain('self');
  });
});

describe('draw.io: boxes', () => {
  it('are called by their text, their data, a text in them or their shape', () => {
    const { assets, actors } = read(
      graph(
        box('h', { value: '<b>RAG</b><br>module &amp; more' }),
        `<object id="o" label="Bot %team%" placeholders="1" team="x" tags="ai prod" cost="7"><mxCell style="html=1" vertex="1" parent="1"><mxGeometry x="50" width="9" height="9" as="geometry"/></mxCell></object>`,
        `<UserObject id="c4" label="%c4Name%" placeholders="1" c4Name="Billing" c4Type="Container" c4Technology="Java" c4Description="Sends bills"><mxCell vertex="1" parent="1"><mxGeometry x="90" width="9" height="9" as="geometry"/></mxCell></UserObject>`,
        box('g', { value: '', style: 'ellipse', at: [200, 0, 100, 60] }),
        box('gt', { value: 'Partner', style: 'text;html=1', at: [220, 20, 60, 20] }),
        box('s3', {
          value: '',
          style: 'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3',
          at: [400, 0, 9, 9],
        }),
        box('svg', {
          value: '',
          style: 'image;image=img/lib/azure2/ai_machine_learning/Cognitive_Services.svg',
          at: [450, 0, 9, 9],
        }),
        box('db', { value: 'Orders', style: 'shape=datastore', at: [500, 0, 9, 9] }),
        box('man', { value: '', style: 'shape=umlActor', at: [600, 0, 9, 9] }),
        box('dot', { value: '', style: 'ellipse', at: [650, 0, 9, 9] }),
        box('note', { value: 'remark', style: 'text', at: [700, 0, 9, 9] }),
      ),
    ).draft;
    expect(
      assets.map(({ name, fallback, hints, extensions }) => [name, fallback, hints ?? {}, extensions]),
    ).toEqual([
      ['RAG module & more', 'process', {}, undefined],
      ['Bot x', 'process', { tags: ['ai', 'prod'] }, { 'x-properties': { team: 'x', cost: '7' } }],
      ['Billing', 'process', { types: ['Container'], technologies: ['Java'] }, undefined],
      ['Orders', 'store', { types: ['datastore'] }, undefined],
      ['Partner', 'process', {}, undefined],
      ['s3', 'process', { types: ['mxgraph.aws4.s3'] }, undefined],
      [
        'Cognitive Services',
        'process',
        { types: ['azure2/ai_machine_learning/Cognitive_Services'] },
        undefined,
      ],
    ]);
    expect(actors.map(({ name }) => name)).toEqual(['person']);
  });

  it('are one where they are drawn as a table or a class', () => {
    expect(
      outlineOf(
        box('Orders', { style: 'swimlane;childLayout=stackLayout', at: [0, 0, 100, 80] }),
        box('row', { value: '+ id', style: 'text', parent: 'Orders', at: [0, 26, 100, 26] }),
        box('a', { at: [300, 0, 20, 20] }),
        arrow('e', 'a', 'row'),
      ),
    ).toEqual({ zones: [], things: ['orders', 'a'], flows: ['a -> orders: e'] });
  });

  it('that are hidden, nameless or beside the drawing are told of', () => {
    const imported = read(
      graph(
        ...PAIR,
        '<mxCell id="layer" value="Old" parent="0" visible="0"/>',
        box('h', { parent: 'layer', value: 'Hidden' }),
        box('dot', { value: '', style: 'ellipse', at: [650, 0, 9, 9] }),
        box('note', { value: 'remark', style: 'text', at: [700, 0, 9, 9] }),
        box('a', { value: 'twin', at: [900, 0, 9, 9] }),
      ),
    );
    expect(notRead(imported)).toEqual([
      '5 not-read: layer "Old": layers only order the drawing',
      '6 not-read: box "Hidden": it is hidden',
      '7 not-read: box dot: it has neither text nor arrow, so it is taken for decoration',
      '8 not-read: text "remark": it stands beside the drawing, not on a box',
      '9 not-read: a second cell "a": another cell has that id',
    ]);
    expect(said(imported)).toEqual(['DRAWIO-005 9 a second cell "a" is not read: another cell has that id']);
  });
});

describe('draw.io: arrows', () => {
  it('go the way their tips show', () => {
    expect(
      outlineOf(
        ...PAIR,
        arrow('back', 'a', 'b', 'startArrow=classic;endArrow=none'),
        arrow('both', 'a', 'b', 'startArrow=block;endArrow=open'),
        arrow('none', 'a', 'b', 'endArrow=none'),
      ).flows,
    ).toEqual(['a -> b: e', 'b -> a: back', 'a <-> b: both', 'a <-> b: none']);
  });

  it('are called by their text and the texts on them', () => {
    const label = `<mxCell id="l" value="asks &amp;amp; waits" style="edgeLabel;html=1" vertex="1" connectable="0" parent="e"><mxGeometry relative="1" as="geometry"/></mxCell>`;
    expect(outlineOf(...PAIR, label)).toEqual({
      zones: [],
      things: ['a', 'b'],
      flows: ['a -> b: e asks & waits'],
    });
  });

  it('that touch a box without being joined to it are guesses; those that end at nothing are told of', () => {
    const end = (x: number, y: number): string => `<mxPoint x="${x}" y="${y}" as="targetPoint"/>`;
    const imported = read(
      graph(
        ...PAIR,
        arrow('near', 'a', '', '', end(203, 24)),
        arrow('loose', 'a', '', '', end(900, 900)),
        arrow('gone', 'nowhere', 'b'),
        arrow('meta', 'a', 'e'),
        arrow('free', '', ''),
      ),
    );
    expect(outline(imported.draft).flows).toEqual(['a -> b: e', 'a -> b: near']);
    expect(notRead(imported)[0]).toBe(
      '5 guessed: arrow "near": an end is not joined to the box that it touches',
    );
    expect(said(imported)).toEqual([
      'DRAWIO-006 6 arrow "loose" is not read: it ends at nothing that is read',
      'DRAWIO-006 7 arrow "gone" is not read: it starts at nothing that is read',
      'DRAWIO-006 8 arrow "meta" is not read: it ends at nothing that is read',
      'DRAWIO-006 9 arrow "free" is not read: it starts at nothing and ends at nothing that is read',
    ]);
  });
});

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

describe('draw.io: what diagrams of data flows and of clouds do without words', () => {
  const picture = 'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda;';

  it('two lines are a store, and a store of users is no person', () => {
    const { draft } = read(
      graph(
        box('Users', {
          style: 'shape=partialRectangle;html=1;left=0;right=0;fillColor=none;',
          at: [0, 0, 60, 30],
        }),
        box('API', { at: [200, 0, 60, 30] }),
        arrow('e', 'API', 'Users'),
      ),
    );
    expect(draft.assets.map(({ id, fallback }) => `${id}: ${fallback}`)).toEqual([
      'users: store',
      'api: process',
    ]);
  });

  it('a note is a remark, unless an arrow touches it', () => {
    const cells = [
      box('note', { value: 'ask them', style: 'shape=note;html=1;', at: [0, 100, 60, 60] }),
      ...PAIR,
    ];
    const imported = read(graph(...cells));
    expect(outline(imported.draft).things).toEqual(['a', 'b']);
    expect(notRead(imported)).toEqual(['2 not-read: note "ask them": it is a remark on the drawing']);
    expect(outlineOf(...cells, arrow('f', 'a', 'note')).things).toEqual(['ask-them', 'a', 'b']);
  });

  it('the text under a picture is its name', () => {
    const below = (y: number) =>
      read(
        graph(
          box('fn', { value: '', style: picture, at: [200, 100, 50, 50] }),
          box('t', { value: 'Answer', style: 'text;html=1;', at: [195, y, 60, 20] }),
          box('a', { at: [0, 100, 50, 50] }),
          arrow('e', 'a', 'fn'),
        ),
      );
    expect(outline(below(155).draft)).toEqual({
      zones: [],
      things: ['answer', 'a'],
      flows: ['a -> answer: e'],
    });
    expect(below(155).draft.assets[0]!.guessed).toEqual({ '': 'it is called after the text under it' });
    expect(outline(below(190).draft).things).toEqual(['lambda', 'a']);
  });
});
