import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pytm } from '#importers/systems/pytm/index';
import { errorOf, importText, outline, said } from '../drafted.ts';
import { linesOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { systemFile } from '../system-files.ts';

/** Written by pytm 1.4 of a system made up for this; its findings, which are the tool's own words, are left out. */
const WRITTEN = readFileSync(fileURLToPath(new URL('ticket-assistant.json', import.meta.url)), 'utf8');

/** As `pytm.load` takes it, with findings as pytm writes them. */
const SHORT = JSON.stringify(
  {
    name: 'Shop',
    boundaries: [{ name: 'Net' }, { name: 'Inner', inBoundary: 'Net' }],
    elements: [
      { __class__: 'Actor', name: 'Buyer', inBoundary: 'Net', isAdmin: true },
      {
        __class__: 'Server',
        name: 'API',
        inBoundary: 'Inner',
        controls: { sanitizesInput: true, usesMFA: false, authenticationScheme: 'OAuth' },
      },
      {
        __class__: 'Datastore',
        name: 'DB',
        inBoundary: 'Gone',
        storesPII: true,
        controls: { sanitizesInput: true, isEncryptedAtRest: true },
      },
    ],
    data: [{ name: 'Key', isCredentials: true, classification: 'SECRET', processedBy: ['API'] }],
    flows: [
      {
        name: 'Buy',
        source: 'Buyer',
        sink: 'API',
        protocol: 'HTTPS',
        data: ['Key'],
        controls: { authenticatesSource: true },
      },
      { name: 'Save', source: 'API', sink: 'Lost', tlsVersion: 'TLSVersion.NONE' },
    ],
    findings: [
      {
        id: '1',
        threat_id: 'IN1',
        target: 'API',
        description: 'Injection',
        severity: 'High',
        mitigations: 'Check input',
        references: 'https://cwe.mitre.org/data/definitions/77.html',
        response: '',
      },
      {
        id: '2',
        threat_id: 'IN1',
        target: 'DB',
        description: 'Injection',
        severity: 'High',
        mitigations: 'Check input',
        response: '',
      },
      {
        id: '3',
        threat_id: 'AU1',
        target: 'API',
        description: 'No login',
        mitigations: 'Ask who it is',
        response: 'mitigated by SSO',
      },
    ],
    excluded_findings: [{ id: '4', threat_id: 'DS1', target: 'DB', description: 'Copy' }],
    assumptions: ['All is well'],
  },
  null,
  1,
);
const read = (text: string) => importText(pytm, 'a.json', text);

describe('pytm', () => {
  it('reads what it writes', () => {
    const imported = read(WRITTEN);
    const { draft } = imported;
    expect([draft.name, draft.description]).toEqual([
      'Ticket assistant',
      'Answers tickets with an LLM over a wiki index.',
    ]);
    expect(outline(draft)).toEqual({
      zones: ['internet', 'cloud-account', 'data-subnet in cloud-account'],
      things: [
        'customer in internet',
        'ticket-portal in cloud-account',
        'answer-model in cloud-account',
        'ticket-agent in cloud-account',
        'refund-function in cloud-account',
        'wiki-index in data-subnet',
        'payment-provider in internet',
        'indexer in data-subnet',
      ],
      flows: [
        'customer -> ticket-portal: Ask',
        'ticket-portal -> customer: Answer',
        'ticket-portal -> ticket-agent: Forward',
        'ticket-agent -> answer-model: Prompt',
        'ticket-agent -> wiki-index: Search',
        'ticket-agent -> refund-function: Call refund',
        'refund-function -> payment-provider: Refund',
        'indexer -> wiki-index: Write chunks',
      ],
    });
    expect(draft.assets.map(({ kind, fallback, hints }) => [kind, fallback, hints?.types])).toEqual([
      [undefined, 'process', ['Server']],
      ['llm', 'process', ['LLM']],
      ['agent', 'process', ['Agent']],
      [undefined, 'process', ['Lambda']],
      [undefined, 'store', ['Datastore', 'SQL']],
      [undefined, 'external', ['ExternalEntity']],
      [undefined, 'process', ['Process']],
    ]);
    expect(draft.flows.map(({ encrypted, carries }) => [encrypted, carries])[0]).toEqual([true, undefined]);
    expect(draft.flows[6]).toMatchObject({ carries: ['credential'] });
    expect(draft.safeguards.map(({ name, on, status }) => [name, on, status])).toEqual([
      ['Is hardened', ['ticket-portal'], 'in-place'],
    ]);
    expect(said(imported)).toEqual([]);
    expect(linesOf(imported.losses, 'not-read')).toEqual([
      'control "authenticationScheme": it says which, not whether it works',
      'property "threatsExcluded": it is a setting of the tool',
      'property "colormap": it only says how the drawing looks',
      'property "ignoreUnused": it is a setting of the tool',
      'property "isOrdered": it is a setting of the tool',
      'property "mergeResponses": it is a setting of the tool',
      'property "onDuplicates": it is a setting of the tool',
      'property "threatsFile": it is a path on the machine that wrote this',
    ]);
  });

  it('reads what it takes: controls, data, findings with what was answered', () => {
    const { draft } = read(SHORT);
    expect(outline(draft)).toEqual({
      zones: ['net', 'inner in net'],
      things: ['buyer in net', 'api in inner', 'db in Gone'],
      flows: ['buyer -> api: Buy', 'api -> Lost: Save'],
    });
    expect(draft.assets.map(({ data, facts }) => [data, facts])).toEqual([
      [['credentials'], undefined],
      [['personal'], { protection: ['encrypted'] }],
    ]);
    expect(
      draft.flows.map(({ encrypted, authenticated, carries }) => [encrypted, authenticated, carries]),
    ).toEqual([
      [true, true, ['credential']],
      [undefined, undefined, undefined],
    ]);
    expect(draft.safeguards.map(({ id, on, status }) => [id, on, status])).toEqual([
      ['sanitizes-input', ['api', 'db'], 'in-place'],
      ['against-in1', ['api', 'db'], 'planned'],
      ['against-au1', ['api'], 'in-place'],
    ]);
    expect(
      draft.threats.map(({ id, on, status, severity, safeguards, references }) => [
        id,
        on,
        status,
        severity,
        safeguards,
        references,
      ]),
    ).toEqual([
      ['in1-api', ['api'], undefined, 'High', ['against-in1'], ['IN1', 'CWE-77']],
      ['in1-db', ['db'], undefined, 'High', ['against-in1'], ['IN1']],
      ['au1-api', ['api'], 'mitigated by SSO', undefined, ['against-au1'], ['AU1']],
      ['ds1-db', ['db'], 'excluded', undefined, [], ['DS1']],
    ]);
    expect(draft.extensions).toMatchObject({ 'x-assumptions': ['All is well'] });
  });

  it('rates what holds data by the highest classification', () => {
    const element = (name: string, more: object = {}) => ({ __class__: 'Datastore', name, ...more });
    const { draft } = read(
      JSON.stringify({
        name: 'Shop',
        boundaries: [],
        elements: [
          element('Public', { maxClassification: 'Classification.PUBLIC' }),
          element('Ids', { maxClassification: 'Classification.RESTRICTED' }),
          element('Notes', { maxClassification: 'Classification.SENSITIVE' }),
          element('Untold', { maxClassification: 'Classification.UNKNOWN' }),
        ],
        data: [
          { name: 'Token', classification: 'Classification.TOP_SECRET', processedBy: ['Ids'] },
          { name: 'Key', classification: 'SECRET', processedBy: ['Ids', 'Notes'] },
        ],
        flows: [{ name: 'f', source: 'Ids', sink: 'Notes', protocol: 'TLS 1.3' }],
      }),
    );
    expect(draft.assets.map(({ id, value }) => [id, value])).toEqual([
      ['public', undefined],
      ['ids', { confidentiality: 'critical' }],
      ['notes', { confidentiality: 'high' }],
      ['untold', undefined],
    ]);
    expect(draft.flows).toMatchObject([
      { encrypted: true, guessed: { encrypted: 'by its protocol, TLS 1.3' } },
    ]);
  });

  it('reads what is said of models and agents, and asks for what that leaves out', () => {
    const { draft } = read(
      JSON.stringify({
        name: 'Bot',
        boundaries: [],
        elements: [
          {
            __class__: 'LLM',
            name: 'Model',
            isThirdParty: true,
            hasSystemPrompt: true,
            processesUntrustedInput: true,
            processesPersonalData: true,
            hasContentFiltering: true,
            hasRAG: true,
            retainsUserData: true,
          },
          { __class__: 'Agent', name: 'Clerk', usesExternalTools: true, validatesToolLaunchConfig: true },
          { __class__: 'Lambda', name: 'Job', onAWS: true },
          { __class__: 'Lambda', name: 'Elsewhere', onAWS: false, inScope: false },
        ],
        flows: [{ name: 'f', source: 'Clerk', sink: 'Model', isResponse: false }],
      }),
    );
    expect(
      draft.assets.map(({ id, kind, data, facts, ask, extensions }) => [
        id,
        kind,
        data,
        facts,
        ask,
        extensions,
      ]),
    ).toEqual([
      [
        'model',
        'llm',
        ['personal'],
        { provider: ['third-party'] },
        ['what does it retrieve from? pytm says that it does; add it, with retrieves-from'],
        { 'x-pytm': { hasRAG: true, retainsUserData: true } },
      ],
      [
        'clerk',
        'agent',
        undefined,
        undefined,
        ['which tools does it call? pytm says that it uses some'],
        { 'x-pytm': { usesExternalTools: true } },
      ],
      ['job', undefined, undefined, undefined, undefined, {}],
      [
        'elsewhere',
        undefined,
        undefined,
        undefined,
        ['it is out of scope in the file; should it be left out?'],
        { 'x-pytm': { onAWS: false, inScope: false } },
      ],
    ]);
    expect(draft.safeguards.map(({ name, on, status }) => [name, on, status])).toEqual([
      ['Has content filtering', ['model'], 'in-place'],
      ['Validates tool launch config', ['clerk'], 'in-place'],
    ]);
  });

  it.each([
    ['{"name": "x"}', { code: 'PYTM-001', message: 'this JSON has no element of a model of pytm', line: 1 }],
    ['{"name": ', { code: 'INPUT-005', line: 1 }],
  ])('says what is wrong with %j', (text, error) => {
    expect(errorOf(() => pytm.read([systemFile('a.json', text)]))).toMatchObject({
      file: 'a.json',
      ...error,
    });
  });

  describeMutations(pytm, { pytm: [systemFile('a.json', SHORT)] });
});
