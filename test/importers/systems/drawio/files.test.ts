import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawio } from '#importers/systems/drawio/index';
import { errorOf, notRead, outline, said } from '../drafted.ts';
import { systemFile } from '../system-files.ts';
import { arrow, box, compress, escape, graph, read, PAIR } from './drawings.ts';

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

  it('tell of one thing on several pages, and where they draw it in different zones', () => {
    const page = (zone: string, data: string, style: string): string =>
      graph(
        box(zone, { style: 'swimlane;html=1', at: [0, 0, 300, 100] }),
        `<object id="a" label="A" ${data}><mxCell style="${style}" vertex="1" parent="1"><mxGeometry x="10" y="40" width="20" height="20" as="geometry"/></mxCell></object>`,
        box('b', { at: [400, 0, 20, 20] }),
        arrow('e', 'a', 'b'),
      );
    const imported = read(
      `<mxfile><diagram name="One">${page('in', 'cost="7" team="x"', 'html=1')}</diagram>` +
        `<diagram name="Two">${page('out', 'team="y" owner="z" tags="llm"', 'shape=datastore')}</diagram></mxfile>`,
    );
    expect(outline(imported.draft)).toEqual({
      zones: ['in', 'out'],
      things: ['a in in', 'b'],
      flows: ['a -> b: e'],
    });
    expect(imported.draft.assets[0]).toMatchObject({
      fallback: 'process',
      hints: { types: ['datastore'], tags: ['llm'] },
      extensions: { 'x-properties': { cost: '7', team: ['x', 'y'], owner: 'z' } },
    });
    expect(notRead(imported)).toContain(
      '8 not-read: zone out around box "A": an earlier page draws it in in',
    );
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
