import { describe, expect, it } from 'vitest';
import { threagile } from '#importers/systems/threagile/index';
import { importText, said } from '../drafted.ts';
import { SHOP } from './shop.ts';

const read = (yaml: string) => importText(threagile, 'shop.yaml', yaml);

describe('risks of Threagile', () => {
  it('finds links as Threagile names them, ways of several, and any link of an asset', () => {
    const imported = read(`threagile_version: 1.0.0
title: Ways
technical_assets:
  Web:
    id: web
    type: process
    communication_links:
      Web to PostgreSQL (read):
        target: db
  DB:
    id: db
    type: datastore
trust_boundaries:
  Net:
    id: net
    technical_assets_inside: [web, ghost]
risk_tracking:
  injection@web@db@web>web-to-postgresql-read:
    status: accepted
  dos@db@web>web-to-postgresql-read->web>*->:
    status: accepted
  spoofing@*@web>*@*:
    status: accepted
`);
    const [flow] = imported.draft.flows.map(({ id }) => id);
    expect(imported.draft.threats.map(({ on }) => on)).toEqual([
      ['web', 'db', flow],
      ['db', flow, 'web'],
      ['web'],
    ]);
    expect(said(imported)).toEqual([
      'THREAGILE-003 14 technical asset "ghost" of a trust boundary is not in the file',
    ]);
  });

  it('calls a mitigation of any risk after what the risk is of', () => {
    const { safeguards } = read(`threagile_version: 1.0.0
technical_assets:
  Web: { id: web }
risk_tracking:
  "*@*@web": { status: mitigated }
  dos@web: { status: in-progress }
`).draft;
    expect(safeguards.map(({ id, name, status }) => [id, name, status])).toEqual([
      ['mitigation-of-web', 'Mitigation of web', 'in-place'],
      ['mitigation-of-dos', 'Mitigation of dos', 'planned'],
    ]);
  });

  it('reads risk categories as a list too', () => {
    const { threats, safeguards } = read(`threagile_version: 1.0.0
technical_assets:
  DB: { id: db, type: datastore }
custom_risk_categories:
  - id: odd
    title: Odd things
    mitigation: Look twice
    risks_identified:
      At the store: { severity: low, most_relevant_technical_asset: db }
`).draft;
    expect(threats.map(({ name, on, extensions }) => [name, on, extensions?.['x-category']])).toEqual([
      ['At the store', ['db'], 'Odd things'],
    ]);
    expect(safeguards.map(({ name, on }) => [name, on])).toEqual([['Mitigation of Odd things', ['db']]]);
  });

  it('keeps risks as threats, and takes for done only what is mitigated', () => {
    const { threats, safeguards } = read(SHOP).draft;
    expect(
      threats.map(({ name, on, status, severity, stride, safeguards: covers, references }) => [
        name,
        on,
        status,
        severity,
        stride,
        covers,
        references,
      ]),
    ).toEqual([
      ['Bad luck at DB', ['db'], undefined, 'elevated', ['tampering'], ['be-careful'], ['CWE-693']],
      ['At a link', ['browser-buy-things'], undefined, 'low', ['tampering'], ['be-careful'], ['CWE-693']],
      [
        'unencrypted-asset@db',
        ['db'],
        'mitigated',
        undefined,
        undefined,
        ['mitigation-of-unencrypted-asset'],
        undefined,
      ],
      [
        'missing-waf@*@browser>buy-things',
        ['browser-buy-things'],
        'in-progress',
        undefined,
        undefined,
        ['mitigation-of-missing-waf'],
        undefined,
      ],
      ['dos@gone', [], 'accepted', undefined, undefined, [], undefined],
    ]);
    expect(safeguards.map(({ id, name, on, status }) => [id, name, on, status])).toEqual([
      ['be-careful', 'Be careful', ['db', 'browser-buy-things'], 'planned'],
      ['mitigation-of-unencrypted-asset', 'Disk is encrypted', ['db'], 'in-place'],
      ['mitigation-of-missing-waf', 'Mitigation of missing-waf', ['browser-buy-things'], 'planned'],
    ]);
  });
});
