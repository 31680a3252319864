import { defineConfig } from 'vitest/config';

// Tests run the TypeScript sources: the `threatloom-source` condition of package.json#imports leads there.
export default defineConfig({
  resolve: { conditions: ['threatloom-source'] },
  ssr: { resolve: { conditions: ['threatloom-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    globalSetup: ['test/neo4j/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    expect: { poll: { timeout: 20_000 } },
  },
});
