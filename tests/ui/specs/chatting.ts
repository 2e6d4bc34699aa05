import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

import { runCells } from './running';

/** The chat beside the notebook. */
export function chatPanel(page: IJupyterLabPageFixture): Locator {
  return page.locator('#jupyter-codeintel-chat');
}

/** Opens a notebook whose cells have run, and the chat beside it. */
export async function openChat(
  page: IJupyterLabPageFixture,
  ...sources: readonly string[]
): Promise<void> {
  await runCells(page, ...sources);
  await showChat(page);
  await expect(question(page)).toBeFocused();
}

/** Shows the chat, unless it is in sight. */
export async function showChat(page: IJupyterLabPageFixture): Promise<void> {
  if (!(await chatPanel(page).isVisible())) {
    await page.evaluate(() =>
      window.jupyterapp.commands.execute('codeintel:toggle-chat')
    );
  }
}

/** Where questions are written. */
export function question(page: IJupyterLabPageFixture): Locator {
  return chatPanel(page).getByRole('textbox', { name: 'Question' });
}

/** Asks by keyboard. */
export async function ask(
  page: IJupyterLabPageFixture,
  text: string
): Promise<void> {
  await question(page).fill(text);
  await question(page).press('Enter');
}

/** The answers, from the first. */
export function answers(page: IJupyterLabPageFixture): Locator {
  return chatPanel(page).locator('.jp-CodeIntelChat-answer');
}

/** A button of the panel. */
export function choice(page: IJupyterLabPageFixture, name: string): Locator {
  return chatPanel(page).getByRole('button', { name, exact: true });
}

/** Waits until the last answer is whole. */
export async function expectAnswer(
  page: IJupyterLabPageFixture,
  text: string
): Promise<void> {
  await expect(answers(page).last()).toContainText(text, { timeout: 60_000 });
  await expect(choice(page, 'Send')).toBeVisible();
}
