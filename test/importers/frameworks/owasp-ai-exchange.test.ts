import { describe, expect, it } from 'vitest';
import { owaspAiExchange } from '#importers/frameworks/owasp-ai-exchange/index';
import { readItems } from '#importers/frameworks/owasp-ai-exchange/items';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFolder, publisherText } from './publisher-files.ts';

interface IndexEntry {
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly category: string;
  readonly file: string;
  readonly line: number;
  readonly atlas: readonly string[];
}

describe.skipIf(!HAS_PUBLISHER_FILES)('OWASP AI Exchange, the files of OWASP', () => {
  const records = () => owaspAiExchange.read(publisherFolder('owasp-ai-exchange'), { edition: '2026-08-22' });

  it('has 122 headed items: 55 controls, one of them twice, and 67 threats and sections', () => {
    const { census, controls, risks, diagnostics } = records();
    expect(owaspAiExchange.detect(publisherFolder('owasp-ai-exchange'))).toBe('owasp-ai-exchange-markdown');
    expect(census).toEqual({ item: 122, control: 55, 'threat or section': 67 });
    expect([controls.length, risks.length]).toEqual([54, 33]);
    expect(diagnostics.map(({ code, line, message }) => `${code} ${line} ${message}`)).toEqual([
      'AIX-002 689 "trainadversarial" is described in two places',
    ]);
  });

  it('finds the items that an index made by other means has', () => {
    const index = JSON.parse(publisherText('owasp-ai-exchange/ai-exchange-index.json')) as IndexEntry[];
    const files = [...new Set(index.map(({ file }) => file))];
    const found = files.flatMap((file) =>
      readItems(publisherText(`owasp-ai-exchange/${file}`)).map(({ id, title, category, line, atlas }) => ({
        key: id,
        title,
        category,
        file,
        line,
        atlas: [...atlas].sort(),
      })),
    );
    expect(found).toEqual(
      index.map(({ key, title, category, file, line, atlas }) => ({
        key,
        title,
        category,
        file,
        line,
        atlas: [...atlas].sort(),
      })),
    );
  });

  it('joins controls to the threats that list them or in whose section they stand', () => {
    const { mitigations } = records();
    expect(mitigations).toHaveLength(124);
    const against = (threat: string) =>
      mitigations.filter(({ target }) => target === threat).map(({ control }) => control);
    expect(against('agentescape')).toEqual(['leastmodelprivilege', 'monitoruse', 'oversight']);
    expect(against('modelexfiltration')).toEqual([
      'aiprogram',
      'modelaccesscontrol',
      'modelwatermarking',
      'monitoruse',
      'ratelimit',
      'unwantedinputserieshandling',
    ]);
    expect(against('runtimemodelpoison')).toEqual(['runtimemodelintegrity', 'runtimemodeliointegrity']);
  });

  it('puts threats under the threats that their numbers name', () => {
    const parents = new Map(records().risks.map(({ id, parents: above }) => [id, above]));
    expect(parents.get('indirectpromptinjection')).toEqual(['promptinjection']);
    expect(parents.get('promptinjection')).toEqual(['inputthreats']);
    expect(parents.get('inputthreats')).toEqual([]);
    expect(parents.get('datapoison')).toEqual(['modelpoison']);
  });

  it('reads the same from files in any order, and wants to know the edition', () => {
    const input = publisherFolder('owasp-ai-exchange');
    expect(owaspAiExchange.read([...input].reverse(), { edition: '2026-08-22' })).toEqual(records());
    expect(() => owaspAiExchange.read(input)).toThrow('the AI Exchange does not tell its edition');
  });
});

describe('OWASP AI Exchange, made-up chapters', () => {
  const head = (id: string, category: string) =>
    `> Category: ${category}\n> Permalink: https://owaspai.org/go/${id}/\n`;
  const read = (text: string) => owaspAiExchange.read([madeUpFile('1.md', text)], { edition: '2026' });

  it('takes links from the list of controls only, and to controls only', () => {
    const { mitigations, mappings, controls } = read(
      `## 2.1. Bad thing\n${head('bad', 'input threat')}\nSee [#X](/go/x/) and AML.T0015, AML.T0015.\n` +
        `**Controls for it**\n- [#Y](/go/y/), [bad](/go/bad/)\n\n**Links**\n- [#Z](/go/z/)\n` +
        `# Other chapter\n#### #X\n${head('x', 'runtime control')}#### #Y\n${head('y', 'development-time and runtime control')}` +
        `#### #Z\n${head('z', 'governance control')}`,
    );
    expect(mitigations).toEqual([{ control: 'y', target: 'bad' }]);
    expect(mappings.map(({ subject, object }) => `${subject.id} ${object.id}`)).toEqual(['bad AML.T0015']);
    expect(controls.map(({ id, name, lifecycle }) => [id, name, lifecycle])).toEqual([
      ['x', 'X', ['runtime']],
      ['y', 'Y', ['development-time', 'runtime']],
      ['z', 'Z', []],
    ]);
  });

  it('refuses files without an item', () => {
    expect(() => read('## Just a heading\n')).toThrow(
      'no file holds an item of the AI Exchange: a heading with a permalink',
    );
  });
});
