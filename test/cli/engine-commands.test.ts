import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AnalysisResult } from '#model/analysis-result';
import type { ControlAdvice } from '#model/answers/control-advice';
import type { PathExplanation, ThreatExplanation } from '#model/answers/explanation';
import type { PathList } from '#model/answers/path-list';
import type { TreeView } from '#model/answers/tree-view';
import type { WhatIfAnswer } from '#model/answers/what-if';
import { TODAY, exampleFolder, threatloom } from './captured-io.ts';
import type { Said } from './captured-io.ts';

const place = exampleFolder();
afterAll(() => {
  place.remove();
});

const SYSTEM = 'examples/support-chatbot.system.yaml';

function run(command: string, ...args: readonly string[]): Promise<Said> {
  return threatloom(place.folder, [command, '--quiet', ...args]);
}

async function json<T>(command: string, ...args: readonly string[]): Promise<T> {
  const said = await run(command, '--format', 'json', ...args);
  expect([said.exitCode, said.stderr]).toEqual([0, '']);
  return JSON.parse(said.stdout) as T;
}

const analysis = json<AnalysisResult>('analyze', SYSTEM);

describe('paths', { timeout: 60_000 }, () => {
  it('are the first ones of the analysis', async () => {
    const { paths } = await analysis;
    const list = await json<PathList>('paths', SYSTEM, '-k', '2');
    expect(list.paths).toEqual(paths.filter(({ rank }) => rank <= 2));
    expect(list.goals).toEqual((await analysis).goals);
    const named = new Set(list.paths.flatMap(({ steps }) => steps.map(({ threat }) => threat)));
    expect(new Set(list.threats.map(({ id }) => id))).toEqual(named);
  });

  it('do not depend on the order of options and values', async () => {
    const one = await run(
      'paths',
      SYSTEM,
      '--goal',
      'free-money',
      'steal-chats',
      '--avoid',
      'packages',
      '-k',
      '1',
    );
    const other = await run(
      'paths',
      '-k',
      '1',
      '--avoid',
      'packages',
      '--goal',
      'steal-chats',
      'free-money',
      '--',
      SYSTEM,
    );
    expect(other).toEqual(one);
    expect(one.stdout).toContain('2 paths to 2 goals; not through packages');
  });

  it('keep to what is asked', async () => {
    const { paths } = await analysis;
    const [first] = paths.filter(({ asset }) => asset === 'crm');
    const last = first!.steps.findLast(({ consequence }) => consequence !== true)!;
    const without = await json<PathList>('paths', SYSTEM, '--to', 'crm', '--avoid', last.technique);
    expect(without.paths.map(({ asset }) => asset).filter((asset) => asset !== 'crm')).toEqual([]);
    const techniques = without.paths.flatMap(({ steps }) => steps.map(({ technique }) => technique));
    expect(techniques).not.toContain(last.technique);
    const through = await json<PathList>(
      'paths',
      SYSTEM,
      '--to',
      'crm',
      '--through',
      last.technique,
      '-k',
      '3',
    );
    expect(through.paths.length).toBeGreaterThan(0);
    for (const { steps, likelihood } of through.paths) {
      expect(steps.map(({ technique }) => technique)).toContain(last.technique);
      expect(likelihood).toBeLessThanOrEqual(first!.likelihood);
    }
    const limit = String(first!.likelihood);
    const likely = await json<PathList>('paths', SYSTEM, '--min-likelihood', limit);
    expect(likely.paths.length).toBeGreaterThan(0);
    expect(likely.paths.every(({ likelihood }) => likelihood >= first!.likelihood)).toBe(true);
  });

  it('are rows for a spreadsheet, one for each step', async () => {
    const list = await json<PathList>('paths', SYSTEM, '--goal', 'free-money');
    const { stdout } = await run('paths', SYSTEM, '--goal', 'free-money', '--format', 'csv');
    const [head, ...rows] = stdout.trimEnd().split('\r\n');
    expect(head).toMatch(/^goal,goalAsset,loss,rank,pathLikelihood,risk,exact,step,tactic,technique,asset,/);
    expect(rows).toHaveLength(list.paths.reduce((sum, { steps }) => sum + steps.length, 0));
    const [first] = list.paths;
    expect(rows[0]).toContain(`free-money,payments,integrity,1,${first!.likelihood},${first!.risk},true,1,`);
  });
});

