/** The interview, with a person's keys sent into it, and templates without one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { threatloom } from './captured-io.ts';

const ENTER = '\r';
const DOWN = '\x1b[B';
const BREAK = '\x03';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threatloom-init-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Sends the next keys each time that a question has been drawn. */
async function interviewed(answers: readonly string[], args: readonly string[] = []) {
  const input = new PassThrough();
  const output = new PassThrough();
  let drawn = '';
  const left = [...answers];
  let seen = 0;
  output.on('data', (chunk: Buffer) => {
    drawn += chunk.toString('utf8');
    // Each question opens with its mark.
    const questions = [...drawn.matchAll(/◆|\* /g)].length;
    if (questions <= seen) return;
    seen = questions;
    const keys = left.shift();
    if (keys !== undefined) setImmediate(() => input.write(keys));
  });
  const said = await threatloom(folder, ['init', ...args], { interview: { input, output } });
  return { ...said, drawn };
}

describe('init', () => {
  it('asks, and writes what was answered', async () => {
    const { exitCode, stderr, drawn } = await interviewed([
      DOWN + ENTER, // chatbot
      `Help desk${ENTER}`,
      `support${ENTER}`,
      ENTER,
      DOWN + DOWN + ENTER, // internal
      ENTER,
      ENTER,
      ENTER,
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(drawn).toContain('Who makes the language model?');
    const text = readFileSync(join(folder, 'help-desk.system.yaml'), 'utf8');
    expect(text).toContain('system: help-desk\nname: Help desk\nowner: support\nstage: deployment\n');
    expect(text).toContain('chat-ui: { kind: chat-ui, zone: prod, exposure: internal, serves: [bot] }');
    const valid = await threatloom(folder, ['validate', 'help-desk.system.yaml', '--strict']);
    expect([valid.exitCode, valid.stderr]).toEqual([0, '']);
  });

  it('writes nothing where it is broken off', async () => {
    const { exitCode, stderr } = await interviewed([DOWN + ENTER, BREAK], ['-o', 'a.system.yaml']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('INIT-002: the interview was broken off; nothing was written');
  });

  it('without a terminal takes a template, or says that it needs one', async () => {
    const none = await threatloom(folder, ['init']);
    expect([none.exitCode, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toBe(
      'error INIT-003: there is no terminal to ask in\n  name a template: --template agent, chatbot, rag, tabular-model, training-pipeline, vision-model\n',
    );
    const rag = await threatloom(folder, [
      'init',
      '--template',
      'rag',
      '--name',
      'Böser Hund',
      '-o',
      'a.system.yaml',
    ]);
    expect(rag).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'a.system.yaml'), 'utf8')).toContain(
      'system: boser-hund\nname: Böser Hund\n',
    );
    const wrong = await threatloom(folder, ['init', '--template', 'ragg']);
    expect(wrong.stderr).toContain('INIT-001: there is no template "ragg"');
  });

  it('writes over no file without being told to', async () => {
    writeFileSync(join(folder, 'a.yaml'), 'mine');
    const refused = await threatloom(folder, ['init', '--template', 'rag', '-o', 'a.yaml']);
    expect([refused.exitCode, readFileSync(join(folder, 'a.yaml'), 'utf8')]).toEqual([2, 'mine']);
    expect(refused.stderr).toContain('INIT-004: a.yaml is there already');
    const forced = await threatloom(folder, ['init', '--template', 'rag', '-o', 'a.yaml', '--force']);
    expect(forced.exitCode).toBe(0);
  });

  it('lists its templates', async () => {
    const { stdout } = await threatloom(folder, ['init', '--list']);
    expect(stdout.split('\n')[0]).toBe('agent              Agent with tools');
    expect(stdout.trim().split('\n')).toHaveLength(6);
  });
});
