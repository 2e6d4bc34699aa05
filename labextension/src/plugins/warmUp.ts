import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

import { WarmUp } from '../completer/warmUp';
import { ISuggester, IConnection, IDocuments } from '../tokens';

/** Prepares the model where the person is likely to type next. */
export const warmUp: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:warm-up',
  description: 'Prepares the model where the next key press is likely.',
  autoStart: true,
  requires: [ISuggester, IConnection, IDocuments],
  optional: [INotebookTracker, IEditorTracker],
  activate: (
    _: JupyterFrontEnd,
    suggester: ISuggester,
    connection: IConnection,
    documents: IDocuments,
    notebooks: INotebookTracker | null,
    editors: IEditorTracker | null
  ) => {
    const warmUp = new WarmUp({ connection, documents, suggester });
    const expect = (tracker: INotebookTracker | IEditorTracker) => {
      if (tracker.currentWidget) {
        warmUp.expect(tracker.currentWidget);
      }
    };
    notebooks?.activeCellChanged.connect(expect);
    editors?.currentChanged.connect(expect);
    documents.kernelActed.connect((_, document) => {
      if (suggester.isAutomatic(document)) {
        // The server looks at the kernel's variables now rather than at the next key press.
        document.flush();
      }
    });
    if (notebooks) {
      // What was run changed the context of the cell that is active now, whichever ran.
      NotebookActions.executed.connect(() => expect(notebooks));
    }
  }
};