describe('controls', { timeout: 60_000 }, () => {
  it('are planned for each goal and ranked one by one', async () => {
    const advice = await json<ControlAdvice>('controls', SYSTEM, '--target', 'unlikely');
    const { goals } = await analysis;
    expect(advice.plans.map(({ goal, likelihoodBefore }) => [goal, likelihoodBefore])).toEqual(
      goals.map(({ id, likelihood }) => [id, likelihood]),
    );
    for (const plan of advice.plans) {
      expect([plan.aim, plan.exact, plan.cost]).toEqual([0.2, true, plan.costAtLeast]);
      if (plan.achieved) expect(plan.likelihoodAfter).toBeLessThan(0.2 + 1e-6);
      for (const { places } of plan.steps) expect(places.length).toBeGreaterThan(0);
    }
    const per = advice.ranking.controls.map(({ riskRemovedPerCost }) => riskRemovedPerCost);
    expect(per).toEqual([...per].sort((a, b) => b - a));
    expect(per.length).toBeGreaterThan(5);
  });

  it('do what the plan says when what-if puts them where it says', async () => {
    const advice = await json<ControlAdvice>(
      'controls',
      SYSTEM,
      '--goal',
      'steal-customer-records',
      '--target',
      '0.05',
    );
    const [plan] = advice.plans;
    const tried = plan!.steps.map(
      ({ id, places, effectiveness }) =>
        `try-${id}=${id}@${places.map(({ asset }) => asset).join(',')}:${effectiveness}`,
    );
    expect(tried.length).toBeGreaterThan(0);
    const answer = await json<WhatIfAnswer>('what-if', SYSTEM, '--add-safeguard', ...tried);
    const goal = answer.goals.find((each) => each.goal === 'steal-customer-records')!;
    expect(goal.before?.likelihood).toBe(plan!.likelihoodBefore);
    expect(goal.after?.likelihood).toBeLessThan(0.05);
  });

  it('say what stays open as text', async () => {
    const { stdout } = await run('controls', SYSTEM, '--target', 'impossible', '--top', '2');
    expect(stdout).toContain('no set of known controls makes it impossible; this way is left:');
    expect(stdout).toMatch(/… and \d+ more controls: --top \d+\n/);
  });
});

describe('what-if', { timeout: 60_000 }, () => {
  it('changes nothing where nothing changes', async () => {
    const { stdout } = await run('what-if', SYSTEM);
    expect(stdout).toMatch(/^support-chatbot\nnothing changes: risk stays [\d.]+\n$/);
  });

  it('does not depend on the order of options', async () => {
    const changes = [
      ['--set', '/assets/bot/egress=none', '/assets/refund-tool/approval=each-call'],
      ['--in-place', 'refund-approval'],
      ['--remove-flow', 'bot->logs#1', 'to-vendor'],
      ['--add-safeguard', 'mfa=TL.C01@crm,vault:0.9'],
      ['--remove-asset', 'packages'],
    ];
    const one = await run('what-if', SYSTEM, ...changes.flat());
    const other = await run(
      'what-if',
      SYSTEM,
      ...[...changes].reverse().flatMap(([option, ...values]) => [option!, ...values.reverse()]),
    );
    expect(other).toEqual(one);
    expect(one.stdout).toMatch(/risk [\d.]+ → [\d.]+ \(-[\d.]+ %\); \d+ paths? gone/);
  });

  it('is the same as an analysis of the changed file', async () => {
    const answer = await json<WhatIfAnswer>(
      'what-if',
      SYSTEM,
      '--in-place',
      'tool-permissions',
      '--set',
      '/assets/bot/egress=none',
    );
    const text = readFileSync(join(place.folder, SYSTEM), 'utf8');
    const changed = text
      .replace(/(tool-permissions: .*status: )planned/, '$1in-place')
      .replace('    # egress is not stated', '    egress: none\n    # egress is not stated');
    writeFileSync(join(place.folder, 'changed.system.yaml'), changed);
    const after = await json<AnalysisResult>('analyze', 'changed.system.yaml');
    expect(answer.goals.map(({ goal, after: state }) => ({ id: goal, ...state }))).toEqual(
      after.goals.map(({ id, reachable, likelihood, risk }) => ({ id, reachable, likelihood, risk })),
    );
    const before = new Map((await analysis).threats.map((threat) => [threat.id, threat]));
    const differing = after.threats.filter(({ id, status, reachable, residual, likelihood }) => {
      const was = before.get(id);
      return (
        was === undefined ||
        [was.status, was.reachable, was.likelihood, was.residual.likelihood, was.residual.risk].join() !==
          [status, reachable, likelihood, residual.likelihood, residual.risk].join()
      );
    });
    const now = answer.threats.filter((each) => each.after !== undefined).map(({ threat }) => threat);
    expect(now).toEqual(differing.map(({ id }) => id).sort());
    expect(now.length).toBeGreaterThan(0);
  });
});

