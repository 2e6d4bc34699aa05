import type { YCodeCell } from '@jupyter/ydoc';
import { YNotebook } from '@jupyter/ydoc';
import { Signal } from '@lumino/signaling';

import { NotebookSync } from '../src/notebook/notebookSync';
import type { Sync } from '../src/server/messages';
import { FakeConnection } from './fakeConnection';

/** A session whose kernel is the test. */
class FakeSession {
  session: { kernel: { id: string } | null } | null = null;
  readonly kernelChanged = new Signal<this, void>(this);
  readonly statusChanged = new Signal<this, string>(this);

  start(id: string): void {
    this.session = { kernel: { id } };
    this.kernelChanged.emit();
  }
}

describe('NotebookSync', () => {
  let connection: FakeConnection;
  let notebook: YNotebook;
  let path: { localPath: string; sessionContext: FakeSession };
  let sync: NotebookSync;

  beforeEach(() => {
    // The shared model reads cells before they are part of a document, and Yjs complains of it.
    jest.spyOn(console, 'warn').mockImplementation();
    connection = new FakeConnection();
    path = { localPath: 'a.ipynb', sessionContext: new FakeSession() };
    notebook = YNotebook.create() as YNotebook;
    notebook.insertCells(0, [
      { id: 'one', cell_type: 'code', source: 'x = 1' },
      { id: 'two', cell_type: 'markdown', source: '# Two' }
    ]);
    sync = new NotebookSync(connection, path, notebook);
  });

  afterEach(() => {
    notebook.dispose();
  });

  /** Flushes, and returns what was sent of it. */
  function flushed(typingIn?: string): Sync[] {
    const before = connection.sent.length;
    sync.flush(typingIn);
    return connection.sent.slice(before) as Sync[];
  }

  it('sends everything at first', () => {
    expect(flushed()).toEqual([
      {
        type: 'sync',
        document: 'notebook:a.ipynb',
        kind: 'notebook',
        language: 'python',
        kernel: null,
        order: ['one', 'two'],
        cells: [
          {
            id: 'one',
            type: 'code',
            source: 'x = 1',
            executionCount: null,
            error: null
          },
          {
            id: 'two',
            type: 'markdown',
            source: '# Two',
            executionCount: null,
            error: null
          }
        ]
      }
    ]);
    expect(flushed()).toEqual([]);
  });

  it('sends a changed cell alone', () => {
    flushed();
    notebook.getCell(0).setSource('x = 2');
    const [message] = flushed();
    expect(message?.cells?.map(cell => [cell.id, cell.source])).toEqual([
      ['one', 'x = 2']
    ]);
    expect(message).not.toHaveProperty('order');
  });

  it('sends nothing for a change that was taken back', () => {
    flushed();
    notebook.getCell(0).setSource('x = 2');
    notebook.getCell(0).setSource('x = 1');
    expect(flushed()).toEqual([]);
  });

  it('puts off the cell that is being typed in', () => {
    flushed();
    notebook.getCell(0).setSource('x = 2');
    expect(flushed('one')).toEqual([]);
    expect(flushed('two')[0]?.cells).toHaveLength(1);
  });

  it('sends a new cell even while it is being typed in', () => {
    flushed();
    notebook.insertCell(1, { id: 'new', cell_type: 'code', source: 'y' });
    const [message] = flushed('new');
    expect(message?.order).toEqual(['one', 'new', 'two']);
    expect(message?.cells?.map(cell => cell.id)).toEqual(['new']);
  });

  it('sends the order alone when a cell was deleted', () => {
    flushed();
    notebook.deleteCell(0);
    const [message] = flushed();
    expect(message?.order).toEqual(['two']);
    expect(message).not.toHaveProperty('cells');
  });

  it('sends executions and errors', () => {
    flushed();
    const cell = notebook.getCell(0) as YCodeCell;
    cell.execution_count = 3;
    cell.setOutputs([
      {
        output_type: 'error',
        ename: 'NameError',
        evalue: "name 'y' is not defined",
        traceback: ['a long story']
      }
    ]);
    expect(flushed()[0]?.cells).toEqual([
      {
        id: 'one',
        type: 'code',
        source: 'x = 1',
        executionCount: 3,
        error: { name: 'NameError', value: "name 'y' is not defined" }
      }
    ]);
  });

  it('sends the language that the kernel tells', () => {
    flushed();
    notebook.setMetadata('language_info', { name: 'R' });
    expect(flushed()).toEqual([
      {
        type: 'sync',
        document: 'notebook:a.ipynb',
        kind: 'notebook',
        language: 'r',
        kernel: null
      }
    ]);
  });

  it('reads only what changed, however long the notebook is', () => {
    flushed();
    const others = [
      jest.spyOn(notebook.getCell(1), 'getId'),
      jest.spyOn(notebook.getCell(1), 'getSource')
    ];
    notebook.getCell(0).setSource('x = 2');
    expect(flushed()).toHaveLength(1);
    others.forEach(read => expect(read).not.toHaveBeenCalled());
  });

  it('sends the id of a kernel that comes later', () => {
    flushed();
    path.sessionContext.start('kernel');
    expect(flushed()).toMatchObject([{ kernel: 'kernel' }]);
    expect(flushed()).toEqual([]);
  });

  describe('tells that the kernel acted', () => {
    let told: number;

    beforeEach(() => {
      jest.useFakeTimers();
      flushed();
      told = 0;
      sync.kernelActed.connect(() => told++);
    });

    afterEach(() => {
      jest.useRealTimers();
    });

    /** How often it was told of, once all timers ran. */
    function tellings(): number {
      jest.runAllTimers();
      return told;
    }

    it('once for all that it did together', () => {
      path.sessionContext.start('kernel');
      notebook.setMetadata('language_info', { name: 'R' });
      expect(tellings()).toBe(1);
    });

    it('when a run is over, not when it begins or while one types', () => {
      const cell = notebook.getCell(0) as YCodeCell;
      cell.execution_count = 3;
      expect(tellings()).toBe(1);
      cell.execution_count = null;
      cell.setSource('x = 3');
      expect(tellings()).toBe(1);
    });

    it('after a restart, with the id that it keeps', () => {
      path.sessionContext.start('kernel');
      flushed();
      expect(tellings()).toBe(1);
      path.sessionContext.statusChanged.emit('restarting');
      path.sessionContext.statusChanged.emit('starting');
      expect(tellings()).toBe(1);
      path.sessionContext.statusChanged.emit('idle');
      path.sessionContext.statusChanged.emit('idle');
      expect(tellings()).toBe(2);
      expect(flushed()).toMatchObject([{ kernel: 'kernel' }]);
      expect(flushed()).toEqual([]);
    });

    it('not after it is disposed', () => {
      path.sessionContext.start('kernel');
      sync.dispose();
      expect(tellings()).toBe(0);
    });
  });

  it('sends everything again after a reconnection', () => {
    flushed();
    connection.setOpen(false);
    expect(flushed()).toEqual([]);
    connection.setOpen(true);
    expect(flushed()[0]?.cells).toHaveLength(2);
  });

  it('closes the old name and sends everything under the new one', () => {
    flushed();
    path.localPath = 'b.ipynb';
    const [close, message] = flushed();
    expect(close).toEqual({ type: 'close', document: 'notebook:a.ipynb' });
    expect(message?.document).toBe('notebook:b.ipynb');
    expect(message?.cells).toHaveLength(2);
  });

  it('says goodbye once', () => {
    flushed();
    sync.dispose();
    sync.dispose();
    expect(connection.of('close')).toEqual([
      { type: 'close', document: 'notebook:a.ipynb' }
    ]);
  });
});
