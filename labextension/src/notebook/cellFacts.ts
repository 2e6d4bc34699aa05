import type { ISharedCell, ISharedCodeCell } from '@jupyter/ydoc';
import type { IError } from '@jupyterlab/nbformat';

import type { Cell } from '../server/messages';

/** What the server is told of a cell. */
export function cellFacts(cell: ISharedCell): Cell {
  const isCode = cell.cell_type === 'code';
  return {
    id: cell.getId(),
    type: cellType(cell),
    source: cell.getSource(),
    executionCount: isCode ? (cell as ISharedCodeCell).execution_count : null,
    error: isCode ? errorIn(cell as ISharedCodeCell) : null
  };
}

/** The type of a cell; one that nbformat does not know is raw text to us. */
export function cellType(cell: ISharedCell): Cell['type'] {
  const type = cell.cell_type;
  return type === 'code' || type === 'markdown' ? type : 'raw';
}

function errorIn(cell: ISharedCodeCell): Cell['error'] {
  const error = cell
    .getOutputs()
    .find(output => output.output_type === 'error') as IError | undefined;
  return error ? { name: error.ename, value: error.evalue } : null;
}
