import { expect, test } from '@jupyterlab/galata';

import {
  activeSource,
  countRequests,
  ghostText,
  type,
  watchGhostText
} from './ghost';

const WORD = 'Alt+Period';
const LINE = 'Alt+Shift+Period';

test.describe('a part of a suggestion', () => {
  test.beforeEach(async ({ page }) => {
    await page.notebook.createNew();
    await page.notebook.enterCellEditingMode(0);
  });

  test('is the next word; the rest stays, without flicker', async ({
    page
  }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    const asked = await countRequests(page);
    const watching = page.evaluate(watchGhostText, 600);
    await page.keyboard.press(WORD);
    await expect(ghostText(page)).toHaveText('as np');
    const frames = await watching;
    expect(
      frames.filter(text => !['py as np', ' as np'].includes(text))
    ).toEqual([]);
    await page.keyboard.press(WORD);
    expect(await activeSource(page)).toBe('import numpy as');
    expect(await asked()).toBe(0); // after the last word it may ask for more
    await page.keyboard.press('Tab');
    expect(await activeSource(page)).toBe('import numpy as np');
  });

  test('is undone in one step', async ({ page }) => {
    await type(page, 'import num');
    await expect(ghostText(page)).toHaveText('py as np');
    await page.keyboard.press(WORD);
    await page.keyboard.press(WORD);
    await page.keyboard.press('Control+z');
    expect(await activeSource(page)).toBe('import numpy');
    await page.keyboard.press('Control+z');
    expect(await activeSource(page)).toBe('import num');
  });

  test('is the next line, and the one after it', async ({ page }) => {
    await type(page, 'def mean(values):');
    await expect(ghostText(page)).toContainText('return total / n');
    const asked = await countRequests(page);
    const watching = page.evaluate(watchGhostText, 600);
    await page.keyboard.press(LINE);
    expect(await activeSource(page)).toBe(
      'def mean(values):\n    total = sum(values)'
    );
    const frames = await watching;
    expect(frames.filter(text => !text.includes('return total / n'))).toEqual(
      []
    );
    await page.keyboard.press(LINE);
    expect(await asked()).toBe(0); // after the last line it may ask for more
    await page.keyboard.press(LINE);
    expect(await activeSource(page)).toBe(
      'def mean(values):\n    total = sum(values)\n    n = len(values)\n    return total / n'
    );
  });

  test('leaves the keys alone without a suggestion', async ({ page }) => {
    await type(page, 'nothing_follows');
    await page.keyboard.press(WORD);
    await page.keyboard.press(LINE);
    expect(await activeSource(page)).toContain('nothing_follows');
  });
});
