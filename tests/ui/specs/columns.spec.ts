import { expect, test } from '@jupyterlab/galata';

import { ghostText, type } from './ghost';

test('a column that the live data frame has is offered', async ({ page }) => {
  await page.notebook.createNew();
  await page.notebook.setCell(
    0,
    'code',
    'import pandas as pd\ndf = pd.DataFrame({"quantity": [1], "price": [2]})'
  );
  await page.notebook.runCell(0);
  await page.notebook.addCell('code', '');
  await page.notebook.enterCellEditingMode(1);
  // The engine here says "quantiti", which is none of the columns.
  await type(page, 'df["');
  await expect(ghostText(page)).toHaveText(/^quantity/);
});
