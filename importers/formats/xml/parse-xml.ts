import { SaxesParser } from 'saxes';
import { ThreatloomError } from '#model/errors';
import type { ImportFile } from '#model/framework-importer';
import { TextLines } from '#model/text-lines';
import { decodeText } from '../text.ts';

/** Largest XML that is read: 32 MiB; a threat model with its pictures and template has one to ten. */
export const MAX_XML_BYTES = 32 * 1024 * 1024;
/** Elements that may stand in one another; the formats that are read here have fewer than thirty. */
export const MAX_XML_DEPTH = 256;
/** Elements in one file; a large threat model has 40,000. An element takes some 400 bytes, whatever its text. */
export const MAX_XML_ELEMENTS = 400_000;

export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** Of the name, where one is declared; prefixes that nobody declares are passed over. */
  readonly namespace?: string;
  /** By name without prefix; declarations of namespaces are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands directly in it, CDATA included, as written. */
  readonly text: string;
  /** Of its opening tag; 1-based. */
  readonly line: number;
  readonly column: number;
}

const NONE: ReadonlyMap<string, string> = new Map();

interface Building extends XmlElement {
  readonly children: Building[];
  text: string;
  /** Prefix → namespace, where its own tag declares one. */
  readonly declared: ReadonlyMap<string, string>;
}

/**
 * Reads an XML document as a tree. A document type is passed over; declarations in it are refused, so there are no
 * entities but the five of XML and nothing is ever fetched. O(n), no recursion.
 *
 * @throws ThreatloomError INPUT-004 (not text), INPUT-010 (not well-formed, with line and column), INPUT-011 (larger or
 *   deeper than is read), INPUT-012 (declares entities)
 */
export function parseXml(input: ImportFile): XmlElement {
  const { file, bytes } = input;
  if (bytes.length > MAX_XML_BYTES) {
    throw tooMuch(file, `the XML holds more than ${MAX_XML_BYTES / 1024 / 1024} MiB, the most that is read`);
  }
  const text = decodeText(input);
  const lines = new TextLines(text);
  const parser = new SaxesParser({ fileName: file });
  const document: Building = {
    name: '',
    attributes: new Map(),
    children: [],
    text: '',
    line: 1,
    column: 1,
    declared: NONE,
  };
  const open: Building[] = [document];
  let elements = 0;
  let start = 0;

  parser.on('error', (error) => {
    const { line, column } = parser;
    throw new ThreatloomError('INPUT-010', `this is not XML: ${plain(error.message, file)}`, {
      file,
      line,
      column: Math.max(column, 1),
      hint: 'is the file complete and the right one?',
      cause: error,
    });
  });
  parser.on('doctype', (doctype) => {
    if (!doctype.includes('[')) return;
    throw new ThreatloomError('INPUT-012', 'the XML has declarations of its own, and none are followed', {
      file,
      line: parser.line,
      hint: 'save it without a document type: nothing that is read here needs one',
    });
  });
  parser.on('opentagstart', ({ name }) => {
    // What follows the name has been read already.
    start = parser.position - name.length - 2;
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > MAX_XML_ELEMENTS) {
      throw tooMuch(file, `the XML has more than ${MAX_XML_ELEMENTS} elements`, parser.line);
    }
    if (open.length > MAX_XML_DEPTH) {
      throw tooMuch(file, `the XML is nested deeper than ${MAX_XML_DEPTH} elements`, parser.line);
    }
    const attributes = new Map<string, string>();
    const declared = new Map<string, string>();
    for (const [name, value] of Object.entries(tag.attributes as Record<string, string>)) {
      if (/^xmlns(?::|$)/.test(name)) declared.set(name.slice('xmlns:'.length), value);
      else attributes.set(localName(name), value);
    }
    const prefix = tag.name.slice(0, Math.max(0, tag.name.indexOf(':')));
    const namespace = declared.get(prefix) ?? namespaceOf(prefix, open);
    const element: Building = {
      name: localName(tag.name),
      ...(namespace !== undefined && { namespace }),
      attributes,
      children: [],
      text: '',
      ...lines.placeOf(start),
      declared: declared.size === 0 ? NONE : declared,
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const add = (more: string): void => {
    open.at(-1)!.text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text).close();
  return document.children[0]!;
}

export function childNamed(of: XmlElement | undefined, name: string): XmlElement | undefined {
  return of?.children.find((child) => child.name === name);
}

export function childrenNamed(of: XmlElement | undefined, name: string): readonly XmlElement[] {
  return of?.children.filter((child) => child.name === name) ?? [];
}

/** Text of a child, trimmed; undefined where there is none or it is empty. */
export function childText(of: XmlElement | undefined, name: string): string | undefined {
  const text = childNamed(of, name)?.text.trim();
  return text === '' ? undefined : text;
}

/** What the nearest of the open elements says that the prefix stands for. */
function namespaceOf(prefix: string, open: readonly Building[]): string | undefined {
  return open.findLast(({ declared }) => declared.has(prefix))?.declared.get(prefix);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** A message of the parser without the place before it, `a.xml:1:7: `. */
function plain(message: string, file: string): string {
  return message
    .slice(file.length)
    .replace(/^:\d+:\d+: /, '')
    .replace(/\.$/, '');
}

function tooMuch(file: string, message: string, line?: number): ThreatloomError {
  return new ThreatloomError('INPUT-011', message, {
    file,
    ...(line === undefined ? {} : { line }),
    hint: 'is this the right file?',
  });
}
