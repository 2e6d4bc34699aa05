import { expect, test } from '@jupyterlab/galata';

import { ghostText, statusButton, type, watchGhostText } from './ghost';

test.describe('a notebook in JupyterLab', () => {
  test.beforeEach(async ({ page }) => {
    await page.notebook.createNew();
    await page.notebook.enterCellEditingMode(0);
  });

  test('shows ghost text while typing', async ({ page }, info) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await page.screenshot({ path: info.outputPath('ghost-text.png') });
  });

  test('streams several lines', async ({ page }) => {
    await type(page, 'def area(radius):');
    await expect(ghostText(page)).toContainText('return 3.14159');
  });

  test('goes on with the suggestion on a new line', async ({ page }) => {
    await type(page, 'def area(radius):');
    await expect(ghostText(page)).toContainText('return 3.14159');
    await page.keyboard.press('Enter');
    await expect(ghostText(page)).toHaveText('return 3.14159 * radius ** 2');
  });

  test('accepts with Tab', async ({ page }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await page.keyboard.press('Tab');
    await expect(ghostText(page)).toHaveCount(0);
    expect(await page.notebook.getCellTextInput(0)).toBe('import numpy as np');
  });

  test('dismisses with Escape and stays in the editor', async ({ page }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await page.keyboard.press('Escape');
    await expect(ghostText(page)).toHaveCount(0);
    expect(await page.notebook.isCellInEditingMode(0)).toBe(true);
    expect(await page.notebook.getCellTextInput(0)).toBe('import num');
  });

  test('keeps what is typed through, without flicker', async ({ page }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    const watching = page.evaluate(watchGhostText, 600);
    await type(page, 'py as');
    const frames = await watching;
    // A slow browser may paint two keys at once; none may blank or change the text.
    const kept = ['py as np', 'y as np', ' as np', 'as np', 's np', ' np'];
    expect(frames.filter(text => !kept.includes(text))).toEqual([]);
    await expect(ghostText(page)).toHaveText('np');
  });

  test('leaves Tab to the editor once another way was typed', async ({
    page
  }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await type(page, 'x');
    await expect(ghostText(page)).toHaveCount(0);
    await expect(page.locator('.jp-mod-inline-completer-active')).toHaveCount(
      0
    );
  });

  test('undoes an accepted suggestion in one step', async ({ page }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+z');
    await expect
      .poll(() => page.notebook.getCellTextInput(0))
      .not.toContain('py as np');
  });

  test('leaves prose alone', async ({ page }) => {
    await page.notebook.setCellType(0, 'markdown');
    await page.notebook.enterCellEditingMode(0);
    await type(page, 'import num');
    await page.waitForTimeout(500);
    await expect(ghostText(page)).toHaveCount(0);
  });

  test('tells that the model is ready, and more on a click', async ({
    page
  }, info) => {
    await type(page, 'import num');
    const button = statusButton(page);
    await expect(button).toHaveAttribute('data-state', 'ready');
    await button.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('script');
    await page.screenshot({ path: info.outputPath('status.png') });
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toHaveCount(0);
  });
});
