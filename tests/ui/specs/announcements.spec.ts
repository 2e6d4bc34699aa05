import { expect, test } from '@jupyterlab/galata';

import { ghostText, type } from './ghost';

test('a suggestion is announced once, and read out on demand', async ({
  page
}) => {
  await page.notebook.createNew();
  await page.notebook.enterCellEditingMode(0);
  const region = page.locator('.jp-CodeIntelAnnouncements');
  await expect(region).toHaveAttribute('aria-live', 'polite');
  await type(page, 'def mean(values):');
  await expect(ghostText(page)).toContainText('return total / n');
  await expect(region).toHaveText(
    'Suggestion: total = sum(values), and 2 more lines'
  );
  const said = await region.evaluateHandle(node => {
    const said: string[] = [];
    new MutationObserver(() => said.push(node.textContent ?? '')).observe(
      node,
      { childList: true }
    );
    return said;
  });
  await page.keyboard.press('Alt+Shift+Period');
  await page.waitForTimeout(1500);
  expect(await said.jsonValue()).toEqual([]);
  await page.keyboard.press('Alt+Comma');
  await expect(region).toHaveText('n = len(values)    return total / n');
});
