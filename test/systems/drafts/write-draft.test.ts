import { describe, expect, it } from 'vitest';
import { WHOLE } from '#model/draft-system';
import { readSystemModel } from '#systems/read-system-model';
import { writeDraft } from '#systems/drafts/write-draft';
import { asset, completed, flow, place } from './drafts.ts';

const read = (text: string) => readSystemModel({ file: 'a.system.yaml', text });

describe('a written draft', () => {
  it('marks what the importer itself has worked out', () => {
    const done = completed({
      zones: [],
      assets: [
        asset('api', {
          kind: 'inference-api',
          exposure: 'public',
          guessed: { exposure: 'its ports are published', provider: 'of a key that it does not have' },
        }),
        asset('db', { kind: 'database', guessed: { [WHOLE]: 'a variable names it' }, ask: ['whose is it?'] }),
      ],
      flows: [flow('api', 'db', { guessed: { [WHOLE]: 'DB_URL names it', to: 'by its host' } })],
    });
    expect(writeDraft(done)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=node_modules/threatloom/schemas/system.schema.json

      threatloom: 1
      system: a-system

      actors:
        # decide: who uses the system, who works on it, and who may mean harm?
        anyone:
          name: Anyone outside
          attacker: external # guessed: the file names no person

      assets:
        api:
          kind: inference-api
          exposure: public # guessed: its ports are published
          value: {integrity: medium} # guessed: by its kind, since the file rates nothing
        # guessed: a variable names it
        # decide: whose is it?
        db:
          kind: database
          value: {confidentiality: medium, integrity: medium} # guessed: by its kind, since the file rates nothing

      flows:
        # guessed: DB_URL names it
        - from: api
          to: db # guessed: by its host
          carries: [response] # guessed: from what is at its ends
      "
    `);
  });

  it('says what was read, what was guessed and what a person must decide', () => {
    const done = completed({
      name: 'Help desk',
      zones: [
        { id: 'internet', name: 'Internet', place },
        { id: 'somewhere', name: 'Somewhere', place },
      ],
      assets: [
        asset('user', { name: 'User', fallback: 'external', zone: 'internet' }),
        asset('rag', { name: 'RAG Module', zone: 'somewhere', ask: ['who runs it?'] }),
        asset('thing', { name: 'Thing', zone: 'somewhere' }),
        asset('vectors', {
          name: 'Vector DB',
          zone: 'somewhere',
          fallback: 'store',
          extensions: { 'x-cvss': 7.1 },
        }),
        asset('gpt', { name: 'GPT-4', zone: 'internet' }),
      ],
      flows: [
        flow('user', 'rag', { name: '1. Ask question', both: true, encrypted: true }),
        flow('rag', 'vectors', { ask: ['what goes there?'] }),
        flow('rag', 'gpt'),
      ],
      safeguards: [{ id: 'filter', place, on: ['rag'], implements: ['AML.M0020'], status: 'planned' }],
      threats: [
        {
          id: 'leak',
          place,
          name: 'Leak',
          on: ['vectors'],
          status: 'Open',
          safeguards: ['filter'],
          stride: ['information-disclosure'],
        },
      ],
    });
    const text = writeDraft(done, ['Imported from foreign.json.']);
    expect(text).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=node_modules/threatloom/schemas/system.schema.json
      # Imported from foreign.json.

      threatloom: 1
      system: a-system
      name: Help desk

      zones:
        internet:
          name: Internet
          trust: 0 # guessed: "internet" in its name
        # decide: how far is it trusted, from 0 (anyone) to 5 (most trusted)?
        somewhere:
          name: Somewhere
          trust: 3

      actors:
        # decide: may it mean harm? If not, attacker: none
        user:
          name: User
          zone: internet
          attacker: external # guessed: "user" in its name

      assets:
        # decide: who runs it?
        rag:
          name: RAG Module
          kind: ai-product # guessed: "rag module" in its name
          zone: somewhere
          value: {integrity: medium} # guessed: by its kind, since the file rates nothing
          uses: [gpt] # guessed: from the flows between them
          retrieves-from: [vectors] # guessed: from the flows between them
        # decide: what kind of thing is it?
        thing:
          name: Thing
          kind: process
          zone: somewhere
        vectors:
          name: Vector DB
          kind: vector-index # guessed: "vector db" in its name
          zone: somewhere
          value: {confidentiality: medium, integrity: medium} # guessed: by its kind, since the file rates nothing
          x-cvss: 7.1
        gpt:
          name: GPT-4
          kind: llm # guessed: "gpt 4" in its name
          zone: internet
          provider: third-party # guessed: "gpt 4" in its name

      flows:
        - name: 1. Ask question
          from: user
          to: rag
          carries: [prompt] # guessed: "ask question" in its name
          both: true
          encrypted: true
        # decide: what goes there?
        - from: rag
          to: vectors
          carries: [document] # guessed: from what is at its ends
        - from: rag
          to: gpt
          carries: [prompt] # guessed: from what is at its ends

      safeguards:
        filter:
          on: [rag]
          implements: [AML.M0020]
          status: planned

      x-threats:
        leak:
          name: Leak
          on: [vectors]
          status: Open
          stride: [information-disclosure]
          safeguards: [filter]
      "
    `);
    const { model, diagnostics } = read(text);
    expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'SYS-045 /assets/thing/kind',
    ]);
    expect(model?.extensions).toMatchObject({
      '/assets/vectors/x-cvss': 7.1,
      '/x-threats': { leak: { on: ['vectors'] } },
    });
  });

  it('reads back whatever stands in names, descriptions and extensions', () => {
    const odd = [
      'a: b # c',
      '- x',
      '"',
      "'",
      '{',
      '\u0000\u0007',
      '\ufffd',
      '\u2028',
      '\ud800',
      '  lead',
      'trail ',
      'two\nlines\n',
      'cr\r\nlf',
      'null',
      '1e3',
      '~',
      'on',
      '',
      '%YAML',
      '---',
      '*a',
      '&a',
      '!t',
      '\t',
      'x'.repeat(3000),
      'a\n \n  b',
      '#',
    ];
    for (const text of odd) {
      const done = completed({
        name: text,
        assets: [
          asset('a', {
            name: text,
            description: text,
            kind: 'llm',
            ask: [text],
            extensions: { 'x-odd': { [`${text}:`]: text, list: [text] } },
          }),
        ],
      });
      const { model, diagnostics } = read(writeDraft(done, [text]));
      expect([text, diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([text, []]);
      expect(model?.name).toBe(text);
      expect(model?.assets[0]).toMatchObject({ name: text, description: text });
      expect(model?.extensions?.['/assets/a/x-odd']).toEqual({ [`${text}:`]: text, list: [text] });
    }
  });

  it('writes keys that no model may have between brackets, and what is nested too deep as text', () => {
    const deep = JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown;
    const extensions = { proto: JSON.parse('{"__proto__":1,"":2,"true":3}') as unknown, 'x-deep': deep };
    const { model, diagnostics } = read(
      writeDraft(completed({ assets: [asset('a', { kind: 'llm', extensions })] })),
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(model?.extensions?.['/assets/a/x-proto']).toEqual({ '(__proto__)': 1, '()': 2, '(true)': 3 });
    expect(JSON.stringify(model?.extensions?.['/assets/a/x-deep'])).toBe(
      `${'['.repeat(12)}"${'['.repeat(28)}${']'.repeat(28)}"${']'.repeat(12)}`,
    );
  });
});
