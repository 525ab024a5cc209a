import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'specs',
  outputDir: '../../build/e2e',
  // Two side by side, each with a server, a browser and a film of its own; a file's journeys stay in their order.
  workers: 2,
  fullyParallel: false,
  // A test that passes only the second time has a bug that must be found.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  // A machine of two cores under load; nothing here waits for time to pass.
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
