/** What the views make of answers. */
import { describe, expect, it } from 'vitest';
import { cypherTable, graphqlTable } from '#web/console/result-table';
import { crosswalkOf, narrowed } from '#web/views/crosswalk';
import { filterThreats } from '#web/views/gaps';
import { matrixCounts, matrixOf } from '#web/views/matrix';
import { matrixPicture } from '#web/views/matrix-picture';
import { drawnSteps, filterPaths, pathId } from '#web/views/paths';
import { changesOf, offeredControls } from '#web/views/what-if';
import { PATH, PATHS, THREATS } from './example-answers.ts';

describe('paths', () => {
  const all = { goal: '', risk: '', through: '', text: '' };
  const ids = (filter: object): readonly string[] => filterPaths(PATHS, { ...all, ...filter }).map(pathId);

  it('are filtered by goal, risk, place and text', () => {
    expect(ids({})).toEqual(['steal/1', 'steal/2']);
    expect(ids({ goal: 'other' })).toEqual([]);
    expect(ids({ risk: 'low' })).toEqual(['steal/2']);
    expect(ids({ through: 'crm' })).toEqual(['steal/1']);
    expect(ids({ text: 'data leak' })).toEqual(['steal/1']);
  });

  it('are drawn as far as the reader has come', () => {
    expect(drawnSteps(PATH, 2)).toEqual([
      { number: 1, at: 'bot', from: [], when: 'done' },
      { number: 2, at: 'crm', from: ['bot'], when: 'now' },
    ]);
  });
});

describe('gaps', () => {
  const ids = (filter: object): readonly string[] =>
    filterThreats(THREATS, {
      asset: '',
      tactic: '',
      risk: '',
      status: '',
      text: '',
      unreachable: false,
      ...filter,
    }).map(({ id }) => id);

  it('are what is open and can be reached, unless more is asked for', () => {
    expect(ids({})).toEqual(['T-1', 'T-2']);
    expect(ids({ status: 'all', unreachable: true })).toEqual(['T-1', 'T-2', 'T-3']);
    expect(ids({ status: 'covered' })).toEqual([]);
  });

  it('are filtered by each column', () => {
    expect(ids({ asset: 'crm' })).toEqual(['T-2']);
    expect(ids({ tactic: 'AML.TA0005' })).toEqual(['T-1']);
    expect(ids({ risk: 'critical' })).toEqual(['T-2']);
    expect(ids({ text: 'PROMPT' })).toEqual(['T-1']);
  });
});

describe('what if', () => {
  const offered = offeredControls(PATHS);

  it('offers what is not in place and acts on a path, with the places where it does', () => {
    expect(offered).toEqual([{ id: 'M1', name: 'Name of M1', places: ['bot', 'crm'], paths: 2 }]);
  });

  it('asks for what is switched on', () => {
    expect(changesOf([{ control: 'M1' }], [], offered)).toEqual({
      addSafeguards: [{ id: 'try-m1', implements: ['M1'], on: ['bot', 'crm'] }],
      inPlace: [],
    });
    expect(changesOf([{ control: 'M1', places: ['crm', 'gone'] }], ['planned'], offered)).toEqual({
      addSafeguards: [{ id: 'try-m1', implements: ['M1'], on: ['crm'] }],
      inPlace: ['planned'],
    });
    expect(changesOf([{ control: 'M1', places: [] }, { control: 'unknown' }], [], offered)).toBeUndefined();
  });
});

