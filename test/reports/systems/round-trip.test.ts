/** Exports are valid for their tools, and what they carry comes back. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { detectSystem } from '#importers/systems/registry';
import { otm as otmImporter } from '#importers/systems/otm/index';
import { threatDragon as threatDragonImporter } from '#importers/systems/threat-dragon/index';
import { mermaid as mermaidImporter } from '#importers/systems/mermaid/index';
import { compareText } from '#model/diagnostics';
import { ThreatloomError } from '#model/errors';
import type { SystemImporter } from '#model/system-importer';
import type { SystemModel } from '#model/system-model';
import { mermaid } from '#reports/systems/mermaid/index';
import { otm } from '#reports/systems/otm/index';
import { SYSTEM_EXPORTERS } from '#reports/systems/registry';
import { threatDragon } from '#reports/systems/threat-dragon/index';
import { completeDraft } from '#systems/drafts/complete-draft';
import { writeDraft } from '#systems/drafts/write-draft';
import { readSystemModel } from '#systems/read-system-model';
import { packageRoot } from '#packaging/package-root';
import { openExamples } from '../../examples.ts';
import { HAS_SAMPLES, sampleFile, SAMPLES, systemFile } from '../../importers/systems/system-files.ts';

const { examples } = openExamples();
const wholeFormat = readSystemModel({
  file: 'whole-format.system.yaml',
  text: readFileSync(join(packageRoot(), 'test/fixtures/systems/whole-format.system.yaml'), 'utf8'),
}).model!;
const TINY = readSystemModel({
  file: 'tiny.yaml',
  text: `threatloom: 1
system: s
zones: { z: { trust: 1 }, y: { in: z, trust: 1 }, end: { trust: 5, name: end } }
actors: { a: { zone: z, attacker: external, deceivable: false, access: { b: [read] } } }
assets:
  b: { kind: tool, zone: y, effects: [], disclosed: [], name: 'Tool "#1" <x>', description: 'a %%{init}%% b' }
  c: { kind: dataset, contributors: { a: [write] }, triggered-by: schedule }
  d: { kind: tool, name: "**Chat** of [Person]" }
  e: { kind: tool, name: "*Shop* [Container: Go]", description: Sells }
flows:
  - { from: a, to: b }
  - { from: a, to: b, both: true, encrypted: false }
  - { id: f, from: b, to: c, name: "b to c" }
  - { id: same, from: b, to: a, name: same }
  - { from: c, to: a, name: without an id }
  - { from: d, to: e, name: "**all** <br> of it" }
safeguards:
  g: { on: [f, z], implements: [], status: planned }
  h: { name: h, on: [b], implements: [], status: planned }
`,
}).model!;

/** Every sample that an importer takes; folders of several files are not among them. */
function sampleModels(): (readonly [string, SystemModel])[] {
  const paths = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).sort(compareText);
  return paths
    .filter((path) => statSync(join(SAMPLES, path)).isFile())
    .flatMap((path) => {
      const imported = importedSample(path);
      return imported === undefined ? [] : [[path, imported] as const];
    });
}

function importedSample(path: string): SystemModel | undefined {
  const input = [sampleFile(path)];
  try {
    const imported = detectSystem(input).importer.read(input);
    const text = writeDraft(completeDraft(imported));
    return readSystemModel({ file: `${path}.system.yaml`, text }).model!;
  } catch (error) {
    // Schemas, mappings, evaluation reports, and what is damaged on purpose.
    if (error instanceof ThreatloomError) return undefined;
    throw error;
  }
}

const FROM_SAMPLES = HAS_SAMPLES ? sampleModels() : [];
const MODELS: readonly (readonly [string, SystemModel])[] = [
  ...examples.map(({ name, model }) => [name, model] as const),
  ['whole format', wholeFormat],
  ['tiny', TINY],
  ...FROM_SAMPLES,
];
/** A flowchart has a node at least. */
const DRAWABLE = MODELS.filter(([, { actors, assets }]) => actors.length + assets.length > 0);

function importedBack(importer: SystemImporter, file: string, text: string): SystemModel {
  const input = [systemFile(file, text)];
  expect(detectSystem(input).importer.id).toBe(importer.id);
  const { draft, losses, diagnostics } = importer.read(input);
  expect(diagnostics).toEqual([]);
  const back = readSystemModel({
    file: 'back.system.yaml',
    text: writeDraft(completeDraft({ draft, losses, diagnostics })),
  });
  expect(back.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return back.model!;
}

const NOT_CARRIED: ReadonlySet<string> = new Set(['source', 'positions', 'extensions', 'accepted']);

/** All but what no other tool is to carry. */
function graphOf(model: SystemModel): unknown {
  return Object.fromEntries(Object.entries(model).filter(([key]) => !NOT_CARRIED.has(key)));
}

function schemaOf(path: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(SAMPLES, path), 'utf8')) as Record<string, unknown>;
  // Another draft of JSON Schema than the validator's own; none of what they differ in is used.
  delete schema['$schema'];
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

describe('exports', () => {
  it.skipIf(!HAS_SAMPLES)('are tried with all samples that are system models of other tools', () => {
    expect(FROM_SAMPLES.length).toBe(33);
  });

  it('are listed by their folders', () => {
    expect(SYSTEM_EXPORTERS.map(({ id }) => id)).toEqual(['mermaid', 'otm', 'threat-dragon']);
  });

  it.each(MODELS)('to OTM, %s, come back as the same graph', (_, model) => {
    expect(graphOf(importedBack(otmImporter, 'a.otm.json', otm.write(model).text))).toEqual(graphOf(model));
  });

  it.each(MODELS)('to Threat Dragon, %s, come back as the same graph', (_, model) => {
    expect(graphOf(importedBack(threatDragonImporter, 'a.json', threatDragon.write(model).text))).toEqual(
      graphOf(model),
    );
  });

  it.each(DRAWABLE)('to Mermaid, %s, come back as the same graph', (_, model) => {
    expect(graphOf(importedBack(mermaidImporter, 'a.mmd', mermaid.write(model).text))).toEqual(
      graphOf(model),
    );
  });

  it('to Mermaid begin no directive, whatever a text says', () => {
    const { text } = mermaid.write(TINY);
    expect(text).toContain('"description":"a %\\u0025{init}%\\u0025 b"');
    expect(text).not.toContain('%%{');
  });

  it('say what they leave out', () => {
    for (const exporter of SYSTEM_EXPORTERS) {
      expect(exporter.write(wholeFormat).leftOut).toEqual(['1 accepted risk']);
      expect(exporter.write(TINY).leftOut).toEqual([]);
    }
  });

  it.skipIf(!HAS_SAMPLES).each(MODELS)('of %s are valid for the schemas of their tools', (_, model) => {
    for (const [schema, text] of [
      ['otm/otm_schema.json', otm.write(model).text],
      ['threat-dragon/threat-dragon-v2.schema.json', threatDragon.write(model).text],
    ] as const) {
      const validate = schemaOf(schema);
      validate(JSON.parse(text));
      expect([schema, validate.errors]).toEqual([schema, null]);
    }
  });
});
