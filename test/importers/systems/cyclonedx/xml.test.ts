import { describe, expect, it } from 'vitest';
import { cyclonedx } from '../../../../importers/systems/cyclonedx/index.ts';
import { linesOf, refusalOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';
import { ASSISTANT, ASSISTANT_XML } from './assistant.ts';

describe('CycloneDX as XML', () => {
  const bom = (within: string, version = '1.6'): string =>
    `<bom xmlns="http://cyclonedx.org/schema/bom/${version}" xmlns:x="urn:x">\n${within}\n</bom>`;
  const read = (within: string, version?: string) =>
    cyclonedx.read([systemFile('a.xml', bom(within, version))]);

  it('gives what its JSON gives, with the places of the XML', () => {
    const json = cyclonedx.read([systemFile('a', ASSISTANT)]);
    const xml = cyclonedx.read([systemFile('a', ASSISTANT_XML)]);
    const plain = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, each: unknown) => (['place', 'sha256'].includes(key) ? undefined : each)),
      );
    expect(plain(xml.draft)).toEqual(plain(json.draft));
    const lines = (losses: typeof xml.losses): string[] =>
      losses.map(({ outcome, what, became, why }) => [outcome, what, became, why].join(' | ')).sort();
    expect(lines(xml.losses)).toEqual(lines(json.losses));
    expect(xml.diagnostics.map(({ message, pointer }) => [message, pointer])).toEqual(
      json.diagnostics.map(({ message, pointer }) => [message, pointer]),
    );
    const line = ASSISTANT_XML.split('\n').findIndex((each) => each.includes('"missing"'));
    expect(xml.diagnostics.at(-1)).toMatchObject({ line: line + 1, column: 7 });
  });

  it('tells of elements and attributes that its JSON has no place for', () => {
    const { draft, losses } = read(
      `<components x:odd="1">
        <component type="data" foo="bar"><name lang="en">Tickets</name><x:secret>hunter2</x:secret></component>
        <x:more/>
      </components>`,
    );
    expect(draft.assets.map(({ name }) => name)).toEqual(['Tickets']);
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "/components@odd": a system model has no place for it',
      'property "foo": a system model has no place for it',
      'property "/components/0/name@lang": a system model has no place for it',
      'property "/components/0/{urn:x}secret": a system model has no place for it',
      'property "/components/{urn:x}more": a system model has no place for it',
    ]);
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it('reads licences, data flows of either form, and empty elements', () => {
    const { draft, diagnostics } = read(
      `<metadata/>
      <components><component type="data"><name>D</name><licenses>
        <expression bom-ref="e">MIT OR Apache-2.0</expression><license><name>Own</name></license>
      </licenses><modelCard/></component></components>
      <services>
        <service><name>Old</name><data><classification flow="inbound">PII</classification></data></service>
        <service><name>New</name><data><dataflow name="a"><classification flow="outbound">public</classification>
          <destination><url>https://me:hunter2@partner.example</url></destination></dataflow></data></service>
      </services><dependencies/>`,
    );
    expect(draft.assets.map(({ data, extensions }) => ({ data, ...extensions }))).toEqual([
      { data: undefined, 'x-licences': ['MIT OR Apache-2.0', 'Own'] },
      { data: ['personal'], 'x-classification': ['PII'] },
      {
        data: ['public'],
        'x-classification': ['public'],
        'x-data-destination': 'https://partner.example',
      },
    ]);
    expect(diagnostics).toEqual([]);
  });

  it.each([
    [bom('<components>'), 'INPUT-010', 3],
    ['<bom xmlns="http://example.com/bom/1.6"/>', 'CDX-001', 1],
    ['<sbom xmlns="http://cyclonedx.org/schema/bom/1.6"/>', 'CDX-001', 1],
    ['<!DOCTYPE bom [<!ENTITY a "b">]><bom/>', 'INPUT-012', 1],
  ])('refuses %s', (text, code, line) => {
    expect(refusalOf(cyclonedx, [systemFile('a.xml', text)])).toMatchObject({ code, line, file: 'a.xml' });
  });

  it('is known by its namespace, of version 1 alone', () => {
    const detect = (text: string) => cyclonedx.detect([systemFile('a.xml', text)]);
    expect(detect(`<?xml version="1.0"?>\n<!-- made up -->${bom('')}`)).toBe('cyclonedx-xml');
    expect(detect(bom('', '2.0'))).toBeUndefined();
    expect(detect('<bom xmlns="http://maven.apache.org/POM/4.0.0"/>')).toBeUndefined();
  });
});
