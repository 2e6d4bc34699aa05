import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { showDetails } from '../status/details';
import { StatusItem } from '../status/item';
import { StatusModel } from '../status/model';
import { IConnection, IDocuments, ISuggester } from '../tokens';

/** Shows the state of the model, in the status bar or at the top of Notebook 7. */
export const status: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:status',
  description:
    'Shows the state of the local model and what to do about errors.',
  autoStart: true,
  requires: [IConnection, IDocuments, ISuggester],
  optional: [IStatusBar, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    documents: IDocuments,
    suggester: ISuggester,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const { commands, shell } = app;
    const model = new StatusModel(connection, () => {
      if (!suggester.isOn(null)) {
        return 'off';
      }
      const document = documents.find(shell.currentWidget);
      return suggester.isOn(document) ? null : 'silenced';
    });
    suggester.switched.connect(model.refresh, model);
    shell.currentChanged?.connect(model.refresh, model);
    documents.opened.connect(model.refresh, model);
    commands.addCommand(CommandIDs.showStatus, {
      label: trans.__('Code Intelligence Status'),
      caption: trans.__('Show the state of the local model'),
      describedBy: NO_ARGUMENTS,
      execute: () =>
        showDetails(
          model,
          trans,
          () => void commands.execute(CommandIDs.showModels)
        )
    });
    palette?.addItem({
      command: CommandIDs.showStatus,
      category: category(trans)
    });
    const item = new StatusItem(model, trans, () => {
      void commands.execute(CommandIDs.showStatus);
    });
    if (statusBar) {
      statusBar.registerStatusItem(item.id, { item, align: 'left', rank: 10 });
    } else {
      shell.add(item, 'top', { rank: 10000 });
    }
  }
};
