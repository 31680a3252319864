/** Drawings as draw.io writes them, from the few things that a test says of each box and arrow. */
import { deflateRawSync } from 'node:zlib';
import { drawio } from '#importers/systems/drawio/index';
import type { ImportedSystem } from '#model/system-importer';
import { importText, outline } from '../drafted.ts';

interface Drawn {
  readonly value?: string;
  readonly style?: string;
  readonly parent?: string;
  /** x, y, width, height */
  readonly at?: readonly [number, number, number, number];
}

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function box(id: string, { value = id, style = 'rounded=1;html=1', parent = '1', at }: Drawn): string {
  const [x, y, width, height] = at ?? [0, 0, 10, 10];
  return `<mxCell id="${id}" value="${escape(value)}" style="${style}" vertex="1" parent="${parent}"><mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" as="geometry"/></mxCell>`;
}

export function arrow(id: string, source: string, target: string, style = '', inside = ''): string {
  const ends = `${source === '' ? '' : ` source="${source}"`}${target === '' ? '' : ` target="${target}"`}`;
  return `<mxCell id="${id}" value="${id}" style="${style}" edge="1" parent="1"${ends}><mxGeometry relative="1" as="geometry">${inside}</mxGeometry></mxCell>`;
}

export const graph = (...cells: readonly string[]): string =>
  `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>\n${cells.join('\n')}\n</root></mxGraphModel>`;
export const read = (xml: string, path = 'a.drawio'): ImportedSystem => importText(drawio, path, xml);
export const outlineOf = (...cells: readonly string[]) => outline(read(graph(...cells)).draft);
export const compress = (xml: string): string =>
  deflateRawSync(Buffer.from(encodeURIComponent(xml))).toString('base64');

export const PAIR = [
  box('a', { at: [0, 0, 50, 20] }),
  box('b', { at: [200, 0, 50, 20] }),
  arrow('e', 'a', 'b'),
];
