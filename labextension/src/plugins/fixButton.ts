import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { ErrorButton } from '../fix/errorButton';
import { ERROR, ErrorOutput, RANK } from '../fix/errorOutput';
import { cellAround } from '../review/cells';

/** Puts a button that repairs into the output of errors. */
export const fixButton: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:fix-button',
  description:
    'Puts a button that repairs a cell into the output of its error.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    rendermime: IRenderMimeRegistry
  ) => {
    const cellOf = (element: Element) => {
      const notebook = notebooks.find(({ node }) => node.contains(element));
      return notebook && cellAround(notebook.content, element);
    };
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: [ERROR],
        createRenderer: options =>
          new ErrorOutput(
            rendermime,
            options,
            new ErrorButton(app.commands, cellOf)
          )
      },
      RANK
    );
  }
};
