import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHost, checkIntent, checkOrigin } from '#server/gate';

const gate = { hosts: ['board.example'], origins: ['https://app.example'] };
const codeOf = (check: () => unknown): unknown => {
  try {
    return check() ?? 'let in';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the name under which the server is asked', () => {
  it.each([
    'localhost',
    'LOCALHOST:4000',
    'localhost.:4000',
    '127.0.0.1:4000',
    '[::1]:4000',
    '10.1.2.3',
    'board.example',
  ])('may be %s', (host) => {
    expect(
      codeOf(() => {
        checkHost(host, gate);
      }),
    ).toBe('let in');
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    'board.example.evil.example',
    'evil.example@localhost',
    'localhost/evil.example',
    'localhost:4000:80',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io',
    '[::1].evil.example',
    'localhost evil.example',
    '::1',
  ])('may not be %s', (host) => {
    expect(
      codeOf(() => {
        checkHost(host, gate);
      }),
    ).toBe('SERVE-010');
  });

  it('is no name but those that are listed, however it is written', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 65535 }),
        (labels, port) => {
          const name = labels.join('.');
          fc.pre(name !== 'board.example');
          expect(
            codeOf(() => {
              checkHost(`${name}:${port}`, gate);
            }),
          ).toBe('SERVE-010');
        },
      ),
    );
  });
});

describe('the page that asks', () => {
  const host = 'localhost:4000';

  it('is ours, or none', () => {
    expect(codeOf(() => checkOrigin({ host }, gate))).toBe('let in');
    expect(codeOf(() => checkOrigin({ host, origin: 'http://localhost:4000' }, gate))).toBe('let in');
    expect(codeOf(() => checkOrigin({ host, 'sec-fetch-site': 'same-origin' }, gate))).toBe('let in');
    expect(codeOf(() => checkOrigin({ host, 'sec-fetch-site': 'none' }, gate))).toBe('let in');
  });

  it('may be one that was allowed', () => {
    expect(codeOf(() => checkOrigin({ host, origin: 'https://app.example' }, gate))).toBe(
      'https://app.example',
    );
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:4001' },
    { origin: 'https://app.example.evil.example' },
    { origin: 'http://app.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('may not be any other: %j', (headers) => {
    expect(codeOf(() => checkOrigin({ host, ...headers }, gate))).toBe('SERVE-011');
  });
});

describe('what a page elsewhere can make a browser send', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain;application/json',
    '',
    undefined,
  ])('is no body of the type %s', (type) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    expect(
      codeOf(() => {
        checkIntent('POST', headers);
      }),
    ).toBe('SERVE-012');
  });

  it('is no GET without a header of its own', () => {
    expect(
      codeOf(() => {
        checkIntent('GET', {});
      }),
    ).toBe('SERVE-013');
    expect(
      codeOf(() => {
        checkIntent('GET', { 'graphql-require-preflight': '1' });
      }),
    ).toBe('let in');
  });

  it('is no JSON', () => {
    expect(
      codeOf(() => {
        checkIntent('POST', { 'content-type': 'application/json; charset=utf-8' });
      }),
    ).toBe('let in');
    const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect(
      codeOf(() => {
        checkIntent('POST', packed);
      }),
    ).toBe('SERVE-012');
  });
});
