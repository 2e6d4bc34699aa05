import { YFile } from '@jupyter/ydoc';

import { FILE_CELL, FileSync } from '../src/notebook/fileSync';
import type { Sync } from '../src/server/messages';
import { FakeConnection } from './fakeConnection';

describe('FileSync', () => {
  let connection: FakeConnection;
  let file: { sharedModel: YFile; mimeType: string };
  let sync: FileSync;

  beforeEach(() => {
    connection = new FakeConnection();
    file = { sharedModel: new YFile(), mimeType: 'text/x-python' };
    file.sharedModel.setSource('x = 1');
    sync = new FileSync(connection, { localPath: 'a.py' }, file);
  });

  /** Flushes, and returns what was sent of it. */
  function flushed(typingIn?: string): Sync[] {
    const before = connection.sent.length;
    sync.flush(typingIn);
    return connection.sent.slice(before) as Sync[];
  }

  it('sends the file as one code cell', () => {
    expect(flushed()).toEqual([
      {
        type: 'sync',
        document: 'file:a.py',
        kind: 'file',
        language: 'python',
        kernel: null,
        order: [FILE_CELL],
        cells: [
          {
            id: FILE_CELL,
            type: 'code',
            source: 'x = 1',
            executionCount: null,
            error: null
          }
        ]
      }
    ]);
  });

  it('sends a change unless it is being typed', () => {
    flushed();
    file.sharedModel.setSource('x = 2');
    expect(flushed(FILE_CELL)).toEqual([]);
    expect(flushed()).toMatchObject([{ cells: [{ source: 'x = 2' }] }]);
    expect(flushed()).toEqual([]);
  });

  it.each([
    ['text/x-python', 'python'],
    ['text/x-ipython', 'python'],
    ['text/x-rsrc', 'rsrc'],
    ['application/json', 'json'],
    ['text/plain;charset=utf-8', 'plain'],
    ['nonsense', 'plain']
  ])('takes %s for %s', (mimeType, language) => {
    file.mimeType = mimeType;
    expect(sync.language).toBe(language);
  });

  it('says goodbye under the name it was sent with', () => {
    flushed();
    sync.dispose();
    expect(connection.of('close')).toEqual([
      { type: 'close', document: 'file:a.py' }
    ]);
  });
});
