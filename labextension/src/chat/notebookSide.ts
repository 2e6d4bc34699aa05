import type { Extension } from '@codemirror/state';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { cellWith, nameOf } from '../review/cells';
import type { Obstacle } from '../review/edits';
import { applyEdit, obstacle } from '../review/edits';
import { loadLanguage } from '../review/language';
import type { CellEdit } from '../server/messages';

/**
 * What a chat can do with its notebook when a person asks for it.
 */
export class NotebookSide {
  /** Nothing is done until then. */
  constructor(
    private readonly _notebook: NotebookPanel,
    private readonly _languages: IEditorLanguageRegistry,
    private readonly _trans: TranslationBundle
  ) {}

  /** The language of its code, for editors. */
  get language(): Promise<Extension> {
    const { codeMimetype } = this._notebook.content;
    this._language ??= loadLanguage(this._languages, codeMimetype);
    return this._language;
  }

  /** How a cell is called. */
  nameOf(cell: string): string {
    return nameOf(this._notebook.content, cell, this._trans);
  }

  /** Puts code into a new cell below the active one. */
  insertBelow(code: string): void {
    const { content } = this._notebook;
    NotebookActions.insertBelow(content);
    content.activeCell?.model.sharedModel.setSource(code);
    this._enter();
  }

  /** What it would mean to give the active cell another text. */
  replacing(code: string): CellEdit | null {
    const cell = this._notebook.content.activeCell?.model.sharedModel;
    return cell
      ? { cell: cell.getId(), before: cell.getSource(), after: code }
      : null;
  }

  /** Carries an edit out, which one undo in the cell takes back, unless something hinders it. */
  accept(edit: CellEdit): Obstacle | null {
    const { content, model } = this._notebook;
    const shared = model?.sharedModel;
    if (!shared) {
      return 'gone';
    }
    const hindrance = obstacle(shared, { edits: [edit], run: [] }, new Map());
    if (!hindrance) {
      applyEdit(shared, edit);
      const cell = cellWith(content, edit.cell);
      content.activeCellIndex = content.widgets.findIndex(one => one === cell);
      this._enter();
    }
    return hindrance;
  }

  /** Leads to the notebook, for what comes next. */
  private _enter(): void {
    const { content } = this._notebook;
    content.mode = 'command';
    content.activate();
  }

  private _language: Promise<Extension> | undefined;
}
