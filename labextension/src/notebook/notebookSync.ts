import type {
  CellChange,
  ISharedCell,
  ISharedNotebook,
  NotebookChange
} from '@jupyter/ydoc';
import type { ISignal } from '@lumino/signaling';

import type { IConnection } from '../tokens';
import { cellFacts } from './cellFacts';
import type { IDocumentState } from './deltas';
import type { IDocumentPath } from './documentSync';
import { DocumentSync } from './documentSync';
import { isSilenced, silence } from './silence';

/** The kernel of a notebook, as far as the server is told of it. */
export interface IKernelContext {
  readonly session: { readonly kernel: { readonly id: string } | null } | null;
  readonly kernelChanged: ISignal<unknown, unknown>;
  readonly statusChanged: ISignal<unknown, string>;
}

/** The parts of a notebook's context that a sync needs. */
export interface INotebookContext extends IDocumentPath {
  readonly sessionContext: IKernelContext;
}

/**
 * Sends the changes of a notebook, whoever made them.
 */
export class NotebookSync extends DocumentSync {
  /** Follows the shared model, which collaborators change too. */
  constructor(
    connection: IConnection,
    context: INotebookContext,
    notebook: ISharedNotebook
  ) {
    super('notebook', connection, context);
    this._notebook = notebook;
    this._kernel = context.sessionContext;
    this._language = notebookLanguage(notebook);
    this._isSilenced = isSilenced(notebook);
    this._kernel.kernelChanged.connect(this.announceKernel, this);
    this._kernel.statusChanged.connect(this._onStatusChanged, this);
    notebook.changed.connect(this._onNotebookChanged, this);
    this._followCells();
  }

  get isSilenced(): boolean {
    return this._isSilenced;
  }

  silence(value: boolean): void {
    silence(this._notebook, value);
  }

  protected state(): IDocumentState {
    return {
      language: this._language,
      kernel: this._kernel.session?.kernel?.id ?? null,
      order: () => [...this._cells.keys()],
      read: id => {
        const cell = this._cells.get(id);
        return cell && cellFacts(cell);
      }
    };
  }

  private _onNotebookChanged(_: ISharedNotebook, change: NotebookChange): void {
    if (change.cellsChange) {
      this._followCells();
    }
    if (change.metadataChange) {
      this._readMetadata();
    }
  }

  private _readMetadata(): void {
    const language = notebookLanguage(this._notebook);
    if (language !== this._language) {
      this._language = language;
      this.announceKernel();
    }
    const silenced = isSilenced(this._notebook);
    if (silenced !== this._isSilenced) {
      this._isSilenced = silenced;
      this.announceSilence();
    }
  }

  private _followCells(): void {
    const cells = new Map(
      this._notebook.cells.map(cell => [cell.getId(), cell])
    );
    for (const [id, cell] of this._cells) {
      if (cells.get(id) !== cell) {
        cell.changed.disconnect(this._onCellChanged, this);
      }
    }
    for (const [id, cell] of cells) {
      if (this._cells.get(id) !== cell) {
        cell.changed.connect(this._onCellChanged, this);
        this.deltas.mark(id);
      }
    }
    this._cells = cells;
    this.deltas.markOrder();
  }

  private _onCellChanged(cell: ISharedCell, change: CellChange): void {
    const { sourceChange, outputsChange, executionCountChange } = change;
    if (sourceChange || outputsChange || executionCountChange) {
      this.deltas.mark(cell.getId());
    }
    // The count is taken away when a run starts and comes back when it is over.
    if (executionCountChange?.newValue) {
      this.announceKernel();
    }
  }

  private _onStatusChanged(_: unknown, status: string): void {
    // A kernel keeps its id when it restarts, but nothing that it knew.
    this._isRestarting ||= status.endsWith('restarting');
    if (this._isRestarting && status === 'idle') {
      this._isRestarting = false;
      this.deltas.renew();
      this.announceKernel();
    }
  }

  private readonly _notebook: ISharedNotebook;
  private readonly _kernel: IKernelContext;
  private _cells = new Map<string, ISharedCell>();
  private _language: string;
  private _isSilenced: boolean;
  private _isRestarting = false;
}

/** Until a kernel has said otherwise JupyterLab takes a notebook for Python; so do we. */
function notebookLanguage(notebook: ISharedNotebook): string {
  const { language_info, kernelspec } = notebook.metadata;
  const language = language_info?.name || kernelspec?.['language'];
  return `${language || 'python'}`.toLowerCase();
}
