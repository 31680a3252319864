import { describe, expect, it } from 'vitest';
import { atlas } from '#importers/frameworks/atlas/index';
import type { FrameworkRecords } from '#model/framework-records';
import { HAS_PUBLISHER_FILES, madeUpFile, publisherFile } from './publisher-files.ts';

const read = (path: string): FrameworkRecords => atlas.read([publisherFile(`atlas/${path}`)]);

describe.skipIf(!HAS_PUBLISHER_FILES)('ATLAS from 5.6.1 to 2026.07', () => {
  const [old, now] = HAS_PUBLISHER_FILES
    ? [read('ATLAS-5.6.1.yaml'), read('atlas-2026.07-derived.json')]
    : [undefined, undefined];
  const names = (records: FrameworkRecords | undefined) =>
    new Map(
      [...(records?.techniques ?? []), ...(records?.controls ?? [])]
        .filter(({ status }) => status === 'active')
        .map(({ id, name }) => [id, name]),
    );

  it('three techniques were retired for others, and stay as withdrawn', () => {
    const gone = [...names(old).keys()].filter((id) => !names(now).has(id));
    expect(gone).toEqual(['AML.T0019', 'AML.T0058', 'AML.T0104']);
    expect(
      now?.techniques
        .filter(({ status }) => status === 'withdrawn')
        .map(({ id, name, succeededBy, tactics }) => [id, name, succeededBy, tactics]),
    ).toEqual(
      ['AML.T0115.000', 'AML.T0115.001', 'AML.T0115.002'].map((heir, index) => [
        gone[index],
        names(old).get(gone[index] ?? ''),
        heir,
        ['AML.TA0003'],
      ]),
    );
    expect(old?.techniques.filter(({ status }) => status === 'withdrawn')).toEqual([]);
  });

  it('some are new, renamed or in other tactics', () => {
    const fresh = [...names(now).keys()].filter((id) => !names(old).has(id));
    expect(fresh).toEqual([
      'AML.T0018.003',
      'AML.T0091.001',
      'AML.T0110.000',
      'AML.T0110.001',
      'AML.T0110.002',
      'AML.T0113',
      'AML.T0114',
      'AML.T0115',
      'AML.T0115.000',
      'AML.T0115.001',
      'AML.T0115.002',
      'AML.M0035',
      'AML.M0036',
    ]);
    const renamed = [...names(now)].filter(([id, name]) => (names(old).get(id) ?? name) !== name);
    expect(renamed.map(([id]) => id)).toEqual([
      'AML.T0020',
      'AML.M0002',
      'AML.M0003',
      'AML.M0004',
      'AML.M0006',
      'AML.M0009',
      'AML.M0010',
      'AML.M0015',
    ]);
    const tactics = (records: FrameworkRecords | undefined, id: string) =>
      records?.techniques.find((one) => one.id === id)?.tactics;
    expect([tactics(old, 'AML.T0020'), tactics(now, 'AML.T0020')]).toEqual([
      ['AML.TA0003', 'AML.TA0006'],
      ['AML.TA0006'],
    ]);
    expect(tactics(now, 'AML.T0053')).toEqual([...(tactics(old, 'AML.T0053') ?? []), 'AML.TA0015']);
  });
});

describe('a plain list of ATLAS', () => {
  const technique = (id: string, more: object = {}) => ({
    id,
    name: `N ${id}`,
    tactics: ['AML.TA0001'],
    ...more,
  });
  const list = (...techniques: object[]) =>
    atlas.read([
      madeUpFile(
        'atlas.json',
        JSON.stringify({
          framework: 'MITRE ATLAS',
          'content-version': '2026.07',
          tactics: [{ id: 'AML.TA0001', name: 'T' }],
          techniques,
          mitigations: [{ id: 'AML.M0001', name: 'M', category: 'policy' }],
        }),
      ),
    ]);

  it('gives the edition, links and sub-techniques, and reports links that lead nowhere', () => {
    const { framework, techniques, controls, mitigations, diagnostics } = list(
      technique('AML.T0001', { mitigations: ['AML.M0001'], maturity: 'Realized' }),
      technique('AML.T0001.000', { 'subtechnique-of': 'AML.T0001', tactics: [] }),
      technique('AML.T0002', { 'subtechnique-of': 'AML.T0009' }),
    );
    expect(framework.edition).toBe('2026.07');
    expect(techniques.map(({ id, parent, tactics, maturity }) => [id, parent, tactics, maturity])).toEqual([
      ['AML.T0001', undefined, ['AML.TA0001'], 'realized'],
      ['AML.T0001.000', 'AML.T0001', ['AML.TA0001'], undefined],
      ['AML.T0002', undefined, ['AML.TA0001'], undefined],
    ]);
    expect(controls).toMatchObject([{ id: 'AML.M0001', categories: ['policy'] }]);
    expect(mitigations).toEqual([{ control: 'AML.M0001', target: 'AML.T0001' }]);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)).toEqual([
      'ATLAS-022 /techniques/2 there is no technique AML.T0009 in this file',
    ]);
  });

  it('keeps a retired technique as withdrawn where its successor is, and only there', () => {
    const ids = (...techniques: object[]) =>
      list(...techniques).techniques.map(({ id, status }) => `${id} ${status}`);
    expect(ids(technique('AML.T0115.001'))).toEqual(['AML.T0058 withdrawn', 'AML.T0115.001 active']);
    expect(ids(technique('AML.T0058'), technique('AML.T0115.001'))).toEqual([
      'AML.T0058 active',
      'AML.T0115.001 active',
    ]);
    expect(ids(technique('AML.T0001'))).toEqual(['AML.T0001 active']);
  });
});
