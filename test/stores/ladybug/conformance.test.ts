import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLadybugStore } from '#stores/ladybug/ladybug-store';
import { graphSchema } from '#stores/schema/read-schema';
import { describeStore } from '../../conformance/describe-store.ts';

describeStore('the embedded store', async () => {
  const folder = await mkdtemp(join(tmpdir(), "threatloom store's "));
  return {
    open: () => Promise.resolve(openLadybugStore({ folder: join(folder, 'graph'), schema: graphSchema() })),
    dispose: () => rm(folder, { recursive: true }),
  };
});
