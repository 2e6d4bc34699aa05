import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { answers, ask, chatPanel, choice, openChat } from './chatting';
import { expectProposal, fixButton, fixPanel } from './failing';
import { ghostText, statusButton, type } from './ghost';
import { picture } from './pictures';
import { runCells } from './running';

const HARBOURS = resolve(__dirname, '../../../examples/data/harbours.csv');

/** What the file has in it is known from the kernel only. */
const LOAD = 'import pandas as pd\n\nharbours = pd.read_csv("harbours.csv")';
const COLUMNS = ['harbour', 'country', 'depth_m', 'ships', 'opened'];
const MISSPELT = 'harbours.groupby("contry")["ships"].sum()';

/** The first answer reads the whole prompt. */
const PATIENCE = { timeout: 180_000 };

// For pictures that are sharp on every screen, and not wider than a page.
test.use({ deviceScaleFactor: 2, viewport: { width: 900, height: 720 } });

function cells(page: IJupyterLabPageFixture): Locator {
  return page.locator('.jp-Notebook .jp-Cell');
}

async function upload(
  page: IJupyterLabPageFixture,
  folder: string
): Promise<void> {
  const text = readFileSync(HARBOURS, 'utf8');
  await page.contents.uploadContent(text, 'text', `${folder}/harbours.csv`);
  await page.sidebar.close('left');
}

test('the default model completes a call', async ({ page }) => {
  await page.notebook.createNew();
  // The focus alone warms the model up.
  await page.notebook.enterCellEditingMode(0);
  await expect(statusButton(page)).toHaveAttribute('data-state', 'ready', {
    timeout: 120_000
  });
  await type(page, 'import numpy as np');
  await page.keyboard.press('Enter');
  await type(page, 'x = np.lin');
  const start = Date.now();
  await expect(ghostText(page)).toContainText('space(', { timeout: 60_000 });
  console.log(`first ghost text after ${Date.now() - start} ms`);
});

test('the default model goes on with what the cells have', async ({
  page,
  tmpPath
}, info) => {
  await upload(page, tmpPath);
  await runCells(page, LOAD, 'harbours.head(3)');
  await page.notebook.addCell('code', '');
  await page.notebook.enterCellEditingMode(2);
  await type(page, 'by_country = harbours.gr');
  await expect(ghostText(page)).toContainText('oupby(', PATIENCE);
  const shown = [cells(page).nth(0), cells(page).nth(2)];
  await picture(page, info, 'completion.png', ...shown);
});

test('the default model knows what a variable holds', async ({
  page,
  tmpPath
}, info) => {
  await upload(page, tmpPath);
  await openChat(page, LOAD);
  await ask(page, 'Which columns does @harbours have?');
  await expect(choice(page, 'Send')).toBeVisible(PATIENCE);
  for (const column of COLUMNS) {
    await expect(answers(page)).toContainText(column);
  }
  await page.sidebar.setWidth(440, 'right');
  await ask(page, 'How do I add up the ships of each country?');
  await expect(choice(page, 'Send')).toBeVisible(PATIENCE);
  await expect(answers(page).last().locator('pre')).toContainText('groupby');
  await picture(page, info, 'chat.png', chatPanel(page));
});

test('a repair is shown with what speaks for it', async ({
  page,
  tmpPath
}, info) => {
  await upload(page, tmpPath);
  await runCells(page, LOAD, MISSPELT);
  await fixButton(page).click();
  await expectProposal(page);
  await expect(fixPanel(page)).toContainText('"country"');
  await expect(fixPanel(page)).toContainText('Norway');
  await picture(page, info, 'fix.png', fixPanel(page));
});
