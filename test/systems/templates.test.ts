import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';
import { choiceOf, fillTemplate, parseTemplate } from '#systems/templates/model-template';
import { readSystemModel } from '#systems/read-system-model';
import { analyzeSystem, openWorkspace, vocabularyOf } from '#workspace/analysis';
import { loadTemplates } from '#workspace/templates';

const workspace = openWorkspace();
const templates = loadTemplates();
const read = (text: string) =>
  readSystemModel({ file: 'a.system.yaml', text }, vocabularyOf(workspace, true));

describe('templates', () => {
  it('are those that people begin with', () => {
    const files = readdirSync(join(packageRoot(), 'templates')).map((name) => name.replace('.yaml', ''));
    expect(templates.map(({ id }) => id)).toEqual(files.sort());
    expect(files.sort()).toEqual([
      'agent',
      'chatbot',
      'rag',
      'tabular-model',
      'training-pipeline',
      'vision-model',
    ]);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s validates, and an attack reaches a goal',
    (id, template) => {
      const { model, diagnostics } = read(fillTemplate(template, { system: id, name: template.title }));
      expect(diagnostics).toEqual([]);
      const result = analyzeSystem(workspace, model!, { today: '2026-11-23' });
      expect(result.paths.length).toBeGreaterThan(0);
    },
  );

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s validates whatever the answers are',
    (id, template) => {
      expect(template.questions.length).toBeGreaterThan(1);
      const most = Math.max(...template.questions.map(({ choices }) => choices.length));
      for (let choice = 0; choice < most; choice++) {
        const choices = new Map(
          template.questions.map((question, index) => [index, choice % question.choices.length]),
        );
        const text = fillTemplate(template, { system: id, owner: 'me: or # you', stage: 'design', choices });
        const { model, diagnostics } = read(text);
        expect([choice, diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([choice, []]);
        expect(model).toMatchObject({ id, owner: 'me: or # you', stage: 'design' });
      }
    },
  );

  it('put an answer in its place, and leave the rest as it is written', () => {
    const text = readFileSync(join(packageRoot(), 'templates/chatbot.yaml'), 'utf8');
    const template = parseTemplate('chatbot.yaml', text);
    expect(choiceOf(template, template.questions[1]!)).toBe(0);
    const plain = fillTemplate(template, { system: 'a' });
    const own = fillTemplate(template, {
      system: 'a',
      choices: new Map([
        [1, 3],
        [2, 1],
      ]),
    });
    const changed = plain
      .split('\n')
      .flatMap((line, index) => (own.split('\n')[index] === line ? [] : [[line, own.split('\n')[index]]]));
    expect(changed).toEqual([
      [
        '  llm: { kind: llm, zone: supplier, provider: third-party }',
        '  llm: { kind: llm, zone: supplier, provider: own }',
      ],
      [
        '  logs: { kind: conversation-log, zone: prod, data: [personal], value: { confidentiality: high } }',
        '  logs: { kind: conversation-log, zone: prod, data: [], value: { confidentiality: high } }',
      ],
    ]);
    expect(plain).toContain('# What it must not say');
  });

  it('that are none say why', () => {
    const fault = (text: string) => () => parseTemplate('a.yaml', text);
    expect(fault('template: A')).toThrow(
      expect.objectContaining({ code: 'TEMPLATE-001', file: 'a.yaml', pointer: '/template' }) as Error,
    );
    expect(fault('a: [')).toThrow('this is no template');
    expect(
      fault(
        'template: a\ntitle: A\ndescription: d\nquestions: [{ ask: q, set: /assets/b/kind, choices: [{ value: a, label: a }, { value: b, label: b }] }]\nmodel: {}\n',
      ),
    ).toThrow('this is no template: the model has nothing at /assets/b/kind');
  });
});
