import type { ISharedCell, ISharedNotebook } from '@jupyter/ydoc';

import type { CellEdit, FixProposal } from '../server/messages';

/** What keeps a proposal from being carried out. */
export type Obstacle = 'changed' | 'gone' | 'locked';

/** Texts for cells, and the cells that are run then. */
export type Edits = Pick<FixProposal, 'edits' | 'run'>;

/** The texts of cells, by id. */
export type Sources = ReadonlyMap<string, string>;

/** The texts of all cells now. */
export function sourcesOf(notebook: ISharedNotebook | undefined): Sources {
  const cells = notebook?.cells ?? [];
  return new Map(cells.map(cell => [cell.getId(), cell.getSource()]));
}

/** What keeps a proposal, made for `sources`, from being carried out; null for nothing. */
export function obstacle(
  notebook: ISharedNotebook,
  proposal: Edits,
  sources: Sources
): Obstacle | null {
  const expected = new Map([
    ...proposal.run.map(id => [id, sources.get(id)] as const),
    ...proposal.edits.map(edit => [edit.cell, edit.before] as const)
  ]);
  for (const [id, source] of expected) {
    const cell = find(notebook, id);
    if (!cell) {
      return 'gone';
    }
    if (cell.getSource() !== source) {
      return 'changed';
    }
  }
  return proposal.edits.some(({ cell }) => isLocked(find(notebook, cell)))
    ? 'locked'
    : null;
}

/** Writes all texts of a proposal in one step, which one undo of the notebook takes back. */
export function applyEdits(
  notebook: ISharedNotebook,
  edits: FixProposal['edits']
): void {
  undoManager(notebook)?.stopCapturing();
  notebook.transact(() => {
    for (const edit of edits) {
      find(notebook, edit.cell)?.setSource(edit.after);
    }
  });
  undoManager(notebook)?.stopCapturing();
}

/** Writes the text of one cell, which one undo in the cell takes back. */
export function applyEdit(notebook: ISharedNotebook, edit: CellEdit): void {
  const cell = find(notebook, edit.cell);
  undoManager(cell)?.stopCapturing();
  cell?.setSource(edit.after);
  undoManager(cell)?.stopCapturing();
}

function find(notebook: ISharedNotebook, id: string): ISharedCell | undefined {
  return notebook.cells.find(cell => cell.getId() === id);
}

function isLocked(cell: ISharedCell | undefined): boolean {
  return cell?.getMetadata('editable') === false;
}

/** What groups edits into steps; those of JupyterLab's notebooks and cells have one. */
function undoManager(
  owner: ISharedNotebook | ISharedCell | undefined
): IUndoManager | undefined {
  return (owner as { undoManager?: IUndoManager } | undefined)?.undoManager;
}

interface IUndoManager {
  /** Begins a new step, however soon after the last one. */
  stopCapturing(): void;
}
