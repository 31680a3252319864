import { describe, expect, it } from 'vitest';
import { threatDragon } from '#importers/systems/threat-dragon/index';
import { ThreatloomError } from '#model/errors';
import { describeMutations } from '../mutations.ts';
import { HAS_SAMPLES, sampleFile, systemFile } from '../system-files.ts';
import { CELLS, model, VERSION_1 } from './models.ts';

describe.skipIf(!HAS_SAMPLES)('samples of Threat Dragon', () => {
  it.each([
    // zones, nodes, flows, threats, safeguards, safeguards in place
    ['threat-dragon/demo-threat-model.json', 'threat-dragon-v1', 4, 7, 10, 14, 14, 4],
    ['threat-dragon/v2-threat-model.json', 'threat-dragon-v2', 3, 7, 10, 14, 14, 4],
    ['threat-dragon/three-tier-web-app.json', 'threat-dragon-v2', 2, 3, 3, 2, 2, 2],
    ['mermaid-drawio/rag/system.threat-dragon.json', 'threat-dragon-v2', 4, 6, 10, 0, 0, 0],
    ['mermaid-drawio/nested-zone/system.threat-dragon.json', 'threat-dragon-v2', 3, 3, 2, 0, 0, 0],
  ])('%s', (path, format, ...counts) => {
    const input = [sampleFile(path)];
    expect(threatDragon.detect(input)).toBe(format);
    const { draft } = threatDragon.read(input);
    const { zones, assets, actors, flows, threats, safeguards } = draft;
    const done = safeguards.filter(({ status }) => status === 'in-place');
    const lists = [zones, [...assets, ...actors], flows, threats, safeguards, done];
    expect(lists.map(({ length }) => length)).toEqual(counts);
  });

  it.each([
    [
      'threat-dragon/malformed-new-model.json',
      [
        '/summary 1:1 a Threat Dragon model has "summary"; this one has none',
        '/detail/diagrams 6:3 a Threat Dragon model has a list of "diagrams" in its "detail"; this one has none',
      ],
    ],
    [
      'threat-dragon/v2-malformed-new-model.json',
      [
        '/summary/title 3:3 a Threat Dragon model has a title in its "summary"; this one has none',
        '/detail 1:1 a Threat Dragon model has "detail"; this one has none',
      ],
    ],
  ])('%s is refused with all that it lacks', (path, faults) => {
    const input = [sampleFile(path)];
    expect(threatDragon.detect(input)).toBeDefined();
    let thrown: unknown;
    try {
      threatDragon.read(input);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ThreatloomError);
    const { diagnostics } = thrown as ThreatloomError;
    expect(
      diagnostics.map(({ pointer, line, column, message }) => `${pointer} ${line}:${column} ${message}`),
    ).toEqual(faults);
  });
});

describeMutations(threatDragon, {
  'threat-dragon-v1': [systemFile('a.json', VERSION_1)],
  'threat-dragon-v2': [systemFile('a.json', model(CELLS))],
});
