import { expect, test } from '@playwright/test';

import { EMPTY } from './content';
import { ghostText, statusButton, type } from './ghost';

test('Notebook 7 shows ghost text and the state of the model', async ({
  page,
  request
}, info) => {
  await request.put('/api/contents/seven.ipynb', {
    data: { type: 'notebook', format: 'json', content: EMPTY }
  });
  await page.goto('/notebooks/seven.ipynb');
  await page.locator('.jp-Notebook .cm-content').first().click();
  await type(page, 'import num');
  await expect(ghostText(page)).toHaveText('py as np');
  await expect(statusButton(page)).toHaveAttribute('data-state', 'ready');
  await page.screenshot({ path: info.outputPath('notebook7.png') });
  await page.keyboard.press('Tab');
  await expect(page.locator('.jp-Notebook .cm-content').first()).toHaveText(
    'import numpy as np'
  );
});
