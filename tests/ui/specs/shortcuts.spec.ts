import { expect, test } from '@jupyterlab/galata';

/** What our commands are called in the palette. */
const LABELS = [
  'Accept Inline Completion',
  'Accept Next Line of Suggestion',
  'Accept Next Word of Suggestion',
  'Ask About This Cell',
  'Chat About the Notebook',
  'Code Intelligence Status',
  'Dismiss Suggestion',
  'Explain Error',
  'Fix Error',
  'Invoke Inline Completer',
  'Next Inline Completion',
  'Previous Inline Completion',
  'Read Suggestion Aloud',
  'Suggest Code',
  'Suggest Code in This Notebook'
];

test('no shortcut of ours is taken by JupyterLab', async ({ page }) => {
  const { ours, taken } = await page.evaluate(() => {
    const bindings = window.jupyterapp.commands.keyBindings.map(
      ({ command, keys }) => ({ command, keys: keys.join(', ') })
    );
    const isOurs = ({ command }: { command: string }) =>
      command.startsWith('codeintel:');
    const ours = bindings.filter(isOurs);
    // These have a meaning in most places; ours is a narrower one.
    const keys = ours
      .map(({ keys }) => keys)
      .filter(key => !/^(Escape|(Ctrl|Cmd) Z)$/.test(key));
    return {
      ours: ours.map(({ command }) => command).sort(),
      taken: bindings.filter(
        binding => !isOurs(binding) && keys.includes(binding.keys)
      )
    };
  });
  expect(taken).toEqual([]);
  expect(ours).toEqual([
    'codeintel:accept-line',
    'codeintel:accept-word',
    'codeintel:ask-about-cell',
    'codeintel:dismiss-suggestion',
    'codeintel:fix-error',
    'codeintel:read-suggestion',
    'codeintel:toggle-chat',
    'codeintel:toggle-suggestions',
    'codeintel:toggle-suggestions-in-notebook',
    'codeintel:undo-fix'
  ]);
});

test('all commands are in the palette', async ({ page }) => {
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('apputils:activate-command-palette')
  );
  const palette = page.locator('#modal-command-palette');
  await palette.locator('input').fill('code intelligence');
  for (const label of LABELS) {
    await expect(
      palette
        .locator('.lm-CommandPalette-itemLabel', { hasText: label })
        .first()
    ).toBeAttached();
  }
});

test('the settings editor has the preferences', async ({ page }) => {
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('settingeditor:open', {
      query: 'Code Intelligence'
    })
  );
  const editor = page.locator('.jp-SettingsPanel, #setting-editor').first();
  await expect(editor.getByText('Announce suggestions')).toBeVisible();
});
