import { describe, expect, it } from 'vitest';
import { ThreatloomError } from '#model/errors';
import { childNamed, childText, MAX_XML_DEPTH, parseXml } from '../../../importers/formats/xml/parse-xml.ts';
import { madeUpFile } from '../frameworks/publisher-files.ts';

const parse = (text: string) => parseXml(madeUpFile('a.xml', text));

function errorOf(text: string): Partial<ThreatloomError> {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ThreatloomError) {
      const { code, message, file, line, column } = error;
      return { code, message, file, line, column };
    }
    throw error;
  }
  throw new Error('it was read');
}

describe('parseXml', () => {
  it('gives names without prefixes, attributes, text and lines', () => {
    const root = parse(
      '<?xml version="1.0"?>\n<a:one xmlns:a="urn:x" a:id="1" b="&lt;2&#33;">\n<two> t&amp;u <![CDATA[<v>]]></two>\n</a:one>',
    );
    expect([root.name, [...root.attributes], root.line]).toEqual([
      'one',
      [
        ['id', '1'],
        ['b', '<2!'],
      ],
      2,
    ]);
    expect(childText(root, 'two')).toBe('t&u <v>');
    expect(childNamed(root, 'two')?.line).toBe(3);
    expect(childText(root, 'three')).toBeUndefined();
  });

  it('tells where each opening tag begins, and the namespace of its name', () => {
    const root = parse(
      '<a\n  xmlns="urn:a" xmlns:b="urn:b"><b:c/>é<d xmlns="urn:d"><e/></d>\r\n <f\nx="1"/><g:h/></a>',
    );
    const all = [root, ...root.children, ...root.children.flatMap(({ children }) => children)];
    expect(all.map(({ name, namespace, line, column }) => [name, namespace, line, column])).toEqual([
      ['a', 'urn:a', 1, 1],
      ['c', 'urn:b', 2, 33],
      ['d', 'urn:d', 2, 40],
      ['f', 'urn:a', 3, 2],
      ['h', undefined, 4, 8],
      ['e', 'urn:d', 2, 57],
    ]);
  });

  it.each([
    ['NOT XML', 'text data outside of root node', 1, 7],
    ['<a>\n<b></a>', 'unexpected close tag', 2, 7],
    ['<a>&nope;</a>', 'undefined entity', 1, 9],
    ['<a x=1/>', 'unquoted attribute value', 1, 6],
    ['<a>', 'unclosed tag: a', 1, 3],
  ])('names the place and reason in %j', (text, reason, line, column) => {
    expect(errorOf(text)).toEqual({
      code: 'INPUT-010',
      message: `this is not XML: ${reason}`,
      file: 'a.xml',
      line,
      column,
    });
  });

  it('passes over a document type and refuses declarations in it', () => {
    expect(parse('<!DOCTYPE svg PUBLIC "-//x" "http://example.com/x.dtd"><svg/>').name).toBe('svg');
    const bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>';
    expect(errorOf(bomb)).toMatchObject({ code: 'INPUT-012', line: 1 });
  });

  it('stops at what is deeper than anyone writes', () => {
    const deep = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
    expect(parse(deep(MAX_XML_DEPTH)).name).toBe('a');
    expect(errorOf(deep(MAX_XML_DEPTH + 1))).toMatchObject({
      code: 'INPUT-011',
      message: 'the XML is nested deeper than 256 elements',
    });
  });
});
