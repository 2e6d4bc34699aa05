import { YNotebook } from '@jupyter/ydoc';

import {
  applyEdit,
  applyEdits,
  obstacle,
  sourcesOf
} from '../src/review/edits';
import type { FixProposal } from '../src/server/messages';

const EDITS = [
  { cell: 'one', before: 'a = 1', after: 'a = 2' },
  { cell: 'two', before: 'b = a', after: 'b = a + 1' }
];

const proposal = { edits: EDITS, run: ['one', 'two', 'three'] } as FixProposal;

describe('edits', () => {
  let notebook: YNotebook;

  const texts = () => notebook.cells.map(cell => cell.getSource());

  beforeEach(() => {
    // As JupyterLab makes them: typing is undone in each cell by itself.
    notebook = new YNotebook({ disableDocumentWideUndoRedo: true });
    ['a = 1', 'b = a', 'print(b)'].forEach((source, index) => {
      const id = ['one', 'two', 'three'][index] ?? '';
      notebook.addCell({ cell_type: 'code', id, source });
    });
  });

  it('are one step to undo', () => {
    applyEdits(notebook, EDITS);
    expect(texts()).toEqual(['a = 2', 'b = a + 1', 'print(b)']);
    notebook.undo();
    expect(texts()).toEqual(['a = 1', 'b = a', 'print(b)']);
    notebook.redo();
    expect(texts()).toEqual(['a = 2', 'b = a + 1', 'print(b)']);
  });

  it('are a step of their own, however soon others come', () => {
    applyEdits(notebook, EDITS);
    notebook.addCell({ cell_type: 'code', source: 'c = 1' });
    notebook.undo();
    expect(texts()).toEqual(['a = 2', 'b = a + 1', 'print(b)']);
  });

  it('are possible while nothing has changed', () => {
    expect(obstacle(notebook, proposal, sourcesOf(notebook))).toBeNull();
  });

  it('are not when a cell has changed that they touch or run', () => {
    const sources = sourcesOf(notebook);
    notebook.cells[2]?.setSource('print(a)');
    expect(obstacle(notebook, proposal, sources)).toBe('changed');
    notebook.cells[2]?.setSource('print(b)');
    expect(obstacle(notebook, proposal, sources)).toBeNull();
    notebook.cells[0]?.setSource('a = 3');
    expect(obstacle(notebook, proposal, sources)).toBe('changed');
  });

  it('are not when a cell has gone', () => {
    const sources = sourcesOf(notebook);
    notebook.deleteCell(1);
    expect(obstacle(notebook, proposal, sources)).toBe('gone');
  });

  it('are not in a cell that may not be edited', () => {
    notebook.cells[1]?.setMetadata('editable', false);
    expect(obstacle(notebook, proposal, sourcesOf(notebook))).toBe('locked');
  });

  it('of one cell are one step to undo in it, however soon one types', () => {
    const [cell] = notebook.cells;
    cell?.updateSource(5, 5, '0');
    applyEdit(notebook, { cell: 'one', before: 'a = 10', after: 'a = 3' });
    cell?.updateSource(5, 5, '!');
    cell?.undo();
    expect(texts()[0]).toBe('a = 3');
    cell?.undo();
    expect(texts()[0]).toBe('a = 10');
  });
});
