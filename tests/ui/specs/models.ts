import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { statusButton } from './ghost';

/** Where the hub of the tests is told what to do. */
const HUB = 'http://127.0.0.1:9334/';

/** What the hub does wrong from now on. */
interface IFaults {
  readonly break_at?: readonly number[];
  readonly hold_at?: number;
  readonly resume?: boolean;
}

/** Lets the hub misbehave; returns the ranges it was asked for until now. */
export async function tellHub(
  request: APIRequestContext,
  faults: IFaults = {}
): Promise<readonly (string | null)[]> {
  const answer = await request.post(HUB, { data: faults });
  return (await answer.json()).asked;
}

/** The card that offers a model. */
export function card(page: Page): Locator {
  return page.getByRole('region', { name: 'A model is missing' });
}

/** The panel with the models. */
export function panel(page: Page): Locator {
  return page.getByRole('region', { name: 'Models of code intelligence' });
}

/** A model in the panel. */
export function entry(page: Page, name: string): Locator {
  return panel(page).locator(`[data-model="${name}"]`);
}

/** A button of a model. */
export function choice(page: Page, label: string, name: string): Locator {
  return panel(page).getByRole('button', {
    name: `${label}: ${name}`,
    exact: true
  });
}

/** Opens the panel as a command does. */
export async function openPanel(page: Page): Promise<void> {
  await expect(statusButton(page)).toBeVisible({ timeout: 30_000 });
  await page.evaluate(async () => {
    const { jupyterapp } = window as unknown as { jupyterapp: ILab };
    await jupyterapp.restored;
    await jupyterapp.commands.execute('codeintel:show-models');
  });
  await expect(panel(page)).toBeVisible();
}

/** The part of JupyterLab that runs commands. */
interface ILab {
  readonly restored: Promise<void>;
  readonly commands: { execute(id: string): Promise<unknown> };
}
