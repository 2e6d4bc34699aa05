import type {
  DocumentRegistry,
  IDocumentWidget
} from '@jupyterlab/docregistry';
import type { FileEditor, IEditorTracker } from '@jupyterlab/fileeditor';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type {
  IConnection,
  ICursorPlace,
  IDocuments,
  ISyncedDocument
} from '../tokens';
import { cellType } from './cellFacts';
import type { DocumentSync } from './documentSync';
import { FILE_CELL, FileSync } from './fileSync';
import { NotebookSync } from './notebookSync';

/**
 * Knows the documents that are open, and syncs those a place was asked of.
 */
export class Documents implements IDocuments {
  /** An application may lack notebooks or file editors. */
  constructor(
    private readonly _connection: IConnection,
    private readonly _notebooks: INotebookTracker | null,
    private readonly _editors: IEditorTracker | null
  ) {}

  get kernelActed(): ISignal<this, ISyncedDocument> {
    return this._kernelActed;
  }

  locate(widget: Widget): ICursorPlace | null {
    if (this._notebooks?.has(widget)) {
      return this._inNotebook(widget as NotebookPanel);
    }
    if (this._editors?.has(widget)) {
      return this._inFile(widget as IDocumentWidget<FileEditor>);
    }
    return null;
  }

  private _inNotebook(panel: NotebookPanel): ICursorPlace | null {
    const cell = panel.content.activeCell;
    const notebook = panel.model?.sharedModel;
    if (!cell?.editor || !notebook) {
      return null;
    }
    const { context } = panel;
    return {
      document: this._sync(
        context,
        () => new NotebookSync(this._connection, context, notebook)
      ),
      kind: 'notebook',
      cell: cell.model.sharedModel.getId(),
      cellType: cellType(cell.model.sharedModel),
      editor: cell.editor
    };
  }

  private _inFile(widget: IDocumentWidget<FileEditor>): ICursorPlace {
    const { content, context } = widget;
    return {
      document: this._sync(
        context,
        () => new FileSync(this._connection, context, content.model)
      ),
      kind: 'file',
      cell: FILE_CELL,
      cellType: 'code',
      editor: content.editor
    };
  }

  /** Several views of a document share its context, and so its sync. */
  private _sync(
    context: DocumentRegistry.Context,
    create: () => DocumentSync
  ): DocumentSync {
    const known = this._syncs.get(context);
    if (known) {
      return known;
    }
    const sync = create();
    this._syncs.set(context, sync);
    sync.kernelActed.connect(this._onKernelActed, this);
    context.disposed.connect(this._onContextDisposed, this);
    return sync;
  }

  private _onContextDisposed(context: DocumentRegistry.Context): void {
    this._syncs.get(context)?.dispose();
    this._syncs.delete(context);
  }

  private _onKernelActed(sync: DocumentSync): void {
    this._kernelActed.emit(sync);
  }

  private readonly _kernelActed = new Signal<this, ISyncedDocument>(this);
  private readonly _syncs = new Map<DocumentRegistry.Context, DocumentSync>();
}
