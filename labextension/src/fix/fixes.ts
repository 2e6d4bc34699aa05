import { CodeCell } from '@jupyterlab/cells';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { cellWith, errorOf } from '../review/cells';
import type { FeatureSettings } from '../server/featureSettings';
import type { IConnection, IDocuments } from '../tokens';
import { CellFix } from './cellFix';
import { FixModel } from './model';
import { Undoing } from './undoing';
import { unreachable } from './wording';

/** Where fixes get what they work with. */
export interface IFixesOptions {
  readonly connection: IConnection;
  readonly documents: IDocuments;
  readonly languages: IEditorLanguageRegistry;
  readonly settings: FeatureSettings<'maxAttempts' | 'timeLimit'>;
  readonly trans: TranslationBundle;
}

/**
 * The fixes of all notebooks, one at a time in each.
 */
export class Fixes {
  /** Nothing is asked of the server until `start`. */
  constructor(private readonly _options: IFixesOptions) {}

  /** Begins to fix a failed cell; a fix that is under way in the notebook is shown instead. */
  start(notebook: NotebookPanel, id: string): void {
    const before = this._fixes.get(notebook);
    if (before?.isRunning) {
      before.show();
      return;
    }
    const { connection, documents, settings, trans } = this._options;
    const cell = cellWith(notebook.content, id);
    const error = errorOf(cell);
    const document = documents.find(notebook);
    if (!(cell instanceof CodeCell) || !error || !document) {
      return;
    }
    before?.dispose();
    const { traceback } = error;
    const question = { document: document.id, cell: id, traceback };
    const model = new FixModel(connection, { ...question, ...settings.limits });
    this._fixes.set(notebook, this._show(notebook, cell, error, model));
    document.flush();
    model.start(unreachable(trans));
  }

  /** Takes back the fix that was the last edit of a notebook. */
  undo(notebook: NotebookPanel): void {
    this._undoings.get(notebook)?.undo();
  }

  private _show(
    notebook: NotebookPanel,
    cell: CodeCell,
    error: NonNullable<ReturnType<typeof errorOf>>,
    model: FixModel
  ): CellFix {
    return new CellFix({
      ...this._options,
      notebook,
      cell,
      error,
      model,
      again: () => this.start(notebook, cell.model.id),
      onAccepted: () => {
        this._undoings.set(notebook, new Undoing(notebook.content));
      }
    });
  }

  private readonly _fixes = new WeakMap<NotebookPanel, CellFix>();
  private readonly _undoings = new WeakMap<NotebookPanel, Undoing>();
}
