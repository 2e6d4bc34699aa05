import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';

/** Runs code cells in a new notebook. */
export async function runCells(
  page: IJupyterLabPageFixture,
  ...sources: readonly string[]
): Promise<void> {
  await page.notebook.createNew();
  await expect(page.getByText('Python 3 (ipykernel) | Idle')).toBeVisible();
  await page.evaluate(async sources => {
    const { commands, shell } = window.jupyterapp;
    const notebook = shell.currentWidget as unknown as INotebook;
    notebook.model.sharedModel.insertCells(
      0,
      sources.map(source => ({ cell_type: 'code', source }))
    );
    notebook.model.sharedModel.deleteCell(sources.length);
    await commands.execute('notebook:run-all-cells');
  }, sources);
}

/** The part of a notebook that leads to its cells. */
interface INotebook {
  readonly model: {
    readonly sharedModel: {
      insertCells(
        index: number,
        cells: readonly { cell_type: string; source: string }[]
      ): void;
      deleteCell(index: number): void;
    };
  };
}
