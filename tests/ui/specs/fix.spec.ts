import { expect, test } from '@jupyterlab/galata';

import { choice, fixButton, fixPanel, runCells, sources } from './failing';

const TABLE =
  'import pandas as pd\ndf = pd.DataFrame({"quantity": [2, 3], "price": [2, 5]})';
const MISSPELT = 'total = df["pirce"].sum()\nprint("total", total)';
const SPELT = MISSPELT.replace('pirce', 'price');

test('a misspelt column, from the button to the output', async ({
  page
}, info) => {
  await runCells(page, TABLE, MISSPELT);
  await fixButton(page).click();
  await expect(fixPanel(page)).toBeVisible();
  await expect(choice(page, 'Accept and run')).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: info.outputPath('proposal.png') });
  await expect(fixPanel(page).locator('.cm-deletedChunk')).toContainText(
    'pirce'
  );
  await expect(fixPanel(page)).toContainText('total 7');
  expect(await sources(page)).toEqual([TABLE, MISSPELT]);
  await choice(page, 'Accept and run').click();
  await expect(page.locator('.jp-OutputArea-output')).toHaveText('total 7\n');
  await expect(fixPanel(page)).toHaveCount(0);
  expect(await sources(page)).toEqual([TABLE, SPELT]);
  await page.keyboard.press('Control+z');
  expect(await sources(page)).toEqual([TABLE, MISSPELT]);
});
