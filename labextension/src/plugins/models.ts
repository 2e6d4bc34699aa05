import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { FirstRunCard } from '../models/card';
import { ModelsModel } from '../models/model';
import { Offer } from '../models/offer';
import { ModelsPanel } from '../models/panel';
import { IConnection } from '../tokens';

/** Behind what JupyterLab has at the left. */
const RANK = 1100;

/** Shows the models, and offers one to somebody who has none. */
export const models: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:models',
  description: 'Shows the models, and offers one to somebody who has none.',
  autoStart: true,
  requires: [IConnection],
  optional: [ISettingRegistry, ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    registry: ISettingRegistry | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const { commands, shell } = app;
    const model = new ModelsModel(connection);
    const panel = new ModelsPanel(model, trans);
    shell.add(panel, 'left', { rank: RANK });
    restorer?.add(panel, panel.id);
    commands.addCommand(CommandIDs.showModels, {
      label: trans.__('Manage Models'),
      caption: trans.__('Show, download, check, choose and remove models'),
      describedBy: NO_ARGUMENTS,
      execute: () => shell.activateById(panel.id)
    });
    palette?.addItem({
      command: CommandIDs.showModels,
      category: category(trans)
    });
    const settings = registry?.load(models.id) ?? Promise.resolve(null);
    new FirstRunCard(new Offer(model, settings), trans, () => {
      void commands.execute(CommandIDs.showModels);
    });
  }
};
