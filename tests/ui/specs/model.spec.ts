import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test } from '@jupyterlab/galata';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { answers, ask, chatPanel, choice, openChat } from './chatting';
import { expectProposal, fixButton, fixPanel, runCells } from './failing';
import { ghostText, statusButton, type } from './ghost';
import { picture } from './pictures';

const HARBOURS = resolve(__dirname, '../../../examples/data/harbours.csv');

/** What the file has in it is known from the kernel only. */
const LOAD = 'import pandas as pd\n\nharbours = pd.read_csv("harbours.csv")';
const WRONG = 'harbours.groupby("contry")["ships"].sum()';

/** The first answer reads the whole prompt. */
const PATIENCE = { timeout: 180_000 };

async function upload(
  page: IJupyterLabPageFixture,
  folder: string
): Promise<void> {
  const text = readFileSync(HARBOURS, 'utf8');
  await page.contents.uploadContent(text, 'text', `${folder}/harbours.csv`);
}

test('the default model completes a call', async ({ page }, info) => {
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
  await page.screenshot({ path: info.outputPath('default-model.png') });
});

test('the default model knows what a variable holds', async ({
  page,
  tmpPath
}, info) => {
  await upload(page, tmpPath);
  await openChat(page, LOAD, 'harbours.head(3)');
  await ask(page, 'Which columns does @harbours have?');
  await expect(choice(page, 'Send')).toBeVisible(PATIENCE);
  for (const name of ['harbour', 'country', 'depth_m', 'ships', 'opened']) {
    await expect(answers(page)).toContainText(name);
  }
  await picture(page, info, 'chat.png', chatPanel(page));
});

test('the default model repairs a cell', async ({ page, tmpPath }, info) => {
  await upload(page, tmpPath);
  await runCells(page, LOAD, WRONG);
  await fixButton(page).click();
  await expectProposal(page);
  await expect(fixPanel(page)).toContainText('"country"');
  await picture(page, info, 'fix.png', fixPanel(page));
});
