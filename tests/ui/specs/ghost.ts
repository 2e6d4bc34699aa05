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

/** Collects the distinct ghost texts of every frame that was painted. */
export function watchGhostText(milliseconds: number): Promise<string[]> {
  const spacer = /Spacer/;
  const seen = new Set<string>();
  const start = performance.now();
  return new Promise(resolve => {
    const look = () => {
      const ghosts = Array.from(document.querySelectorAll('.jp-GhostText'))
        .filter(ghost => !spacer.test(ghost.className))
        .map(ghost => ghost.textContent);
      seen.add(ghosts.join('|'));
      if (performance.now() - start < milliseconds) {
        requestAnimationFrame(look);
      } else {
        resolve([...seen]);
      }
    };
    look();
  });
}

/** Counts the completions that are asked of the server from now on. */
export async function countRequests(
  page: Page
): Promise<() => Promise<number>> {
  const counter = await page.evaluateHandle(() => {
    const counter = { asked: 0 };
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      counter.asked += Number(`${data}`.includes('"type":"complete"'));
      send.call(this, data);
    };
    return counter;
  });
  return () => counter.evaluate(({ asked }) => asked);
}

/** The text of the active cell, read without taking the focus from it. */
export function activeSource(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { shell } = (window as unknown as { jupyterapp: ILab }).jupyterapp;
    return shell.currentWidget.content.activeCell.model.sharedModel.getSource();
  });
}

/** The part of JupyterLab that leads to the text of the active cell. */
interface ILab {
  readonly shell: {
    readonly currentWidget: {
      readonly content: {
        readonly activeCell: {
          readonly model: {
            readonly sharedModel: { getSource(): string };
          };
        };
      };
    };
  };
}
