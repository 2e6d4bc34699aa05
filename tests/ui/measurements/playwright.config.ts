import { defineConfig } from '@playwright/test';

import tests from '../playwright.config';

/** Measurements are run by hand: `jlpm measure`. What they find depends on the machine. */
export default defineConfig({
  ...tests,
  testDir: '.',
  outputDir: '../test-results',
  testMatch: '**/*.spec.ts',
  timeout: 600_000,
  retries: 0,
  projects: [{ name: 'scripted', use: { baseURL: 'http://127.0.0.1:9331' } }]
});
