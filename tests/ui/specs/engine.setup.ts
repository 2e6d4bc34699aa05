import { expect, test } from '@playwright/test';

import { warm } from './warming';

test('the engine starts', async ({ request, page }) => {
  // Opening JupyterLab connects to the server; the first request starts the engine.
  await page.goto('/lab');
  await expect
    .poll(
      async () => {
        await warm(page);
        const status = await request.get('/codeintel/status');
        return (await status.json()).engine;
      },
      { timeout: 60_000 }
    )
    .toBe('ready');
});
