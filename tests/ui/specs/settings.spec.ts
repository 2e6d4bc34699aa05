import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

import { chatPanel } from './chatting';

test.setTimeout(120_000);

/** Shows the settings whose names begin so; returns their form. */
async function openSettings(
  page: IJupyterLabPageFixture,
  query: string
): Promise<Locator> {
  await page.evaluate(async query => {
    const { commands } = window.jupyterapp;
    await commands.execute('settingeditor:open', { query });
  }, query);
  return page.locator('.jp-SettingsPanel');
}

test('a setting that the operator has locked is shown so', async ({ page }) => {
  const form = await openSettings(page, 'Code Intelligence: Fix Error');
  // The server of these tests locks it.
  const field = (title: string) => form.locator(`input[label="${title}"]`);
  const locked = field('Time limit (locked)');
  await expect(locked).toHaveValue('20');
  await expect(locked).not.toBeEditable();
  await expect(form).toContainText(
    'Whoever runs this server has set it for all.'
  );
  await expect(field('Most attempts')).toBeEditable();
});

test('the chat is gone when it is switched off', async ({ page }) => {
  const enable = (value: boolean) =>
    page.evaluate(async value => {
      const settings = await window.galata.getPlugin(
        '@jupyterlab/apputils-extension:settings'
      );
      await settings?.set('jupyter-codeintel:chat', 'enabled', value);
    }, value);
  const tab = page.getByRole('tab', { name: 'Chat about the notebook' });
  await expect(tab).toBeVisible();
  await enable(false);
  await expect(tab).toHaveCount(0);
  await expect(chatPanel(page)).toHaveCount(0);
  await enable(true);
  await expect(tab).toBeVisible();
});
