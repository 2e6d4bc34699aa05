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

  get opened(): ISignal<this, ISyncedDocument> {
    return this._opened;
  }

  get silencedChanged(): ISignal<this, ISyncedDocument> {
    return this._silencedChanged;
  }

  find(widget: Widget | null): ISyncedDocument | null {
    if (widget && this._notebooks?.has(widget)) {
      return this._notebook(widget as NotebookPanel);
    }
    if (widget && this._editors?.has(widget)) {
      return this._file(widget as IDocumentWidget<FileEditor>);
    }
    return null;
  }

  locate(widget: Widget): ICursorPlace | null {
    const document = this.find(widget);
    if (!document) {
      return null;
    }
    return this._notebooks?.has(widget)
      ? placeInNotebook(document, widget as NotebookPanel)
      : placeInFile(document, widget as IDocumentWidget<FileEditor>);
  }

  private _notebook({ context, model }: NotebookPanel): DocumentSync | null {
    const notebook = model?.sharedModel;
    return notebook
      ? this._sync(
          context,
          () => new NotebookSync(this._connection, context, notebook)
        )
      : null;
  }

  private _file(widget: IDocumentWidget<FileEditor>): DocumentSync {
    const { content, context } = widget;
    return this._sync(
      context,
      () => new FileSync(this._connection, context, content.model)
    );
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
    sync.silencedChanged.connect(this._onSilencedChanged, this);
    context.disposed.connect(this._onContextDisposed, this);
    this._opened.emit(sync);
    return sync;
  }

  private _onContextDisposed(context: DocumentRegistry.Context): void {
    this._syncs.get(context)?.dispose();
    this._syncs.delete(context);
  }

  private _onKernelActed(sync: DocumentSync): void {
    this._kernelActed.emit(sync);
  }

  private _onSilencedChanged(sync: DocumentSync): void {
    this._silencedChanged.emit(sync);
  }

  private readonly _opened = new Signal<this, ISyncedDocument>(this);
  private readonly _silencedChanged = new Signal<this, ISyncedDocument>(this);
  private readonly _kernelActed = new Signal<this, ISyncedDocument>(this);
  private readonly _syncs = new Map<DocumentRegistry.Context, DocumentSync>();
}

function placeInNotebook(
  document: ISyncedDocument,
  { content }: NotebookPanel
): ICursorPlace | null {
  const cell = content.activeCell;
  return cell?.editor
    ? {
        document,
        kind: 'notebook',
        cell: cell.model.sharedModel.getId(),
        cellType: cellType(cell.model.sharedModel),
        editor: cell.editor
      }
    : null;
}

function placeInFile(
  document: ISyncedDocument,
  { content }: IDocumentWidget<FileEditor>
): ICursorPlace {
  return {
    document,
    kind: 'file',
    cell: FILE_CELL,
    cellType: 'code',
    editor: content.editor
  };
}
