import { defineConfig } from 'vitest/config';

// Pictures are drawn and read by the hundred: a slow machine may take its time.
export default defineConfig({ test: { include: ['*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 } });