describe('the matrix', () => {
  const row = (item: string, mitigated: 'none' | 'partly' | 'fully', applicable = true) => ({
    framework: 'atlas',
    edition: '5',
    item,
    catalogued: true,
    applicable,
    mitigated,
    evidenced: item === 'AML.T0051',
    mapping: 'mapped' as const,
  });
  const technique = (id: string, tactics: readonly string[], parent?: string) => ({
    id,
    name: id,
    maturity: null,
    tactics: tactics.map((each) => ({ id: each })),
    parent: parent === undefined ? [] : [{ id: parent }],
  });
  const columns = matrixOf(
    {
      tactics: [
        { id: 'A', name: 'First', order: 0 },
        { id: 'B', name: 'Second', order: 1 },
        { id: 'C', name: 'Empty', order: 2 },
      ],
      techniques: [
        technique('AML.T0051', ['A', 'B']),
        technique('AML.T0051.000', ['A'], 'AML.T0051'),
        technique('AML.T0057', ['B']),
        technique('AML.T0099', ['B']),
      ],
    },
    [row('AML.T0051', 'partly'), row('AML.T0051.000', 'none'), row('AML.T0057', 'none', false)],
    THREATS,
  );

  it('has a column for each tactic with techniques, and sub-techniques in their technique', () => {
    expect(
      columns.map(({ tactic, cells }) => [tactic, cells.map(({ technique: id, state }) => `${id} ${state}`)]),
    ).toEqual([
      ['A', ['AML.T0051 partly']],
      ['B', ['AML.T0051 partly', 'AML.T0057 outside', 'AML.T0099 uncatalogued']],
    ]);
    expect(columns[0]!.cells[0]).toMatchObject({
      evidenced: true,
      threats: 1,
      parts: [{ technique: 'AML.T0051.000', state: 'none' }],
    });
  });

  it('is a picture with a mark beside each colour', () => {
    const palette = {
      background: '#fff',
      ink: '#111',
      muted: '#555',
      line: '#ccc',
      head: '#eee',
      tint: (state: string) => ({ fill: `fill of ${state}`, ink: '#900' }),
    };
    const svg = matrixPicture('<T>', columns, [{ state: 'partly', label: 'in part' }], palette);
    expect(svg).toContain('>\u2068&lt;T&gt;\u2069<');
    // The key, and the technique that stands under two tactics.
    expect(svg.match(/fill of partly/g)).toHaveLength(3);
    expect(svg.match(/>\u2068◐\u2069</g)).toHaveLength(1);
    expect(svg.match(/>\u2068✓\u2069</g)).toHaveLength(2);
    expect(svg).toContain('>\u2068in part\u2069<');
  });

  it('counts a technique once', () => {
    expect(matrixCounts(columns)).toEqual({
      none: 1,
      partly: 1,
      fully: 0,
      outside: 1,
      uncatalogued: 1,
      evidenced: 1,
    });
  });
});

describe('the crosswalk', () => {
  const requirement = (
    key: string,
    framework: string,
    partOf: readonly string[],
    maps: readonly (readonly [string, string])[] = [],
  ) => ({
    key,
    id: key,
    name: key,
    framework,
    edition: '1',
    level: 'x',
    partOf: partOf.map((each) => ({ key: each })),
    mapsToRequirementsConnection: {
      edges: maps.map(([node, predicate]) => ({ properties: { predicate }, node: { key: node } })),
    },
  });
  const crosswalk = crosswalkOf(
    THREATS.slice(0, 1),
    [
      { id: 'M1', name: 'One', framework: 'atlas', satisfies: [{ key: 'R1.1' }] },
      { id: 'M2', name: 'Two', framework: 'atlas', satisfies: [{ key: 'I6' }] },
    ],
    [
      requirement(
        'R1',
        'nist-ai-rmf',
        [],
        [
          ['I5', 'skos:relatedMatch'],
          ['I7', 'threatloom:noMatch'],
        ],
      ),
      requirement('R1.1', 'nist-ai-rmf', ['R1']),
      requirement('I5', 'iso-23894', []),
      requirement('I6', 'iso-23894', []),
      requirement('I7', 'iso-23894', []),
    ],
  );
  const ids = (choice: object): unknown => {
    const { controls, requirements, clauses } = narrowed(crosswalk, {
      threat: '',
      control: '',
      requirement: '',
      ...choice,
    });
    return [controls.map(({ id }) => id), requirements.map(({ id }) => id), clauses.map(({ id }) => id)];
  };

  it('follows mappings of the requirement and of what is around it, and none that says there is none', () => {
    expect(ids({})).toEqual([['M1', 'M2'], ['R1.1'], ['I5', 'I6']]);
  });

  it('narrows what comes after a choice', () => {
    expect(ids({ threat: 'T-1', control: 'M2' })).toEqual([['M1', 'M2'], [], ['I6']]);
    expect(ids({ control: 'M1' })).toEqual([['M1', 'M2'], ['R1.1'], ['I5']]);
    expect(ids({ requirement: 'R1.1' })).toEqual([['M1', 'M2'], ['R1.1'], ['I5']]);
    expect(ids({ threat: 'unknown' })).toEqual([[], [], []]);
  });
});

describe('results of the console', () => {
  it('are rows', () => {
    const answer = {
      columns: ['a', 'b'],
      rows: [
        [1, ['x', 'y']],
        [null, true],
      ],
      truncated: false,
    };
    expect(cypherTable('T', answer).rows).toEqual([
      [1, '["x","y"]'],
      [null, true],
    ]);
  });

  it('of GraphQL are the first list of objects', () => {
    const data = {
      analysis: {
        asOf: 'x',
        paths: [
          { goal: 'g', rank: 1 },
          { goal: 'h', steps: [1] },
        ],
      },
    };
    expect(graphqlTable('T', { data })).toEqual({
      title: 'T',
      columns: ['goal', 'rank', 'steps'],
      rows: [
        ['g', 1, null],
        ['h', null, '[1]'],
      ],
    });
    expect(graphqlTable('T', { data: { analysedSystems: ['a'], n: 1 } }).rows).toEqual([]);
    expect(graphqlTable('T', { data: { n: 1 } }).rows).toEqual([[1]]);
    expect(graphqlTable('T', { data: null }).rows).toEqual([]);
  });
});
