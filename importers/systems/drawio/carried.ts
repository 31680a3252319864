/** Pictures and pages that carry their drawing: what draw.io exports "with a copy of the diagram". */
import { inflateSync } from 'node:zlib';
import type { SystemFile } from '#model/system-importer';
import { MAX_XML_BYTES } from '../../formats/xml/parse-xml.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A drawing stands in the head of a picture, before the pixels; more texts than that no picture has. */
const MAX_CHUNKS = 1000;
const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  '#39': "'",
  '#10': '\n',
};

/**
 * The drawing in a PNG (a text chunk called `mxfile`, https://www.w3.org/TR/png-3/#11textinfo) or in a page
 * (`data-mxgraph`), as bytes of XML.
 *
 * @returns undefined where there is none, or it is damaged
 */
export function carriedDrawing({ bytes }: SystemFile): Uint8Array | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = content.subarray(0, PNG.length).equals(PNG) ? inPicture(content) : inPage(content);
  return text !== undefined && /^\s*<mx(?:file|GraphModel)\b/.test(text)
    ? new TextEncoder().encode(text)
    : undefined;
}

function inPicture(png: Buffer): string | undefined {
  let at = PNG.length;
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= png.length; chunk++) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    const text = /^(?:tEXt|zTXt)$/.test(type) ? textIn(type, data) : undefined;
    if (text !== undefined) return text;
    at += 12 + length;
  }
  return undefined;
}

function textIn(type: string, data: Buffer): string | undefined {
  const end = data.indexOf(0);
  if (!/^mx(?:file|GraphModel)$/.test(data.toString('latin1', 0, Math.max(end, 0)))) return undefined;
  try {
    const packed = data.subarray(end + (type === 'zTXt' ? 2 : 1));
    const text = type === 'zTXt' ? inflateSync(packed, { maxOutputLength: MAX_XML_BYTES }) : packed;
    const written = text.toString('latin1');
    return /^%3C/i.test(written) ? decodeURIComponent(written) : text.toString('utf8');
  } catch {
    return undefined;
  }
}

function inPage(content: Buffer): string | undefined {
  if (content.length > MAX_XML_BYTES) return undefined;
  const page = content.toString('utf8');
  const attribute = /\bdata-mxgraph="([^"]*)"/.exec(page)?.[1] ?? /\bdata-mxgraph='([^']*)'/.exec(page)?.[1];
  if (attribute === undefined) return undefined;
  try {
    const settings = JSON.parse(
      attribute.replaceAll(/&(quot|amp|lt|gt|#39|#10);/g, (_, name: string) => ENTITIES[name] ?? ''),
    ) as unknown;
    const xml =
      settings !== null && typeof settings === 'object' && 'xml' in settings ? settings.xml : undefined;
    return typeof xml === 'string' ? xml : undefined;
  } catch {
    return undefined;
  }
}
