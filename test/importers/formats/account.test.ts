import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Account } from '#importers/formats/account';
import { openImportFile } from '#importers/formats/import-file';
import { parseJsonDocument } from '#importers/formats/json/json-document';
import { TreeNode } from '#importers/formats/tree-node';
import { parseYamlStream } from '#importers/formats/yaml/parse-yaml-stream';
import type { ThreatloomError } from '#model/errors';

const file = (name: string, text: string) => openImportFile(name, new TextEncoder().encode(text));

describe('keys that stand twice in an object of JSON', () => {
  it('are told, since only the last of them is read', () => {
    const account = new Account(
      parseJsonDocument(
        file(
          'a.json',
          '{"a": 1,\n "b": [[], {"x": {"a": ","}, "x": "}", "\\u0078": 2}],\n "a": {"a": 3}, "c/d": 1,\n "a": 4,"c/d": 2}',
        ),
      ),
      { code: 'X-1' },
    );
    account.tell('/a');
    account.tell('/b');
    account.tell('/c~1d');
    const { losses, diagnostics } = account.finish();
    expect(losses.map(({ place, what, outcome }) => [place.line, place.pointer, what, outcome])).toEqual([
      [1, '/a', 'an earlier property "a"', 'not-read'],
      [2, '/b/1/x', 'an earlier property "x"', 'not-read'],
      [2, '/b/1/x', 'an earlier property "x"', 'not-read'],
      [3, '/a', 'an earlier property "a"', 'not-read'],
      [3, '/c~1d', 'an earlier property "c/d"', 'not-read'],
    ]);
    expect(diagnostics.map(({ code, line, column, message }) => [code, line, column, message])).toEqual(
      [
        [1, 2, 'a'],
        [2, 13, 'x'],
        [2, 30, 'x'],
        [3, 2, 'a'],
        [3, 17, 'c/d'],
      ].map(([line, column, key]) => [
        'INPUT-015',
        line,
        column,
        `an earlier property "${key}" is not read: the key stands below again, and the last one counts`,
      ]),
    );
  });

  it('are found in no JSON that was written from values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        expect(parseJsonDocument(file('a.json', JSON.stringify(value, null, indent))).repeated?.()).toEqual(
          [],
        );
      }),
    );
  });
});

describe('places in JSON', () => {
  it('are those of keys, of list items and of the nearest parent', () => {
    const document = parseJsonDocument(
      file('a.json', '{\n  "a": [1,\n    {"b\\"": "x}]\\\\"},\n    "y"],\n  "c~/d": {}\n}'),
    );
    const at = (pointer: string): string => {
      const { line, column } = document.locate(pointer);
      return `${line}:${column}`;
    };
    expect(
      ['', '/a', '/a/0', '/a/1', '/a/1/b"', '/a/2', '/c~0~1d', '/c~0~1d/none', '/a/1/none', '/none'].map(at),
    ).toEqual(['1:1', '2:3', '2:9', '3:5', '3:6', '4:5', '5:3', '5:3', '3:5', '1:1']);
  });

  it('hold for every value of any document: the text there begins with its key or value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const document = parseJsonDocument(file('a.json', text));
        const lines = text.split('\n');
        const visit = (pointer: string, here: unknown, key?: string): void => {
          const { line, column } = document.locate(pointer);
          const found = lines[line - 1]!.slice(column - 1);
          expect(found.startsWith(key === undefined ? JSON.stringify(here)[0]! : JSON.stringify(key))).toBe(
            true,
          );
          if (typeof here !== 'object' || here === null) return;
          for (const [step, part] of Object.entries(here)) {
            visit(
              `${pointer}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`,
              part,
              Array.isArray(here) ? undefined : step,
            );
          }
        };
        visit('', JSON.parse(text) as unknown);
      }),
      { numRuns: 200 },
    );
  });
});

