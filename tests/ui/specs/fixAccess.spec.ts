import { expect, test } from '@jupyterlab/galata';

import {
  choice,
  expectProposal,
  fixButton,
  fixPanel,
  outputs,
  runCells,
  sources
} from './failing';

const NAMES = 'prices = [2, 5]';
const MISSPELT = 'print(sum(pirces) / len(prices))';

test.setTimeout(180_000);

test.describe('a fix', () => {
  test.beforeEach(async ({ page }) => {
    await runCells(page, NAMES, MISSPELT);
    await page.notebook.selectCells(1);
  });

  test('by keyboard alone', async ({ page }) => {
    await page.keyboard.press('Alt+Shift+F');
    await expect(fixPanel(page)).toBeFocused();
    await expectProposal(page);
    await expect(fixPanel(page)).toBeFocused();
    for (const name of ['Accept and run', 'Accept', 'Try another', 'Dismiss']) {
      await page.keyboard.press('Tab');
      while (!(await choice(page, name).evaluate(isFocused))) {
        await page.keyboard.press('Tab');
      }
    }
    // Keys that mean something to a notebook mean nothing to it here.
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    expect(await sources(page)).toEqual([NAMES, MISSPELT]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(outputs(page)).toHaveText('3.5\n');
    await page.keyboard.press('z');
    expect(await sources(page)).toEqual([NAMES, MISSPELT]);
  });

  test('is told to screen readers, and can be dismissed', async ({ page }) => {
    await page.keyboard.press('Alt+Shift+F');
    const region = fixPanel(page).getByRole('status');
    await expect(region).toHaveAttribute('aria-live', 'polite');
    await expect(region).toHaveText(/^Proposed fix: /);
    await page.keyboard.press('Escape');
    await expect(fixPanel(page)).toHaveCount(0);
    await page.keyboard.press('Alt+Shift+F');
    await expect(fixPanel(page)).toBeFocused();
  });

  test('from the toolbar of a cell that failed', async ({ page }) => {
    const inToolbar = page.locator(
      '.jp-cell-toolbar [data-jp-item-name="codeintel-fix-error"]:visible'
    );
    await expect(inToolbar).toBeVisible();
    await page.notebook.selectCells(0);
    await expect(inToolbar).toHaveCount(0);
    await page.notebook.selectCells(1);
    await inToolbar.click();
    await expectProposal(page);
  });

  test('from the context menu of a cell that failed', async ({ page }) => {
    await page.locator('.jp-Cell-outputArea').last().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Fix Error' }).click();
    await expectProposal(page);
  });

  test('is gone with its cell and leaves no trace in the notebook', async ({
    page
  }) => {
    await fixButton(page).click();
    await expectProposal(page);
    expect(await page.notebook.save()).toBe(true);
    await page.evaluate(async () => {
      await window.jupyterapp.commands.execute('notebook:delete-cell');
    });
    await expect(fixPanel(page)).toHaveCount(0);
    expect(await sources(page)).toEqual([NAMES]);
  });

  test('is not offered when it is switched off', async ({ page }) => {
    const enable = (value: boolean) =>
      page.evaluate(async value => {
        const settings = await window.galata.getPlugin(
          '@jupyterlab/apputils-extension:settings'
        );
        await settings?.set('jupyter-codeintel:fix', 'enabled', value);
      }, value);
    await expect(fixButton(page)).toBeVisible();
    await enable(false);
    await expect(fixButton(page)).toHaveCount(0);
    await page.keyboard.press('Alt+Shift+F');
    await expect(fixPanel(page)).toHaveCount(0);
    await enable(true);
    await expect(fixButton(page)).toBeVisible();
  });
});

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}
