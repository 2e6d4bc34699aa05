import { expect, test } from '@playwright/test';

import { EMPTY } from './content';

test('Notebook 7 has the chat beside the notebook', async ({
  page,
  request
}, info) => {
  test.setTimeout(180_000);
  const content = {
    ...EMPTY,
    cells: [{ ...EMPTY.cells[0], source: 'total = 2.345' }]
  };
  await request.put('/api/contents/chat7.ipynb', {
    data: { type: 'notebook', format: 'json', content }
  });
  await page.goto('/notebooks/chat7.ipynb');
  await page.locator('.jp-Notebook .cm-content').first().click();
  await page.keyboard.press('Alt+Shift+C');
  const question = page.getByRole('textbox', { name: 'Question' });
  await question.fill('Round the total.');
  await question.press('Enter');
  await expect(page.locator('.jp-CodeIntelChat-answer')).toContainText(
    'round(2.345, 2)',
    { timeout: 60_000 }
  );
  await page.screenshot({ path: info.outputPath('notebook7.png') });
  await page.keyboard.press('Alt+Shift+C');
  await expect(question).toBeHidden();
});
