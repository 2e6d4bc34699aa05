import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICompletionProviderManager } from '@jupyterlab/completer';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';

import { BlankLines } from '../completer/blankLines';
import { IDocuments, ISuggester } from '../tokens';

/** Suggests code on a new line. */
export const blankLines: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:blank-lines',
  description: 'Suggests code on a new line, before anything is typed on it.',
  autoStart: true,
  requires: [ICompletionProviderManager, ISuggester, IDocuments],
  optional: [INotebookTracker, IEditorTracker],
  activate: (
    _: JupyterFrontEnd,
    manager: ICompletionProviderManager,
    suggester: ISuggester,
    documents: IDocuments,
    notebooks: INotebookTracker | null,
    editors: IEditorTracker | null
  ) => {
    const options = {
      documents,
      suggester,
      invoke: (widget: Widget) => manager.inline?.invoke(widget.id)
    };
    // One for each tracker: neither tells when the person comes back from the other.
    const inNotebook = new BlankLines(options);
    const inFile = new BlankLines(options);
    notebooks?.activeCellChanged.connect((tracker, cell) =>
      inNotebook.follow(tracker.currentWidget, cell?.model.sharedModel ?? null)
    );
    editors?.currentChanged.connect((_, widget) =>
      inFile.follow(widget, widget?.content.model.sharedModel ?? null)
    );
  }
};