describe('tree', { timeout: 60_000 }, () => {
  it('is drawn in each format, and deep as told', async () => {
    const drawn = await Promise.all(
      ['text', 'mermaid', 'dot', 'svg'].map((format) =>
        run('tree', SYSTEM, '--goal', 'free-money', '--depth', '2', '--format', format),
      ),
    );
    expect(drawn.map(({ exitCode, stdout }) => [exitCode, stdout.split('\n')[0]!.slice(0, 20)])).toEqual([
      [0, 'free-money: Refunds '],
      [0, 'flowchart TD'],
      [0, 'digraph "attack tree'],
      [0, '<?xml version="1.0" '],
    ]);
    const { children } = await json<TreeView>('tree', SYSTEM, '--goal', 'free-money', '--depth', '1');
    expect(
      children.flatMap((fact) => fact.children).flatMap((step) => step.children.map(({ cut }) => cut)),
    ).not.toContain(undefined);
  });

  it('wants a goal', async () => {
    const { exitCode, stderr } = await run('tree', SYSTEM);
    expect([exitCode, stderr.split('\n')[0]]).toEqual([
      2,
      "error: required option '--goal <id>' not specified",
    ]);
  });
});

describe('explain', { timeout: 60_000 }, () => {
  it('explains the threats and paths of the analysis', async () => {
    const { threats, paths } = await analysis;
    const threat = threats.find(({ controls }) => controls.some(({ state }) => state === 'in-place'))!;
    expect((await json<ThreatExplanation>('explain', SYSTEM, threat.id)).threat).toEqual(threat);
    const path = paths.find(({ rank }) => rank === 2)!;
    expect((await json<PathExplanation>('explain', SYSTEM, `${path.goal}/2`)).path.likelihood).toBe(
      path.likelihood,
    );
  });

  it.each(['free-money', 'AML.T0051', 'indirect-prompt-injection', 'free-money/1'])(
    'says where %s comes from, in sentences',
    async (id) => {
      const { exitCode, stdout } = await run('explain', SYSTEM, id);
      expect([exitCode, stdout.includes('undefined'), stdout.split('\n').length > 8]).toEqual([
        0,
        false,
        true,
      ]);
    },
  );
});

