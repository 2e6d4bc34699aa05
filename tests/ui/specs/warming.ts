import type { Page } from '@playwright/test';

/** Starts the engine, as somebody does who is about to type. */
export function warm(page: Page): Promise<void> {
  return page.evaluate(sendWarm);
}

/** Sends what a browser sends when somebody is about to type. */
function sendWarm(): void {
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
