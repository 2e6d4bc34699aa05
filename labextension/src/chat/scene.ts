import type { Cell } from '@jupyterlab/cells';
import { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { ChatScene } from '../server/messages';
import type { ISyncedDocument } from '../tokens';
import { outputText, tracebackText } from './plainText';

/** What a question is asked about now; the server is told of the document first. */
export function sceneOf(
  { content }: NotebookPanel,
  document: ISyncedDocument
): ChatScene {
  document.flush();
  const { activeCell, widgets } = content;
  return {
    document: document.id,
    cell: activeCell?.model.sharedModel.getId() ?? null,
    selection: selectionIn(activeCell),
    tracebacks: texts(widgets, tracebackText),
    outputs: texts(widgets, outputText)
  };
}

function selectionIn(cell: Cell | null): string {
  const editor = cell?.editor;
  if (!editor) {
    return '';
  }
  const { start, end } = editor.getSelection();
  const [from = 0, to = 0] = [start, end]
    .map(position => editor.getOffsetAt(position))
    .sort((one, other) => one - other);
  return editor.model.sharedModel.getSource().slice(from, to);
}

function texts(
  cells: readonly Cell[],
  textOf: typeof outputText
): Record<string, string> {
  const found = cells
    .filter(cell => cell instanceof CodeCell)
    .map(({ model: { sharedModel } }) => {
      const text = textOf(sharedModel.getOutputs());
      return [sharedModel.getId(), text] as const;
    });
  return Object.fromEntries(found.filter(([, text]) => text));
}
