import { expect, test } from '@jupyterlab/galata';

import {
  answers,
  ask,
  chatPanel,
  choice,
  expectAnswer,
  openChat,
  question,
  showChat
} from './chatting';
import { EMPTY } from './content';
import { sources } from './failing';
import { reopen } from './reopening';

/** What the engine here answers stands in script.json. */
const TABLE =
  'import pandas as pd\ndf = pd.DataFrame({"quantity": [2, 3], "price": [2, 5]})';
const COLUMNS = 'Which columns has it?';
const TOTAL = 'total = 2.345';
const ROUNDED = 'total = round(2.345, 2)';

test.setTimeout(180_000);

test('a question is answered as it comes', async ({ page }, info) => {
  await openChat(page, TABLE);
  await ask(page, COLUMNS);
  await expect(choice(page, 'Stop')).toBeVisible();
  await expectAnswer(page, 'Both are numbers.');
  await expect(answers(page).locator('strong')).toHaveText('two');
  await expect(answers(page).locator('pre')).toHaveText(
    'df[["quantity", "price"]]'
  );
  await expect(chatPanel(page).getByRole('status').first()).toHaveText(
    'Answer complete'
  );
  await page.screenshot({ path: info.outputPath('chat.png') });
});

test('an answer is stopped, and another one given', async ({ page }) => {
  await openChat(page, TABLE);
  await ask(page, 'Tell a long story.');
  await expect(answers(page)).toContainText('Line 1 of', { timeout: 60_000 });
  await choice(page, 'Stop').click();
  await expect(choice(page, 'Send')).toBeVisible();
  await expect(chatPanel(page)).toContainText('Stopped');
  await expect(answers(page)).not.toContainText('Line 119 of');
  await ask(page, COLUMNS);
  await expectAnswer(page, 'Both are numbers.');
  await expect(answers(page)).toHaveCount(2);
});

test('a conversation is there again after a reload', async ({
  page,
  tmpPath
}) => {
  // A notebook that has its name already is saved without a question.
  const path = `${tmpPath}/talk.ipynb`;
  await page.contents.uploadContent(JSON.stringify(EMPTY), 'text', path);
  await page.notebook.openByPath(path);
  await showChat(page);
  await ask(page, COLUMNS);
  await expectAnswer(page, 'Both are numbers.');
  await reopen(page, path);
  await showChat(page);
  await expect(answers(page)).toContainText('Both are numbers.');
  await expect(chatPanel(page)).toContainText(COLUMNS);
});

test('a cell is replaced through a diff, and it is undone', async ({
  page
}, info) => {
  await openChat(page, TOTAL);
  await ask(page, 'Round the total.');
  await expectAnswer(page, ROUNDED);
  await choice(page, 'Replace cell…').click();
  const diff = chatPanel(page).locator('.jp-CodeIntelDiff');
  await expect(diff).toContainText('Change in cell [1]');
  await expect(diff.locator('.cm-deletedChunk')).toContainText(TOTAL);
  await page.screenshot({ path: info.outputPath('review.png') });
  expect(await sources(page)).toEqual([TOTAL]);
  await choice(page, 'Accept').click();
  await expect(diff).toHaveCount(0);
  expect(await sources(page)).toEqual([ROUNDED]);
  await page.keyboard.press('Control+z');
  expect(await sources(page)).toEqual([TOTAL]);
});

test('code of an answer is tried on a copy, and put into a cell', async ({
  page
}) => {
  await openChat(page, TABLE);
  await ask(page, COLUMNS);
  await expectAnswer(page, 'Both are numbers.');
  await choice(page, 'Try on a copy').click();
  const trial = chatPanel(page).locator('.jp-CodeIntelChat-trial');
  await expect(trial).toContainText('Ran on a copy', { timeout: 60_000 });
  await expect(trial).toContainText('quantity');
  expect(await sources(page)).toEqual([TABLE]);
  await choice(page, 'Insert below').click();
  expect(await sources(page)).toEqual([TABLE, 'df[["quantity", "price"]]']);
});

