import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Diagnostic } from '#model/diagnostics';
import { systemJsonSchema } from '../../src/systems/json-schema.ts';
import type { Vocabulary } from '../../src/systems/read-system-model.ts';

export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/systems/${name}`, import.meta.url), 'utf8');
}

export function example(name: string): string {
  return readFileSync(new URL(`../../examples/${name}.system.yaml`, import.meta.url), 'utf8');
}

/** `3:8 error SYS-015 /stage unknown value … — did you mean …`; the whole document's pointer is written `-`. */
export function line({ line, column, severity, code, pointer, message, hint }: Diagnostic): string {
  const place = `${line ?? '?'}:${column ?? '?'}`;
  const at = pointer === undefined || pointer === '' ? '-' : pointer;
  return `${place} ${severity} ${code} ${at} ${message}${hint === undefined ? '' : ` — ${hint}`}`;
}

/** What little the faulty fixtures' frameworks and libraries know. */
export const SMALL_VOCABULARY: Vocabulary = {
  controlIds: ['AML.M0002', 'AML.M0020'],
  techniqueIds: ['AML.T0051', 'AML.T0005'],
  profileKeys: [{ key: 'users', values: ['public', 'employees'] }, { key: 'sector' }],
};

/** Judges a document by the JSON Schema alone. */
export function schemaValidator(): (document: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  formats.default(ajv);
  const validate = ajv.compile(systemJsonSchema());
  return (document) => validate(document);
}
