import type { CellChange, ISharedCell, ISharedNotebook } from '@jupyter/ydoc';

import type { IConnection } from '../tokens';
import { cellFacts } from './cellFacts';
import type { IDocumentState } from './deltas';
import type { IDocumentPath } from './documentSync';
import { DocumentSync } from './documentSync';

/**
 * Sends the changes of a notebook, whoever made them.
 */
export class NotebookSync extends DocumentSync {
  /** Follows the shared model, which collaborators change too. */
  constructor(
    connection: IConnection,
    path: IDocumentPath,
    notebook: ISharedNotebook
  ) {
    super(connection, path);
    this._notebook = notebook;
    notebook.changed.connect(this._followCells, this);
    this._followCells();
  }

  protected readonly kind = 'notebook';

  protected state(): IDocumentState {
    return {
      language: notebookLanguage(this._notebook),
      cells: this._notebook.cells.map(cell => ({
        id: cell.getId(),
        read: () => cellFacts(cell)
      }))
    };
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
  }

  private _onCellChanged(cell: ISharedCell, change: CellChange): void {
    if (
      change.sourceChange ||
      change.outputsChange ||
      change.executionCountChange
    ) {
      this.deltas.mark(cell.getId());
    }
  }

  private readonly _notebook: ISharedNotebook;
  private _cells = new Map<string, ISharedCell>();
}

/** Until a kernel has said otherwise JupyterLab takes a notebook for Python; so do we. */
function notebookLanguage(notebook: ISharedNotebook): string {
  const { language_info, kernelspec } = notebook.metadata;
  const language = language_info?.name || kernelspec?.['language'];
  return `${language || 'python'}`.toLowerCase();
}
