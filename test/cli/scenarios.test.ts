import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exampleFolder } from './captured-io.ts';
import { play } from './scenario.ts';

const FOLDER = join(import.meta.dirname, 'scenarios');
const SCENARIOS = readdirSync(FOLDER).filter((name) => name.endsWith('.scenario'));

// After a wanted change: npm run test:update-goldens, and read what changed.
describe('the command line says what the scenario says', () => {
  let remove: (() => void) | undefined;
  afterEach(() => remove?.());

  it.each(SCENARIOS)('%s', { timeout: 120_000 }, async (name) => {
    const place = exampleFolder();
    remove = place.remove;
    const file = join(FOLDER, name);
    const text = readFileSync(file, 'utf8');
    await expect(await play(text, place.folder)).toMatchFileSnapshot(file);
  });
});
