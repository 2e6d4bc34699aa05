import type { CellChange, ISharedCell, NotebookChange } from '@jupyter/ydoc';
import type { Notebook } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

/** On a notebook whose last edit was a fix; our undo shortcut looks for it. */
const FIXED_CLASS = 'jp-mod-codeIntelFixed';

/**
 * Lets the key that undoes what was typed in a cell take back a fix, which may span cells.
 *
 * It does until anything else is edited.
 */
export class Undoing implements IDisposable {
  /** The last edit of `notebook` was a fix. */
  constructor(notebook: Notebook) {
    this._notebook = notebook;
    notebook.addClass(FIXED_CLASS);
    notebook.disposed.connect(this.dispose, this);
    const shared = notebook.model?.sharedModel;
    shared?.changed.connect(this._onNotebookChanged, this);
    for (const cell of shared?.cells ?? []) {
      cell.changed.connect(this._onCellChanged, this);
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Takes the fix back, unless something else was edited since. */
  undo(): void {
    if (!this._isDisposed) {
      this.dispose();
      NotebookActions.undo(this._notebook);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._notebook.removeClass(FIXED_CLASS);
    Signal.disconnectReceiver(this);
  }

  private _onNotebookChanged(_: unknown, change: NotebookChange): void {
    if (change.cellsChange) {
      this.dispose();
    }
  }

  private _onCellChanged(_: ISharedCell, change: CellChange): void {
    if (change.sourceChange) {
      this.dispose();
    }
  }

  private readonly _notebook: Notebook;
  private _isDisposed = false;
}
