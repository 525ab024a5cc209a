import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['*.test.ts'],
    // A machine of two cores under load; nothing here waits for time to pass.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Three engines draw on two cores: one after the other they are in time.
    fileParallelism: false,
  },
});
