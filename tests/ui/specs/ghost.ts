import type { Locator, Page } from '@playwright/test';

/** Slower than a fast typist, faster than the pause before the model is asked. */
const KEY_DELAY_MS = 40;

/** The ghost text on the screen; what keeps its place after it is gone does not count. */
export function ghostText(page: Page): Locator {
  return page.locator(
    '.jp-GhostText:not(.jp-GhostText-lineSpacer):not(.jp-GhostText-letterSpacer)'
  );
}

/** Types like a person. */
export function type(page: Page, text: string): Promise<void> {
  return page.keyboard.type(text, { delay: KEY_DELAY_MS });
}

/** What a status item shows and how it is named to a screen reader. */
export function statusButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Code intelligence:/ });
}
