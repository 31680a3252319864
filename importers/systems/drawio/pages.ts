import { inflateRawSync } from 'node:zlib';
import { ThreatloomError } from '#model/errors';
import type { SystemFile } from '#model/system-importer';
import { quoted } from '../../formats/quoted.ts';
import {
  childNamed,
  childrenNamed,
  MAX_XML_BYTES,
  parseXml,
  type XmlElement,
} from '../../formats/xml/parse-xml.ts';
import { carriedDrawing } from './carried.ts';

export interface DrawnPage {
  readonly name: string | undefined;
  readonly model: XmlElement;
  /** Whether lines of `model` are lines of the file. */
  readonly hasLines: boolean;
  /** Before the pointers of its cells: `/diagram[1]`. */
  readonly pointer: string;
}

export interface Pages {
  readonly pages: readonly DrawnPage[];
  /** Pages that cannot be read, and why. */
  readonly damaged: readonly { readonly name: string; readonly line: number; readonly why: string }[];
}

/**
 * The pages of a file of draw.io: a bare graph, a file with plain or compressed pages, or a picture or page that carries
 * one.
 *
 * @throws ThreatloomError DRAWIO-001 (XML of another kind), DRAWIO-002 (no page can be read), INPUT-004, INPUT-010 to
 *   INPUT-012
 */
export function pagesOf(file: SystemFile): Pages {
  const carried = carriedDrawing(file);
  if (carried !== undefined) return pagesIn({ ...file, bytes: carried });
  const root = parseXml(file);
  if (root.name === 'mxGraphModel') {
    return { pages: [{ name: undefined, model: root, hasLines: true, pointer: '' }], damaged: [] };
  }
  if (root.name === 'svg') {
    const content = root.attributes.get('content');
    if (content?.includes('<mxfile') === true || content?.includes('<mxGraphModel') === true) {
      return pagesIn({ ...file, bytes: new TextEncoder().encode(content) });
    }
    throw otherKind(
      file,
      root,
      'the picture carries no drawing; export it with "include a copy of my diagram"',
    );
  }
  if (root.name !== 'mxfile') {
    const hint = root.name === 'mxlibrary' ? 'a library of shapes has no drawing' : 'is this the right file?';
    throw otherKind(file, root, hint);
  }
  const pages: DrawnPage[] = [];
  const damaged: { name: string; line: number; why: string }[] = [];
  childrenNamed(root, 'diagram').forEach((diagram, index) => {
    const name = diagram.attributes.get('name');
    const pointer = `/mxfile/diagram[${index + 1}]`;
    const plain = childNamed(diagram, 'mxGraphModel');
    if (plain !== undefined) {
      pages.push({ name, model: plain, hasLines: true, pointer });
      return;
    }
    if (diagram.text.trim() === '') return;
    try {
      pages.push({ name, model: inflatePage(file, diagram.text.trim()), hasLines: false, pointer });
    } catch (error) {
      const why =
        error instanceof ThreatloomError ? error.message : 'it is not compressed as draw.io does it';
      damaged.push({ name: name ?? `${index + 1}`, line: diagram.line, why });
    }
  });
  const [first] = damaged;
  if (pages.length === 0) {
    throw new ThreatloomError(
      'DRAWIO-002',
      first === undefined
        ? 'the file has no page'
        : `the page ${quoted(first.name)} cannot be read: ${first.why}`,
      { file: file.file, line: first?.line ?? root.line, hint: 'open it in draw.io and save it again' },
    );
  }
  return { pages, damaged };
}

/** Of a drawing that something else carries, whose lines are none of the file. */
function pagesIn(carried: SystemFile): Pages {
  const { pages, damaged } = pagesOf(carried);
  return { damaged, pages: pages.map((page) => ({ ...page, hasLines: false })) };
}

/** URI-encoded XML, deflated without a head, in base64; some tools leave out a step. */
function inflatePage(file: SystemFile, text: string): XmlElement {
  let xml = text;
  if (!/^(?:<|%3C)/i.test(xml)) {
    if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(xml)) throw new RangeError('not base64');
    const packed = Buffer.from(xml, 'base64');
    xml = inflateRawSync(packed, { maxOutputLength: MAX_XML_BYTES }).toString('utf8');
  }
  if (/^%3C/i.test(xml)) xml = decodeURIComponent(xml);
  const model = parseXml({ ...file, bytes: new TextEncoder().encode(xml) });
  if (model.name !== 'mxGraphModel') throw new RangeError('not a graph');
  return model;
}

function otherKind(file: SystemFile, root: XmlElement, hint: string): ThreatloomError {
  return new ThreatloomError('DRAWIO-001', `this is XML with "${root.name}", not a drawing of draw.io`, {
    file: file.file,
    line: root.line,
    hint,
  });
}
