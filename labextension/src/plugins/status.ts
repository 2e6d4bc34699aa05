import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { showDetails } from '../status/details';
import { StatusItem } from '../status/item';
import { StatusModel } from '../status/model';
import { IConnection } from '../tokens';

const SHOW_STATUS = 'codeintel:show-status';

/** Shows the state of the model, in the status bar or at the top of Notebook 7. */
export const status: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:status',
  description:
    'Shows the state of the local model and what to do about errors.',
  autoStart: true,
  requires: [IConnection],
  optional: [IStatusBar, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const model = new StatusModel(connection);
    const { commands, shell } = app;
    commands.addCommand(SHOW_STATUS, {
      label: trans.__('Code Intelligence Status'),
      caption: trans.__('Show the state of the local model'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => showDetails(model, trans)
    });
    palette?.addItem({
      command: SHOW_STATUS,
      category: trans.__('Help')
    });
    const item = new StatusItem(model, trans, () => {
      void commands.execute(SHOW_STATUS);
    });
    if (statusBar) {
      statusBar.registerStatusItem(item.id, { item, align: 'left', rank: 10 });
    } else {
      shell.add(item, 'top', { rank: 10000 });
    }
  }
};
