import { expect, test } from '@playwright/test';

test('the engine starts', async ({ request, page }) => {
  // Opening JupyterLab connects to the server; the first request starts the engine.
  await page.goto('/lab');
  await expect
    .poll(
      async () => {
        await page.evaluate(warm);
        const status = await request.get('/codeintel/status');
        return (await status.json()).engine;
      },
      { timeout: 60_000 }
    )
    .toBe('ready');
});

/** Sends what a browser sends when somebody is about to type. */
function warm(): void {
  const socket = new WebSocket(
    `${location.origin.replace('http', 'ws')}/codeintel/ws`
  );
  const sync = {
    type: 'sync',
    document: 'file:warm.py',
    kind: 'file',
    language: 'python',
    kernel: null,
    order: ['file'],
    cells: [
      {
        id: 'file',
        type: 'code',
        source: 'x = 1',
        executionCount: null,
        error: null
      }
    ]
  };
  const warm = {
    type: 'warm',
    document: 'file:warm.py',
    cell: 'file',
    prefix: 'x = 1',
    suffix: ''
  };
  socket.onopen = () => {
    socket.send(JSON.stringify(sync));
    socket.send(JSON.stringify(warm));
  };
}
