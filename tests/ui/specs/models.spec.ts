import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';

import { barriers } from './axe';
import { statusButton } from './ghost';
import { card, choice, entry, openPanel, panel, tellHub } from './models';
import { warm } from './warming';

// Each test goes on where the one before has left the models.
test.describe.configure({ mode: 'serial' });

test('one card offers a model, and nothing is fetched unasked', async ({
  page,
  request
}, info) => {
  await page.goto('/lab');
  await expect(card(page)).toHaveCount(1);
  await expect(card(page)).toContainText('Tiny model of the tests');
  await expect(card(page)).toContainText('3 MB, licence MIT');
  await expect(card(page)).toContainText('jupyter codeintel models add PATH');
  await page.screenshot({ path: info.outputPath('first-run.png') });
  expect(await barriers(page, '.jp-CodeIntelOffer')).toEqual([]);
  expect(await tellHub(request)).toEqual([]);
});

test('"not now" is remembered', async ({ page, request }) => {
  await page.goto('/lab');
  await expect(card(page)).toBeVisible();
  const saved = page.waitForResponse(
    response =>
      response.url().includes('jupyter-codeintel') &&
      response.request().method() === 'PUT'
  );
  await card(page).getByRole('button', { name: 'Not now' }).press('Enter');
  await expect(card(page)).toHaveCount(0);
  expect((await saved).ok()).toBe(true);
  await page.reload();
  await openPanel(page);
  await expect(entry(page, 'tiny')).toContainText('Not on this machine');
  await expect(card(page)).toHaveCount(0);
  expect(await tellHub(request)).toEqual([]);
  // Whoever wants to be asked again says so in the settings.
  const settings = '/lab/api/settings/jupyter-codeintel:models';
  const data = { raw: '{ "offerDownload": true }' };
  expect((await request.put(settings, { data })).ok()).toBe(true);
});

test('a download goes on where the connection broke, and after a pause', async ({
  context,
  page,
  request
}, info) => {
  await page.goto('/lab');
  const other = await context.newPage();
  await other.goto('/lab/workspaces/other');
  await openPanel(other);
  await tellHub(request, { break_at: [1_000_000], hold_at: 500_000 });
  await card(page).getByRole('button', { name: 'Download' }).click();
  await expect(card(page)).toHaveCount(0);
  // The first connection broke after a million bytes, the second one hangs after some more.
  for (const each of [page, other]) {
    const bar = panel(each).getByRole('progressbar', {
      name: 'Download of tiny'
    });
    await expect(bar).toHaveJSProperty('value', 1_500_000);
    await expect(bar).toHaveAttribute('aria-valuetext', /^2 MB of 3 MB$/);
  }
  expect(await tellHub(request)).toEqual([null, 'bytes=1000000-']);
  expect(await barriers(page, '#jupyter-codeintel-models')).toEqual([]);
  await page.screenshot({ path: info.outputPath('download.png') });

  await choice(page, 'Pause', 'tiny').click();
  await expect(choice(page, 'Resume', 'tiny')).toBeFocused();
  await expect(entry(other, 'tiny')).toContainText('2 MB of 3 MB are here');
  await tellHub(request, { resume: true });
  await choice(page, 'Resume', 'tiny').press('Enter');
  await expect(entry(page, 'tiny')).toContainText('On this machine');
  await expect(entry(other, 'tiny')).toContainText('On this machine');
  await expect(choice(page, 'In use', 'tiny')).toBeFocused();
  await expect(panel(page).getByRole('status')).toHaveText(
    'tiny is on this machine'
  );
  const asked = await tellHub(request);
  expect(asked).toHaveLength(3);
  expect(asked[2]).toMatch(/^bytes=1[5-9]\d{5}-$/);
});

test('a file is checked, and another model is chosen without a restart', async ({
  page
}) => {
  await page.goto('/lab');
  await expect(statusButton(page)).toBeVisible();
  await statusButton(page).click();
  await page.getByRole('button', { name: 'Models…' }).click();
  await choice(page, 'Verify', 'tiny').click();
  await expect(entry(page, 'tiny')).toContainText('its SHA-256 is right');
  await expectEngine(page, 3);

  await choice(page, 'Download', 'other').click();
  await choice(page, 'Use', 'other').click();
  await expect(choice(page, 'In use', 'other')).toBeVisible();
  await expect(choice(page, 'Use', 'tiny')).toBeVisible();
  await expectEngine(page, 1);
});

test('a wrong file is refused, and what to do is said', async ({ page }) => {
  await page.goto('/lab');
  await openPanel(page);
  await choice(page, 'Download', 'damaged').click();
  const alert = entry(page, 'damaged').getByRole('alert');
  await expect(alert).toContainText('it gave another file: SHA-256');
  await expect(alert).toContainText('jupyter codeintel models add PATH');
  await expect(choice(page, 'Download', 'damaged')).toBeVisible();
  expect(await barriers(page, '#jupyter-codeintel-models')).toEqual([]);
  await expect(entry(page, 'tiny')).toContainText('On this machine');
});

test('a model is removed when one is sure', async ({ page }) => {
  await page.goto('/lab');
  await openPanel(page);
  await choice(page, 'Remove…', 'other').click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(entry(page, 'other')).toContainText('Not on this machine');
  await expect(choice(page, 'In use', 'tiny')).toBeVisible();
});

test('Notebook 7 shows the models too', async ({ page }) => {
  await page.goto('/tree');
  await openPanel(page);
  await expect(entry(page, 'tiny')).toContainText('On this machine');
});

/** Asks the engine for something, until it is one with a model of this size. */
async function expectEngine(page: Page, megabytes: number): Promise<void> {
  await expect
    .poll(
      async () => {
        await warm(page);
        return modelOfEngine();
      },
      { timeout: 30_000 }
    )
    .toBe(megabytes);
}

/** The size of the model that the engine was started with; null while there is no engine. */
function modelOfEngine(): number | null {
  const homes = process.env.CODEINTEL_UI_HOMES ?? '';
  const record = join(homes, '9333', 'runtime', 'codeintel-engine.json');
  if (!existsSync(record)) {
    return null;
  }
  const { model } = JSON.parse(readFileSync(record, 'utf-8'));
  return Math.round(statSync(model).size / 1e6);
}
