import { expect, test } from '@jupyterlab/galata';

import { ghostText, statusButton, type } from './ghost';

test('the default model continues a function', async ({ page }, info) => {
  await page.notebook.createNew();
  await page.notebook.enterCellEditingMode(0);
  await type(page, 'def mean(values):\n"""Return the mean."""\nreturn su');
  const start = Date.now();
  await expect(ghostText(page)).toContainText('m(values)', {
    timeout: 120_000
  });
  info.annotations.push({
    type: 'first ghost text, model loading included',
    description: `${Date.now() - start} ms`
  });
  await expect(statusButton(page)).toHaveAttribute('data-state', 'ready', {
    timeout: 30_000
  });
  await page.screenshot({ path: info.outputPath('default-model.png') });
});
