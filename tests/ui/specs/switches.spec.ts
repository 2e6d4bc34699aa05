import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';

import { countRequests, ghostText, statusButton, type } from './ghost';
import { reopen, run } from './reopening';

const EVERYWHERE = 'codeintel:toggle-suggestions';
const HERE = 'codeintel:toggle-suggestions-in-notebook';

/** Types what the model would go on with, and checks that it is not even asked. */
async function expectSilence(page: IJupyterLabPageFixture): Promise<void> {
  await page.locator('.jp-Notebook .cm-content').click();
  const asked = await countRequests(page);
  await type(page, 'import num');
  await page.waitForTimeout(700);
  await expect(ghostText(page)).toHaveCount(0);
  expect(await asked()).toBe(0);
}

test.describe('suggestions that are switched off', () => {
  test.beforeEach(async ({ page }) => {
    await page.notebook.createNew('off.ipynb');
    // What is saved before the kernel is known is asked about when it is opened again.
    await expect(page.getByText('Python 3 (ipykernel) | Idle')).toBeVisible();
  });

  test('stay off everywhere after a reload, and come back', async ({
    page,
    tmpPath
  }) => {
    await run(page, EVERYWHERE);
    await expect(statusButton(page)).toHaveText('off');
    await reopen(page, `${tmpPath}/off.ipynb`);
    await expectSilence(page);
    await run(page, EVERYWHERE);
    await expect(statusButton(page)).not.toHaveText('off');
    await page.locator('.jp-Notebook .cm-content').click();
    await page.keyboard.press('End');
    await page.keyboard.press('p');
    await expect(ghostText(page)).toHaveText('y as np');
  });

  test('stay off in one notebook after a reload', async ({ page, tmpPath }) => {
    await run(page, HERE);
    await expect(statusButton(page)).toHaveText('off in this notebook');
    await reopen(page, `${tmpPath}/off.ipynb`);
    await expect(statusButton(page)).toHaveText('off in this notebook');
    await expectSilence(page);
    await run(page, HERE);
    await page.locator('.jp-Notebook .cm-content').click();
    await page.keyboard.press('End');
    await page.keyboard.press('p');
    await expect(ghostText(page)).toHaveText('y as np');
  });

  test('take the one on the screen with them', async ({ page }) => {
    await page.notebook.enterCellEditingMode(0);
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await page.keyboard.press('Alt+Shift+Comma');
    await expect(ghostText(page)).toHaveCount(0);
  });
});
