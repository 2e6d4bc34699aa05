import { expect, test } from '@jupyterlab/galata';

import { barriers } from './axe';
import {
  ask,
  chatPanel,
  choice,
  expectAnswer,
  openChat,
  question
} from './chatting';
import { expectProposal, fixButton, runCells } from './failing';

const CHAT = '#jupyter-codeintel-chat';

test.setTimeout(180_000);

test('nothing in the chat is a barrier', async ({ page }) => {
  await openChat(page, 'total = 2.345');
  expect(await barriers(page, CHAT)).toEqual([]);
  await question(page).pressSequentially('@');
  await expect(
    chatPanel(page).getByRole('listbox').getByRole('option').first()
  ).toBeVisible();
  expect(await barriers(page, CHAT)).toEqual([]);
  await ask(page, 'Round the total.');
  await expectAnswer(page, 'round(2.345, 2)');
  await choice(page, 'Replace cell…').click();
  await expect(chatPanel(page).locator('.cm-deletedChunk')).toBeVisible();
  expect(await barriers(page, CHAT)).toEqual([]);
  await page.theme.setDarkTheme();
  expect(await barriers(page, CHAT)).toEqual([]);
});

test('nothing in a fix is a barrier', async ({ page }) => {
  await runCells(page, 'prices = [2, 5]', 'print(sum(pirces) / len(prices))');
  await fixButton(page).click();
  await expectProposal(page);
  expect(await barriers(page, '.jp-CodeIntelFix')).toEqual([]);
  await page.theme.setDarkTheme();
  expect(await barriers(page, '.jp-CodeIntelFix')).toEqual([]);
});

test('the chat by keyboard alone', async ({ page }) => {
  await openChat(page, 'total = 2.345');
  await page.keyboard.type('Round the total.');
  await page.keyboard.press('Shift+Enter');
  await expect(question(page)).toHaveValue('Round the total.\n');
  await page.keyboard.press('Enter');
  await expectAnswer(page, 'round(2.345, 2)');
  await expect(question(page)).toBeFocused();
  await choice(page, 'Copy answer').focus();
  await page.keyboard.press('Alt+Shift+C');
  await expect(chatPanel(page)).toBeHidden();
  await page.keyboard.press('Alt+Shift+C');
  await expect(question(page)).toBeFocused();
});
