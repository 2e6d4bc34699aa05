import { expect, test } from '@jupyterlab/galata';

import { ghostText, type } from './ghost';

test('a Python file shows ghost text and takes it with Tab', async ({
  page,
  tmpPath
}) => {
  await page.contents.uploadContent(
    'values = [1, 2]\n',
    'text',
    `${tmpPath}/example.py`
  );
  await page.filebrowser.open(`${tmpPath}/example.py`);
  const editor = page.locator('.jp-FileEditor .cm-content');
  await editor.click();
  await page.keyboard.press('Control+End');
  await type(page, 'total = su');
  await expect(ghostText(page)).toHaveText('m(values)');
  await page.keyboard.press('Escape');
  await expect(ghostText(page)).toHaveCount(0);
  await page.keyboard.press('Backspace');
  await expect(ghostText(page)).toHaveText('um(values)');
  await page.keyboard.press('Tab');
  await expect(editor).toContainText('total = sum(values)');
});

test('another text file is left alone', async ({ page, tmpPath }) => {
  await page.contents.uploadContent('', 'text', `${tmpPath}/notes.txt`);
  await page.filebrowser.open(`${tmpPath}/notes.txt`);
  await page.locator('.jp-FileEditor .cm-content').click();
  await type(page, 'total = su');
  await page.waitForTimeout(500);
  await expect(ghostText(page)).toHaveCount(0);
});
