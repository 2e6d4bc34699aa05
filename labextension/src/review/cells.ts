import type { Cell } from '@jupyterlab/cells';
import { CodeCell } from '@jupyterlab/cells';
import type { IError } from '@jupyterlab/nbformat';
import type { Notebook } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

/** The error that the last run of a cell ended in; null for none. */
export function errorOf(cell: Cell | null): IError | null {
  if (!(cell instanceof CodeCell)) {
    return null;
  }
  const outputs = cell.model.sharedModel.getOutputs();
  return (
    outputs.find(
      (output): output is IError => output.output_type === 'error'
    ) ?? null
  );
}

/** The cell with an id. */
export function cellWith(notebook: Notebook, id: string): Cell | null {
  return notebook.widgets.find(({ model }) => model.id === id) ?? null;
}

/** The id of the cell that an element is in. */
export function cellAround(
  notebook: Notebook,
  element: Element
): string | undefined {
  return notebook.widgets.find(({ node }) => node.contains(element))?.model.id;
}

/** How a cell is called: by the number at its left, or by its place. */
export function nameOf(
  notebook: Notebook,
  id: string,
  trans: TranslationBundle
): string {
  const cell = cellWith(notebook, id);
  const count =
    cell instanceof CodeCell ? cell.model.executionCount : undefined;
  return count
    ? trans.__('cell [%1]', count)
    : trans.__(
        'cell %1 from the top',
        notebook.widgets.indexOf(cell as Cell) + 1
      );
}
