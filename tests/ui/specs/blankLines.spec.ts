import { expect, test } from '@jupyterlab/galata';

import { ghostText, type } from './ghost';

test.beforeEach(async ({ page }) => {
  await page.notebook.createNew();
  await page.notebook.enterCellEditingMode(0);
});

test('a blank line shows ghost text before anything is typed on it', async ({
  page
}) => {
  await type(page, 'rows = load()');
  await page.keyboard.press('Enter');
  await expect(ghostText(page)).toHaveText('print(rows)');
  await page.keyboard.press('Tab');
  await expect(ghostText(page)).toHaveCount(0);
  await expect(page.locator('.jp-Cell .cm-line').nth(1)).toHaveText(
    'print(rows)'
  );
});

test('a line that is a whole magic shows none', async ({ page }) => {
  await type(page, '%matplotlib inline');
  await page.waitForTimeout(700);
  await expect(ghostText(page)).toHaveCount(0);
});
