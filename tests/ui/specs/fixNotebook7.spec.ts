import { expect, test } from '@playwright/test';

import { EMPTY } from './content';

test('Notebook 7 fixes errors', async ({ page, request }, info) => {
  test.setTimeout(180_000);
  const source = 'prices = [2, 5]\nprint(sum(pirces))\nlen(prices)';
  const content = { ...EMPTY, cells: [{ ...EMPTY.cells[0], source }] };
  await request.put('/api/contents/fix7.ipynb', {
    data: { type: 'notebook', format: 'json', content }
  });
  await page.goto('/notebooks/fix7.ipynb');
  // Without a kernel nothing runs, and the notebook is idle too.
  await expect(
    page.getByRole('button', { name: 'Python 3 (ipykernel)' })
  ).toBeVisible({ timeout: 60_000 });
  await expect(
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
  ).toBeVisible({ timeout: 60_000 });
  await page.locator('.jp-Notebook .cm-content').first().click();
  await page.keyboard.press('Shift+Enter');
  await page.locator('.jp-CodeIntelFixButton:visible').click();
  const panel = page.getByRole('region', { name: 'Fix error' });
  const accept = panel.getByRole('button', { name: 'Accept and run' });
  await expect(accept).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: info.outputPath('notebook7.png') });
  await accept.click();
  await expect(page.locator('.jp-OutputArea-output').first()).toHaveText('7\n');
  await expect(panel).toHaveCount(0);
});
