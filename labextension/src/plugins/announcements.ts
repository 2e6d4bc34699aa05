import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { Announcements } from '../completer/announcements';
import { IGhosts, IPreferences } from '../tokens';

/** Tells screen readers of suggestions. */
export const announcements: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:announcements',
  description: 'Tells screen readers of suggestions.',
  autoStart: true,
  requires: [IGhosts, IPreferences],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    ghosts: IGhosts,
    preferences: IPreferences,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const announcements = new Announcements({ ghosts, preferences, trans });
    document.body.append(announcements.node);
    app.commands.addCommand(CommandIDs.readAloud, {
      label: trans.__('Read Suggestion Aloud'),
      caption: trans.__('Let a screen reader say the whole suggestion'),
      describedBy: NO_ARGUMENTS,
      execute: () => announcements.readAloud()
    });
    palette?.addItem({
      command: CommandIDs.readAloud,
      category: category(trans)
    });
  }
};
