import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

/** Runs code cells in a new notebook, of which the last one fails. */
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
  await expect(fixButton(page)).toBeVisible({ timeout: 30_000 });
}

/** The button in the output of the error. */
export function fixButton(page: IJupyterLabPageFixture): Locator {
  return page.locator('.jp-CodeIntelFixButton:visible');
}

/** The panel under the failed cell. */
export function fixPanel(page: IJupyterLabPageFixture): Locator {
  return page.getByRole('region', { name: 'Fix error' });
}

/** A button of the panel. */
export function choice(page: IJupyterLabPageFixture, name: string): Locator {
  return fixPanel(page).getByRole('button', { name, exact: true });
}

/** Waits for a proposal; a machine with much to do may take its time. */
export async function expectProposal(
  page: IJupyterLabPageFixture
): Promise<void> {
  await expect(choice(page, 'Accept and run')).toBeVisible({ timeout: 60_000 });
}

/** What the cells show. */
export function outputs(page: IJupyterLabPageFixture): Locator {
  return page.locator('.jp-Cell-outputArea .jp-OutputArea-output');
}

/** Writes into a cell as a collaborator would. */
export function setSource(
  page: IJupyterLabPageFixture,
  index: number,
  source: string
): Promise<void> {
  return page.evaluate(
    ([index, source]) => {
      const { shell } = window.jupyterapp;
      const notebook = shell.currentWidget as unknown as INotebook;
      notebook.model.sharedModel.cells[index]?.setSource(source);
    },
    [index, source] as const
  );
}

/** The texts of all cells. */
export function sources(page: IJupyterLabPageFixture): Promise<string[]> {
  return page.evaluate(() => {
    const { shell } = window.jupyterapp;
    const notebook = shell.currentWidget as unknown as INotebook;
    return notebook.model.sharedModel.cells.map(cell => cell.getSource());
  });
}

/** The part of a notebook that leads to its texts. */
interface INotebook {
  readonly model: {
    readonly sharedModel: {
      insertCells(
        index: number,
        cells: readonly { cell_type: string; source: string }[]
      ): void;
      deleteCell(index: number): void;
      readonly cells: readonly {
        getSource(): string;
        setSource(source: string): void;
      }[];
    };
  };
}
