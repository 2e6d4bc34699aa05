import { expect, test } from '@jupyterlab/galata';

import { ghostText, type } from './ghost';

test('asked by hand, several candidates can be cycled through', async ({
  page
}) => {
  await page.notebook.createNew();
  await page.notebook.enterCellEditingMode(0);
  await type(page, 'import num');
  await expect(ghostText(page)).toHaveText('py as np');
  await page.evaluate(offerAlternatives, ['py as numpy', 'bers']);
  await page.keyboard.press('Alt+Backslash');
  await expect(page.locator('.jp-InlineCompleter')).toContainText('1/3');
  await page.keyboard.press('Alt+BracketRight');
  await expect(ghostText(page)).toHaveText('py as numpy');
  await page.keyboard.press('Alt+BracketRight');
  await expect(ghostText(page)).toHaveText('bers');
  await page.keyboard.press('Alt+BracketLeft');
  await expect(ghostText(page)).toHaveText('py as numpy');
  // Typing on keeps the candidate that was chosen.
  await type(page, 'py as n');
  await expect(ghostText(page)).toHaveText('umpy');
  await page.keyboard.press('Tab');
  await expect(page.locator('.jp-Cell .cm-line').first()).toHaveText(
    'import numpy as numpy'
  );
});

/** Adds alternatives to the last message of what is asked for by hand: the engine here knows one text only. */
function offerAlternatives(alternatives: string[]): void {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    const { onmessage } = this;
    if (`${data}`.includes('"trigger":"invoke"') && onmessage) {
      WebSocket.prototype.send = send;
      this.onmessage = ({ data }) => {
        const reply = JSON.parse(data);
        const changed = reply.done ? { ...reply, alternatives } : reply;
        const event = { data: JSON.stringify(changed) } as MessageEvent;
        onmessage.call(this, event);
      };
    }
    send.call(this, data);
  };
}
