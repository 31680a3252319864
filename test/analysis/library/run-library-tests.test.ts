import { describe, expect, it } from 'vitest';
import { runLibraryTests } from '#analysis/library/run-library-tests';
import { readSystemValue } from '#systems/read-system-model';
import { HEAD, knowledge, libraryOf, RULES } from '../tiny.ts';

const GIVEN = `
    given:
      actors: { eve: { attacker: external } }
      assets: { bot: { kind: agent, exposure: public }, other: { kind: agent, exposure: isolated } }
`;

function run(test: string): readonly string[] {
  const library = libraryOf(`${HEAD}${RULES}tests:\n  - name: one\n${GIVEN.slice(1)}${test}`);
  const readSystem = (value: unknown): ReturnType<typeof readSystemValue> =>
    readSystemValue({ file: 'test', value });
  const [result] = runLibraryTests({ library, base: [], knowledge, readSystem });
  return result!.failures;
}

describe('the tests of a library', () => {
  it('pass where all is as expected', () => {
    const test = `
    expect: [{ rule: reaches, at: eve }, { rule: inject, at: bot }]
    forbid: [{ technique: T3 }, { technique: T2, at: other }]
`;
    expect(run(test)).toEqual([]);
  });

  it('say what is missing, what is noise, and which element is not there', () => {
    const test = `
    expect: [{ rule: inject, at: other }, { rule: craft, at: nobody }]
    forbid: [{ technique: T2, at: bot }]
`;
    expect(run(test)).toEqual([
      'given has no element nobody',
      'expected inject at other, which is not derived',
      'expected craft at nobody, which is not derived',
      'T2.001 at bot is forbidden, but rule inject derives it',
    ]);
  });

  it('fail where the given system is faulty', () => {
    const library = libraryOf(`${HEAD}tests: [{ name: n, given: { assets: { a: { kind: agnt } } } }]\n`);
    const readSystem = (value: unknown): ReturnType<typeof readSystemValue> =>
      readSystemValue({ file: 'test', value });
    const [result] = runLibraryTests({ library, base: [], knowledge, readSystem });
    expect(result!.failures).toEqual(['given/assets/a/kind: SYS-023 no library knows the kind "agnt"']);
  });
});
