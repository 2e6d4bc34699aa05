import { expect, test } from '@jupyterlab/galata';

import {
  answers,
  ask,
  chatPanel,
  choice,
  expectAnswer,
  openChat
} from './chatting';

/** What the engine here answers stands in script.json. */
const TABLE =
  'import pandas as pd\ndf = pd.DataFrame({"quantity": [2, 3], "price": [2, 5]})';

test.setTimeout(180_000);

test('a question is answered as it comes', async ({ page }, info) => {
  await openChat(page, TABLE);
  await ask(page, 'Which columns has it?');
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
