import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';

import { cellWith } from './failedCell';

/** Runs cells one after the other, until one fails. */
export async function runInOrder(
  { content, sessionContext }: NotebookPanel,
  cells: readonly string[]
): Promise<void> {
  for (const id of cells) {
    const cell = cellWith(content, id);
    if (
      !cell ||
      !(await NotebookActions.runCells(content, [cell], sessionContext))
    ) {
      return;
    }
  }
}
