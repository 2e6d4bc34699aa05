import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IEditorTracker } from '@jupyterlab/fileeditor';
import { INotebookTracker } from '@jupyterlab/notebook';

import { Documents } from '../notebook/documents';
import { IConnection, IDocuments } from '../tokens';

/** Tells the server what changed in notebooks and files. */
export const documents: JupyterFrontEndPlugin<IDocuments> = {
  id: 'jupyter-codeintel:documents',
  description: 'Tells the server what changed in notebooks and files.',
  autoStart: true,
  requires: [IConnection],
  optional: [INotebookTracker, IEditorTracker],
  provides: IDocuments,
  activate: (
    _: JupyterFrontEnd,
    connection: IConnection,
    notebooks: INotebookTracker | null,
    editors: IEditorTracker | null
  ) => new Documents(connection, notebooks, editors)
};
