/**
 * What the examples' reports look like, in one place. A change of the library or the analysis changes them: look at the
 * difference, and if it is wanted, npm run test:update-goldens.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleFolder, threatloom } from '../cli/captured-io.ts';

const place = exampleFolder();
afterAll(place.remove);

describe('the report of an example', { timeout: 60_000 }, () => {
  it.each(['support-chatbot', 'fraud-detection', 'trading-model'])('%s', async (name) => {
    const { exitCode, stdout, stderr } = await threatloom(place.folder, [
      'analyze',
      `examples/${name}.system.yaml`,
    ]);
    expect(exitCode).toBe(0);
    await expect(`${stderr}\n${stdout}`).toMatchFileSnapshot(
      join(import.meta.dirname, 'examples', `${name}.txt`),
    );
  });
});
