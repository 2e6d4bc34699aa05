import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

/** Runs a command. */
export function run(
  page: IJupyterLabPageFixture,
  command: string
): Promise<void> {
  return page.evaluate(async id => {
    await window.jupyterapp.commands.execute(id);
  }, command);
}

/** Saves, loads JupyterLab again, and a notebook in it. */
export async function reopen(
  page: IJupyterLabPageFixture,
  path: string
): Promise<void> {
  await run(page, 'docmanager:save');
  // The test tool's own way waits for a page without a notebook.
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(() => location.reload())
  ]);
  await page.waitForFunction(() => window.jupyterapp?.commands);
  await page.evaluate(() => window.jupyterapp.restored);
  await page.evaluate(async path => {
    await window.jupyterapp.commands.execute('docmanager:open', { path });
  }, path);
  await expect(page.locator('.jp-Notebook .cm-content').first()).toBeVisible();
}
