import { expect, test } from '@jupyterlab/galata';

import { ghostText, statusButton, type } from './ghost';

test('the default model completes a call', async ({ page }, info) => {
  await page.notebook.createNew();
  // The focus alone warms the model up.
  await page.notebook.enterCellEditingMode(0);
  await expect(statusButton(page)).toHaveAttribute('data-state', 'ready', {
    timeout: 120_000
  });
  await type(page, 'import numpy as np');
  await page.keyboard.press('Enter');
  await type(page, 'x = np.lin');
  const start = Date.now();
  await expect(ghostText(page)).toContainText('space(', { timeout: 60_000 });
  console.log(`first ghost text after ${Date.now() - start} ms`);
  await page.screenshot({ path: info.outputPath('default-model.png') });
});
