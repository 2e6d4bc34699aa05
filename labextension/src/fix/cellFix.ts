import type { CodeCell } from '@jupyterlab/cells';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IError } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { PanelLayout } from '@lumino/widgets';

import { nameOf } from '../review/cells';
import type { Sources } from '../review/edits';
import { applyEdits, obstacle, sourcesOf } from '../review/edits';
import { loadLanguage } from '../review/language';
import type { IFixActions } from './buttons';
import type { FixModel } from './model';
import { FixPanel } from './panel';
import { runInOrder } from './running';
import { obstacleLabel } from './wording';

/** What a fix works with. */
export interface ICellFixOptions {
  readonly notebook: NotebookPanel;
  readonly cell: CodeCell;
  readonly error: IError;
  readonly model: FixModel;
  readonly languages: IEditorLanguageRegistry;
  readonly trans: TranslationBundle;
  /** Called when the notebook was edited. */
  readonly onAccepted: () => void;
  /** Begins anew with the same cell. */
  readonly again: () => void;
}

/**
 * A fix in its notebook: below its cell, until it is accepted or dismissed.
 */
export class CellFix implements IFixActions, IDisposable {
  /** Shows the panel at once. */
  constructor(private readonly _options: ICellFixOptions) {
    const { cell, error, languages, model, notebook, trans } = _options;
    this._sources = sourcesOf(notebook.model?.sharedModel);
    this._panel = new FixPanel(model, {
      actions: this,
      error: `${error.ename}: ${error.evalue}`,
      language: loadLanguage(languages, notebook.content.codeMimetype),
      nameOf: id => nameOf(notebook.content, id, trans),
      rendermime: notebook.content.rendermime,
      trans
    });
    // The cell takes the panel with it when it goes, and the notebook the cell.
    this._panel.disposed.connect(() => model.dispose());
    const layout = cell.layout as PanelLayout;
    layout.insertWidget(layout.widgets.length - 1, this._panel);
    this.show();
  }

  get isRunning(): boolean {
    return !this.isDisposed && this._options.model.state === 'running';
  }

  get isDisposed(): boolean {
    return this._panel.isDisposed;
  }

  /** Comes into sight and takes the focus. */
  show(): void {
    this._panel.show();
  }

  accept(run: boolean): void {
    const { model, notebook, onAccepted, trans } = this._options;
    const { proposal } = model;
    const shared = notebook.model?.sharedModel;
    if (!proposal || !shared) {
      return;
    }
    const hindrance = obstacle(shared, proposal, this._sources);
    if (hindrance) {
      model.refuse(obstacleLabel(hindrance, trans));
      return;
    }
    applyEdits(shared, proposal.edits);
    model.accept();
    this._leave();
    onAccepted();
    if (run) {
      void runInOrder(notebook, proposal);
    }
  }

  another(): void {
    this._options.model.another();
  }

  again(): void {
    this.dispose();
    this._options.again();
  }

  stop(): void {
    this._options.model.stop();
  }

  close(): void {
    this._options.model.dismiss();
    this._leave();
  }

  dispose(): void {
    this._panel.dispose();
  }

  /** Gives the place back to the cell, and the focus to the notebook. */
  private _leave(): void {
    const { content } = this._options.notebook;
    this.dispose();
    content.mode = 'command';
    content.activate();
  }

  private readonly _panel: FixPanel;
  private readonly _sources: Sources;
}
