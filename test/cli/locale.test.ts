import { afterAll, describe, expect, it } from 'vitest';
import { localeOf } from '../../src/cli/locale.ts';
import { exampleFolder, threatloom } from './captured-io.ts';

const place = exampleFolder();
afterAll(place.remove);

describe('the language', () => {
  it.each([
    [[], {}, 'en'],
    [['analyze', 'x', '--lang', 'zh-CN'], {}, 'zh-CN'],
    [['--lang=zh-CN', 'analyze', 'x'], {}, 'zh-CN'],
    [['analyze', '--', '--lang', 'zh-CN'], {}, 'en'],
    [['analyze'], { THREATLOOM_LANG: 'zh-CN' }, 'zh-CN'],
    [['analyze', '--lang', 'en'], { THREATLOOM_LANG: 'zh-CN' }, 'en'],
    [['analyze'], { LANG: 'zh_CN.UTF-8' }, 'en'],
  ] as const)('of %j with %j is %s', (args, env, locale) => {
    expect(localeOf(args, env)).toBe(locale);
  });

  it('is that of a report, and of no JSON', async () => {
    const args = ['analyze', 'examples/fraud-detection.system.yaml', '--quiet'];
    const [english, chinese] = await Promise.all(
      ['en', 'zh-CN'].map((locale) => threatloom(place.folder, ['--lang', locale, ...args])),
    );
    expect(english!.stdout).toContain('\nAttack paths\n');
    expect(chinese!.stdout).toContain('\n攻击路径\n');
    const json = await Promise.all(
      ['en', 'zh-CN'].map((locale) =>
        threatloom(place.folder, ['--lang', locale, ...args, '--format', 'json']),
      ),
    );
    expect(json[1]).toEqual(json[0]);
  });

  it('that nobody speaks is refused', async () => {
    const { exitCode, stderr } = await threatloom(place.folder, ['--lang', 'tlh', 'doctor']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("argument 'tlh' is invalid. Allowed choices are en, zh-CN.");
  });
});