describe('streams of YAML', () => {
  it('give each document with its lines, merges done and unknown tags passed over', () => {
    const documents = parseYamlStream(
      file('a.yaml', 'x: &x\n  a: 1\n---\n---\nb: !reset null\nc:\n  d: e\n'),
    );
    expect(documents.map(({ value }) => value)).toEqual([{ x: { a: 1 } }, { b: 'null', c: { d: 'e' } }]);
    expect(documents[1]!.locate('/c/d').line).toBe(7);
    expect(documents[1]!.locate('/c').line).toBe(6);
    expect(documents.map((each) => each.locate('').line)).toEqual([1, 5]);
    const [merged] = parseYamlStream(file('a.yaml', 'x: &x {a: 1}\ny: {<<: *x, b: 2}\n'));
    expect(merged!.value).toEqual({ x: { a: 1 }, y: { a: 1, b: 2 } });
    const [prompt] = parseYamlStream(file('a.yaml', 'chat: |\n  {{ bos_token }}\n  x: {{ name }}\n'));
    expect(prompt!.value).toEqual({ chat: '{{ bos_token }}\nx: {{ name }}\n' });
  });

  it('look for no more than a thousand faults in noise', () => {
    let refused: unknown;
    try {
      parseYamlStream(file('a.yaml', `a: ${']'.repeat(400_000)}\n`));
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'INPUT-006', file: 'a.yaml', line: 1, column: 4 });
    expect((refused as ThreatloomError).diagnostics).toHaveLength(1001);
  });

  it.each([
    [
      'a: *nowhere\n',
      'INPUT-006',
      'this is not YAML: Unresolved alias (the anchor must be set before the alias): nowhere',
    ],
    ['a: 1\n---\nb: {{ .Values.x }}\n', 'INPUT-006', 'this is a template, not YAML'],
    ['a: 1\n{{- if .x }}\nb: 2\n{{- end }}\n', 'INPUT-006', 'this is a template, not YAML'],
    [`a: ${'['.repeat(50_000)}\n`, 'INPUT-006', 'the YAML is nested more than 200 deep'],
  ])('refuse %.40j', (text, code, message) => {
    let refused: unknown;
    try {
      parseYamlStream(file('a.yaml', text));
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code, message, file: 'a.yaml' } satisfies Partial<ThreatloomError>);
  });
});

describe('an account', () => {
  const accountOf = (text: string) => {
    const account = new Account(parseJsonDocument(file('a.json', text)), {
      code: 'TEST-1',
      reasons: { secret: 'it may be one' },
    });
    return { account, root: TreeNode.of(account) };
  };

  it('tells what was asked for and what never was', () => {
    const { account, root } = accountOf(
      '{"name": "n",\n"parts": [{"id": 1, "colour": "red"}, 5],\n"secret": {"deep": [1, 2]},\n"none": null}',
    );
    expect(root.text('name')).toBe('n');
    expect(root.objects('parts').map((part) => part.text('id'))).toEqual(['1']);
    expect(root.text('none')).toBeUndefined();
    const { losses, diagnostics } = account.finish();
    expect(
      losses.map(({ place, what, outcome, why }) => [place.line, place.pointer, what, outcome, why]),
    ).toEqual([
      [2, '/parts/0/colour', 'property "colour"', 'not-read', 'a system model has no place for it'],
      [2, '/parts/1', 'entry 2 of "parts"', 'not-read', 'it should be an object, not a number'],
      [3, '/secret', 'property "secret"', 'not-read', 'it may be one'],
    ]);
    expect(diagnostics).toEqual([
      {
        code: 'TEST-1',
        severity: 'warning',
        message: 'entry 2 of "parts" should be an object, not a number',
        file: 'a.json',
        line: 2,
        column: 39,
        pointer: '/parts/1',
      },
    ]);
  });

  it('says once what is wrong, however often it is asked for', () => {
    const { account, root } = accountOf('{"name": {}}');
    expect([root.text('name'), root.text('name'), root.number('name')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const messages = [
      'property "name" should be text, not an object',
      'property "name" should be a number, not an object',
    ];
    const { losses, diagnostics } = account.finish();
    expect(diagnostics.map(({ message }) => message)).toEqual(messages);
    expect(losses.map(({ what, why }) => `${what} ${why?.replace(/^it /, '') ?? ''}`)).toEqual(messages);
  });

  it('never says a value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 3 })), (value) => {
        const { account, root } = accountOf(
          JSON.stringify({ ...value, token: 's3cr3t', deep: { k: ['s3cr3t'] } }),
        );
        root.text('a');
        root.items('b');
        root.at('deep')?.texts('k');
        expect(JSON.stringify(account.finish())).not.toContain('s3cr3t');
      }),
    );
  });
});
