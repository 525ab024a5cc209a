import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node', include: ['*.test.ts'], globalSetup: ['support/build.ts'], testTimeout: 30_000, hookTimeout: 60_000, maxWorkers: 2,
  },
});
