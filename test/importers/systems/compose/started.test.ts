import { describe, expect, it } from 'vitest';
import { compose } from '#importers/systems/compose/index';
import type { SystemFile } from '#model/system-importer';
import { kindsOf, linesOf } from '../imported.ts';
import { systemFile } from '../system-files.ts';

const stack = (service: string, more = ''): string =>
  `services:\n  ${service}: { image: example/${service} }\n${more}`;
const found = (path: string, text: string): SystemFile => ({ ...systemFile(path, text), found: true });
const idsOf = (input: readonly SystemFile[]) =>
  kindsOf(compose.read(input).draft).filter((each) => each.endsWith(': ?'));

describe('of the Compose files of a folder', () => {
  const files = [
    ['compose.yaml', stack('app', 'include: [more.yaml]\n')],
    ['compose.override.yaml', stack('debugger')],
    ['compose_gpu.yaml', stack('gpu')],
    ['docker-compose.yml', stack('old')],
    ['more.yaml', stack('more')],
  ] as const;
  const folder = files.map(([path, text]) => found(path, text));

  it('the usual one is started, with its override and what they include; the others are told of', () => {
    expect(idsOf(folder)).toEqual(['app: ?', 'more: ?', 'debugger: ?']);
    expect(linesOf(compose.read(folder).losses, 'not-read')).toEqual([
      'file "compose_gpu.yaml": beside compose.yaml it is not started; name both if they are run together',
      'file "docker-compose.yml": beside compose.yaml it is not started; name both if they are run together',
    ]);
  });

  it('all are read that were named', () => {
    const named = files.map(([path, text]) => systemFile(path, text));
    expect(idsOf(named)).toEqual(['app: ?', 'gpu: ?', 'old: ?', 'more: ?', 'debugger: ?']);
  });

  it('all are read where none has a usual name', () => {
    expect(idsOf([found('app.yaml', stack('app')), found('gpu.yaml', stack('gpu'))])).toEqual([
      'app: ?',
      'gpu: ?',
    ]);
  });
});
