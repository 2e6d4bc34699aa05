import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

const python = process.env.PYTHON ?? 'python';
const checkout = resolve(__dirname, '../..');

// Kept for the processes that run the tests, which read this file too.
const homes = (process.env.CODEINTEL_UI_HOMES ??= mkdtempSync(
  join(tmpdir(), 'codeintel-ui-homes-')
));

/** A server of its own: it shares no settings and no engine with the person who runs the tests. */
function server(port: number, extension: string) {
  const home = join(homes, `${port}`);
  const config = join(__dirname, 'jupyter_server_config.py');
  return {
    command: `${python} -m jupyterlab --config ${config}`,
    url: `http://127.0.0.1:${port}/codeintel/status`,
    timeout: 120_000,
    reuseExistingServer: false,
    env: {
      CODEINTEL_UI_PORT: `${port}`,
      CODEINTEL_UI_EXTENSION: extension,
      JUPYTER_CONFIG_DIR: join(home, 'config'),
      JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: join(home, 'settings'),
      PYTHONPATH: [checkout, __dirname].join(':')
    }
  };
}

/** Whether the default model is in the store of whoever runs the tests. */
function hasModel(): boolean {
  const resolving =
    'from jupyter_codeintel.models.resolve import resolve_model; resolve_model()';
  return spawnSync(python, ['-c', resolving], { cwd: checkout }).status === 0;
}

/** Whatever the tests measure, it is not how long an engine takes to start. */
const setup = {
  name: 'setup',
  testMatch: '**/engine.setup.ts',
  use: { baseURL: 'http://127.0.0.1:9331' }
};
const scripted = {
  name: 'scripted',
  dependencies: ['setup'],
  testIgnore: ['**/model.spec.ts', '**/models*.spec.ts'],
  use: { baseURL: 'http://127.0.0.1:9331' }
};
const model = {
  name: 'model',
  testMatch: '**/model.spec.ts',
  timeout: 240_000,
  use: { baseURL: 'http://127.0.0.1:9332' }
};
const models = {
  name: 'models',
  testMatch: '**/models*.spec.ts',
  use: { baseURL: 'http://127.0.0.1:9333' }
};
const isModelThere = hasModel();

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  reporter: [['list']],
  timeout: 60_000,
  // A test that passes only when tried again is listed as flaky.
  retries: 1,
  workers: 1,
  projects: [setup, scripted, models, ...(isModelThere ? [model] : [])],
  webServer: [
    server(9331, 'scripted_extension'),
    server(9333, 'models_extension'),
    ...(isModelThere ? [server(9332, 'jupyter_codeintel')] : [])
  ],
  use: {
    viewport: { width: 1100, height: 720 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  }
});
