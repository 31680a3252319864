import { describe, expect, it } from 'vitest';
import { readSystemModel } from '../../src/systems/read-system-model.ts';
import { example, line } from './support.ts';

const LEFT_OUT =
  '197:1 warning SYS-042 /goals goals are stated, so these from "value" are left out: crm-integrity (high), ' +
  'helpdesk-mailbox-confidentiality (high), system-prompt-integrity (high), crm-availability (medium), ' +
  'system-prompt-confidentiality (medium) — goals-from-value: true takes both';

describe('the examples', () => {
  it.each([
    ['support-chatbot', 26, 13, 5, [LEFT_OUT]],
    ['fraud-detection', 23, 11, 6, []],
    ['trading-model', 20, 14, 10, []],
  ] as const)('%s reads without errors', (name, assets, flows, goals, expected) => {
    const file = `${name}.system.yaml`;
    const { model, diagnostics } = readSystemModel({ file, text: example(name) });
    expect(diagnostics.map(line)).toEqual(expected);
    expect([model?.assets.length, model?.flows.length, model?.goals.length]).toEqual([assets, flows, goals]);
  });

  it('fraud-detection has no language model, agent or retrieval in it', () => {
    const { model } = readSystemModel({ file: 'f', text: example('fraud-detection') });
    const kinds = new Set(model?.assets.map(({ kind }) => kind));
    const generative = ['llm', 'agent', 'tool', 'vector-index', 'document-store', 'system-prompt', 'chat-ui'];
    expect(generative.filter((kind) => kinds.has(kind))).toEqual([]);
    expect(kinds.has('model')).toBe(true);
  });
});
