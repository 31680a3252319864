import { describe, expect, it } from 'vitest';
import { threatComposer } from '#importers/systems/threat-composer/index';
import { errorOf, importText, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';

const WORKSPACE = {
  schema: 1,
  applicationInfo: { name: 'Help desk', description: 'Answers questions.' },
  architecture: { description: 'Three boxes', image: 'data:image/png;base64,AAAA' },
  dataflow: {},
  assumptions: [
    { id: 'a1', numericId: 1, content: 'The cloud is safe', displayOrder: 1 },
    { id: 'a2', numericId: 2, content: 'Nobody cares', tags: ['later'] },
  ],
  assumptionLinks: [
    { type: 'Threat', assumptionId: 'a1', linkedId: 't1' },
    { type: 'Mitigation', assumptionId: 'a1', linkedId: 'm1' },
    { type: 'Threat', assumptionId: 'a9', linkedId: 't1' },
  ],
  mitigations: [
    {
      id: 'm1',
      numericId: 4,
      content: 'Filter prompts',
      status: 'mitigationIdentified',
      metadata: [{ key: 'Comments', value: 'cheap' }],
    },
    { id: 'm2', numericId: 5, content: 'Log everything', status: 'mitigationResolved' },
    { id: 'm3', numericId: 6, content: 'Hire guards', status: 'mitigationResolvedWillNotAction' },
    { id: 'm4', content: 'Rate limits', status: 'mitigationInProgress' },
  ],
  mitigationLinks: [
    { linkedId: 't1', mitigationId: 'm1' },
    { linkedId: 't1', mitigationId: 'm2' },
    { linkedId: 't1', mitigationId: 'm9' },
    { linkedId: 't9', mitigationId: 'm1' },
  ],
  threats: [
    {
      id: 't1',
      numericId: 7,
      statement: 'A visitor makes the bot say what it should not',
      threatSource: 'visitor',
      status: 'threatIdentified',
      tags: ['LLM01 Prompt Injection', 'CWE-77'],
      impactedGoal: ['integrity'],
      impactedAssets: ['answers'],
      metadata: [
        { key: 'Priority', value: 'High' },
        { key: 'STRIDE', value: ['T', 'E'] },
        { key: 'Team', value: 'red' },
      ],
    },
    {
      id: 't2',
      threatSource: 'robot',
      threatAction: 'ask forever',
      threatImpact: 'cost',
      impactedGoal: ['availability'],
      impactedAssets: ['the bill'],
    },
  ],
  custom: { x: 1 },
};
const TEXT = JSON.stringify(WORKSPACE, null, 1);
const read = (text = TEXT, path = 'a.tc.json') => importText(threatComposer, path, text);

describe('Threat Composer', () => {
  it('has one asset that stands for the application', () => {
    const { draft } = read();
    expect([draft.id, draft.name, draft.description]).toEqual([
      'help-desk',
      'Help desk',
      'Answers questions.',
    ]);
    expect(draft.assets.map(({ id, fallback, ask }) => [id, fallback, ask])).toEqual([
      [
        'help-desk',
        'process',
        [
          'what is the system made of? the workspace only has threats and mitigations; its threats name answers, the bill',
        ],
      ],
    ]);
    expect([draft.zones, draft.actors, draft.flows]).toEqual([[], [], []]);
  });

  it('counts no mitigation as in place but a resolved one', () => {
    expect(
      read().draft.safeguards.map(({ id, name, description, on, status, ask, extensions }) => [
        id,
        name,
        description,
        on,
        status,
        ask,
        extensions,
      ]),
    ).toEqual([
      [
        'mitigation-4',
        'Filter prompts',
        'cheap',
        ['help-desk'],
        'planned',
        undefined,
        { 'x-status': 'mitigationIdentified' },
      ],
      [
        'mitigation-5',
        'Log everything',
        undefined,
        ['help-desk'],
        'in-place',
        undefined,
        { 'x-status': 'mitigationResolved' },
      ],
      [
        'mitigation-6',
        'Hire guards',
        undefined,
        ['help-desk'],
        'planned',
        ['it was decided not to do this: delete it?'],
        { 'x-status': 'mitigationResolvedWillNotAction' },
      ],
      [
        'rate-limits',
        'Rate limits',
        undefined,
        ['help-desk'],
        'planned',
        undefined,
        { 'x-status': 'mitigationInProgress' },
      ],
    ]);
  });

  it('puts no article before a source that has one', () => {
    const threat = (threatSource: string) => ({ threatSource, threatAction: 'wait' });
    const threats = ['guest', 'An outsider', 'the operator', 'anonymous caller'].map(threat);
    expect(read(JSON.stringify({ ...WORKSPACE, threats })).draft.threats.map(({ name }) => name)).toEqual([
      'A guest can wait',
      'An outsider can wait',
      'the operator can wait',
      'An anonymous caller can wait',
    ]);
  });

  it('keeps threats with their statements, or puts those together', () => {
    expect(read().draft.threats.map((threat) => ({ ...threat, place: undefined }))).toEqual([
      {
        id: 'threat-7',
        name: 'A visitor makes the bot say what it should not',
        on: ['help-desk'],
        status: 'threatIdentified',
        severity: 'High',
        stride: ['tampering', 'elevation-of-privilege'],
        safeguards: ['mitigation-4', 'mitigation-5'],
        references: ['LLM01', 'CWE-77'],
        extensions: {
          'x-impacted-goals': ['integrity'],
          'x-impacted-assets': ['answers'],
          'x-tags': ['LLM01 Prompt Injection', 'CWE-77'],
          'x-Team': 'red',
        },
      },
      {
        id: 'a-robot-can-ask-forever-which-leads-to-cost-resulting-in-red',
        name: 'A robot can ask forever which leads to cost resulting in reduced availability o…',
        description:
          'A robot can ask forever which leads to cost resulting in reduced availability of the bill',
        on: ['help-desk'],
        safeguards: [],
        extensions: { 'x-impacted-goals': ['availability'], 'x-impacted-assets': ['the bill'] },
      },
    ]);
  });

  it('keeps assumptions and what is written of the architecture, and tells of pictures and of links to nothing', () => {
    const imported = read();
    expect(imported.draft.extensions).toEqual({
      'x-architecture': 'Three boxes',
      'x-assumptions': [
        { number: '1', content: 'The cloud is safe', threats: ['threat-7'], safeguards: ['mitigation-4'] },
        { number: '2', content: 'Nobody cares', 'x-tags': ['later'] },
      ],
    });
    expect(said(imported)).toEqual([
      'TC-003 85 a link names mitigation "m9", which the file does not have',
      'TC-003 89 a link names threat "t9", which the file does not have',
      'TC-003 39 a link names assumption "a9", which the file does not have',
    ]);
    expect(linesOf(imported.losses, 'not-read')).toEqual([
      'image of the architecture: a picture cannot be read',
      'property "custom": a system model has no place for it',
    ]);
    expect(linesOf(imported.losses, 'kept').filter((line) => line.includes('undefined'))).toEqual([
      'link of an assumption → x-undefined-references',
      'link of a mitigation to a threat → x-undefined-references',
      'link of a mitigation to a threat → x-undefined-references',
    ]);
    expect(imported.draft.undefinedReferences?.map(({ key, id }) => [key, id])).toEqual([
      ['mitigationId', 'm9'],
      ['linkedId', 't9'],
      ['assumptionId', 'a9'],
    ]);
  });

  it('reads packs too', () => {
    const { threats, mitigations, mitigationLinks } = WORKSPACE;
    const pack = {
      schema: 1,
      namespace: 'x',
      type: 'threat-pack',
      id: 'P',
      name: 'Pack',
      description: 'All',
      threats,
      mitigations,
      mitigationLinks,
    };
    const { draft } = read(JSON.stringify(pack), 'pack.json');
    expect([draft.id, draft.description, draft.threats.length, draft.safeguards.length]).toEqual([
      'pack',
      'All',
      2,
      4,
    ]);
  });

  it.each([
    [
      '{"schema": 1}',
      { code: 'TC-001', message: 'this JSON is no workspace or pack of Threat Composer', line: 1 },
    ],
    ['[]', { code: 'TC-001' }],
    ['{"threats": [', { code: 'INPUT-005', line: 1 }],
  ])('says what is wrong with %j', (text, error) => {
    expect(errorOf(() => threatComposer.read([systemFile('a.tc.json', text)]))).toMatchObject({
      file: 'a.tc.json',
      ...error,
    });
  });

  describeMutations(threatComposer, {
    'threat-composer': [systemFile('a.tc.json', TEXT)],
    'threat-composer-pack': [
      systemFile(
        'pack.json',
        JSON.stringify({
          namespace: 'x',
          type: 'mitigation-pack',
          name: 'Pack',
          mitigations: WORKSPACE.mitigations,
        }),
      ),
    ],
  });
});

describe.skipIf(!HAS_SAMPLES)('samples of Threat Composer', () => {
  it.each([
    ['GenAIChatbot.tc.json', 37, 84, 122, 13],
    ['ThreatComposer_Workshop_GenAI-ex1.tc.json', 0, 0, 0, 1],
    ['mitigationPacks-GenAIChatbot.json', 0, 84, 0, 0],
    ['threatPacks-GenAIChatbot.json', 37, 84, 122, 0],
  ])(
    '%s: %i threats, %i mitigations, %i links, none in place',
    (name, threats, mitigations, links, assumptions) => {
      const input = [sampleFile(`threat-composer/${name}`)];
      expect(threatComposer.detect(input)).toBeDefined();
      const { draft, diagnostics } = threatComposer.read(input);
      const joined = draft.threats.reduce((sum, { safeguards }) => sum + safeguards.length, 0);
      expect([draft.threats.length, draft.safeguards.length, joined]).toEqual([threats, mitigations, links]);
      expect(draft.safeguards.filter(({ status }) => status !== 'planned')).toEqual([]);
      expect((draft.extensions?.['x-assumptions'] as unknown[] | undefined)?.length ?? 0).toBe(assumptions);
      expect(diagnostics).toEqual([]);
    },
  );
});
