import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['*.test.ts'],
    // A machine of two cores under load; nothing here waits for time to pass.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