test('what is sent is shown, and can be taken out', async ({ page }) => {
  await openChat(page, TABLE, TOTAL);
  await question(page).fill('Is @df small');
  const chips = chatPanel(page).getByRole('list', { name: 'What is sent' });
  const named = chips.locator('[data-named="true"]');
  await expect(named.first()).toBeVisible();
  await expect(chatPanel(page).locator('meter')).toBeVisible();
  const label = await named.first().textContent();
  const name = label?.replace(/×$/, '') ?? '';
  await choice(page, `Do not send ${name}`).click();
  await expect(choice(page, `Do not send ${name}`)).toHaveCount(0);
  await choice(page, 'Send all').click();
  await expect(choice(page, `Do not send ${name}`)).toBeVisible();
});

test('references and commands are completed', async ({ page }) => {
  await openChat(page, TABLE);
  await question(page).pressSequentially('Is @d');
  const options = chatPanel(page).getByRole('listbox').getByRole('option');
  await expect(options.first()).toContainText('@df');
  await page.keyboard.press('Tab');
  await expect(question(page)).toHaveValue('Is @df ');
  await question(page).fill('');
  await question(page).pressSequentially('/ex');
  await expect(options).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(question(page)).toHaveValue('/explain ');
});

test('a question is changed and sent again', async ({ page }) => {
  await openChat(page, TOTAL);
  await ask(page, COLUMNS);
  await expectAnswer(page, 'Both are numbers.');
  await choice(page, 'Edit question').click();
  await expect(question(page)).toHaveValue(COLUMNS);
  await ask(page, 'Round the total.');
  await expectAnswer(page, ROUNDED);
  await expect(answers(page)).toHaveCount(1);
});

test('a notebook has several conversations', async ({ page }) => {
  await openChat(page, TOTAL);
  await ask(page, COLUMNS);
  await expectAnswer(page, 'Both are numbers.');
  await choice(page, 'New').click();
  await expect(answers(page)).toHaveCount(0);
  await ask(page, 'Round the total.');
  await expectAnswer(page, ROUNDED);
  const selector = chatPanel(page).getByRole('combobox');
  await selector.selectOption(COLUMNS);
  await expect(answers(page)).toContainText('Both are numbers.');
  await choice(page, 'Delete').click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(answers(page)).toContainText(ROUNDED);
  await expect(selector.getByRole('option')).toHaveCount(2);
});

test('assertions for a function are shown with their verdicts', async ({
  page
}) => {
  await openChat(page, 'def vat(price):\n    return price * 0.2');
  await ask(page, '/test vat');
  const results = chatPanel(page).locator('.jp-CodeIntelChat-results li');
  await expect(results).toHaveCount(3, { timeout: 60_000 });
  await expect(results.nth(0)).toHaveAttribute('data-verdict', 'passed');
  await expect(results.nth(1)).toHaveAttribute('data-verdict', 'differs');
  await expect(results.nth(1)).toContainText('assert vat(0) == 0.0');
  await expect(results.nth(1)).toContainText('the model expected 1');
  await expect(results.nth(2)).toHaveAttribute('data-verdict', 'failed');
});

test('an error is explained', async ({ page }) => {
  await openChat(page, 'names = []\nshare = 1 / len(names)');
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('codeintel:explain-error')
  );
  await expectAnswer(page, 'you divide by zero');
  await expect(chatPanel(page)).toContainText('/explain @error');
});

test('a command starts the repair of a cell', async ({ page }) => {
  await openChat(page, 'prices = [2, 5]', 'print(sum(pirces) / len(prices))');
  await ask(page, '/fix');
  const repair = page.getByRole('region', { name: 'Fix error' });
  await expect(repair).toBeVisible();
  await expect(
    repair.getByRole('button', { name: 'Accept and run' })
  ).toBeVisible({ timeout: 60_000 });
});