describe('all of them', () => {
  it.each<[string, readonly string[], string]>([
    [
      'an unknown goal',
      ['paths', SYSTEM, '--goal', 'free-mony'],
      'error ASK-003: there is no goal "free-mony"\n  did you mean "free-money"?\n',
    ],
    ['no count', ['paths', SYSTEM, '-k', '0'], 'error CLI-006: --k wants a whole number above 0, not "0"\n'],
    [
      'no share',
      ['paths', SYSTEM, '--min-likelihood', 'x'],
      'error CLI-009: --min-likelihood wants a number from 0 to 1, not "x"\n',
    ],
    [
      'no target',
      ['controls', SYSTEM, '--target', '7'],
      'error CLI-009: --target wants a number from 0 to 1, not "7"\n  or one of impossible, rare, unlikely, possible\n',
    ],
    [
      'no time',
      ['controls', SYSTEM, '--time-limit', '-1'],
      'error CLI-006: --time-limit wants a number of seconds up to 86400, not "-1"\n',
    ],
    [
      'no safeguard',
      ['what-if', SYSTEM, '--add-safeguard', 'x=y'],
      'error CLI-013: "x=y" is no safeguard to try\n',
    ],
    ['no setting', ['what-if', SYSTEM, '--set', '/x'], 'error CLI-013: "/x" is no setting\n'],
    ['no value', ['what-if', SYSTEM, '--set', '/x=[1'], 'error CLI-013: the value of "/x=[1" is not YAML\n'],
    [
      'no model',
      ['tree', 'none.yaml', '--goal', 'x'],
      'error CLI-001: cannot read none.yaml\n  there is no such file\n',
    ],
    [
      'nothing to explain',
      ['explain', SYSTEM, 'x'],
      'error ASK-005: there is nothing called "x" to explain\n',
    ],
    [
      'no date',
      ['explain', SYSTEM, 'x', '--as-of', '2026-02-30'],
      'error CLI-008: "2026-02-30" is no date\n',
    ],
  ])('refuse %s', async (_, args, message) => {
    const [command, ...rest] = args;
    const { exitCode, stdout, stderr } = await run(command!, ...rest);
    expect([exitCode, stdout, stderr.startsWith(message)]).toEqual([2, '', true]);
  });

  it('show how far they are on a terminal where it takes long, and not with --quiet', async () => {
    const { now } = Date;
    let ticks = 0;
    // A clock on which everything takes long.
    Date.now = () => now() + (ticks += 600);
    try {
      for (const args of [['paths'], ['controls'], ['what-if'], ['explain', 'free-money']]) {
        const [command, ...rest] = args as [string, ...string[]];
        const loud = await threatloom(place.folder, [command, SYSTEM, ...rest], { errTerminal: true });
        expect([loud.exitCode, loud.stderr.endsWith('\r\u001b[K')]).toEqual([0, true]);
        expect(loud.stderr).toMatch(/\rgoals █+░+ \d+ %/);
        const quiet = await threatloom(place.folder, [command, SYSTEM, ...rest, '--quiet'], {
          errTerminal: true,
        });
        expect([quiet.exitCode, quiet.stderr]).toEqual([0, '']);
      }
    } finally {
      Date.now = now;
    }
  }, 60_000);

  it('let no name of a model give orders to a terminal', async () => {
    const text = readFileSync(join(place.folder, SYSTEM), 'utf8');
    const hostile = 'name: "Records\\e]0;owned\\a\\e[31m \\u202ecod"';
    writeFileSync(join(place.folder, 'hostile.system.yaml'), text.replace('name: Customer records', hostile));
    const commands = [
      ['analyze', '--all'],
      ['paths'],
      ['controls', '--target', 'impossible'],
      ['what-if', '--remove-asset', 'crm-lookup'],
      ['tree', '--goal', 'steal-customer-records'],
      ['explain', 'steal-customer-records'],
    ] as [string, ...string[]][];
    for (const [command, ...rest] of commands) {
      const { exitCode, stdout } = await run(command, 'hostile.system.yaml', ...rest);
      expect([command, exitCode, /[\u0007\u001b\u202e]/.test(stdout)]).toEqual([command, 0, false]);
      expect(stdout).toContain('Records\ufffd');
    }
  }, 60_000);

  it('write files, and judge evidence as of a day', async () => {
    const { stdout } = await run('explain', SYSTEM, 'AML.T0051', '-o', 'said.txt', '--as-of', TODAY);
    expect(stdout).toBe('');
    expect(readFileSync(join(place.folder, 'said.txt'), 'utf8')).toMatch(/^AML\.T0051 /);
  });
});
