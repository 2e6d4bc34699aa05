import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { IGhosts, ISuggester } from '../tokens';

/** Removes ghost text at Escape, without leaving the editor. */
export const dismissal: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:dismissal',
  description: 'Dismisses ghost text without leaving the editor.',
  autoStart: true,
  requires: [IGhosts, ISuggester],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    ghosts: IGhosts,
    suggester: ISuggester,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const dismiss = () => {
      suggester.cancel();
      ghosts.dismiss();
    };
    app.commands.addCommand(CommandIDs.dismiss, {
      label: trans.__('Dismiss Suggestion'),
      caption: trans.__('Remove the ghost text and stay in the editor'),
      describedBy: NO_ARGUMENTS,
      isEnabled: () => ghosts.current !== null,
      execute: dismiss
    });
    palette?.addItem({
      command: CommandIDs.dismiss,
      category: category(trans)
    });
    // What is on the screen when suggestions are switched off must not stay there.
    suggester.switched.connect(dismiss);
  }
};
