import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { acceptPart } from '../completer/acceptance';
import { nextLine, nextWord } from '../completer/pieces';
import { IGhosts } from '../tokens';

/** Accepts ghost text word by word and line by line. */
export const acceptance: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:acceptance',
  description: 'Accepts ghost text word by word and line by line.',
  autoStart: true,
  requires: [IGhosts],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    ghosts: IGhosts,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const isEnabled = () => ghosts.current !== null;
    app.commands.addCommand(CommandIDs.acceptWord, {
      label: trans.__('Accept Next Word of Suggestion'),
      caption: trans.__('Insert the next word and keep the rest as ghost text'),
      describedBy: NO_ARGUMENTS,
      isEnabled,
      execute: () => acceptPart(ghosts, nextWord)
    });
    app.commands.addCommand(CommandIDs.acceptLine, {
      label: trans.__('Accept Next Line of Suggestion'),
      caption: trans.__('Insert the next line and keep the rest as ghost text'),
      describedBy: NO_ARGUMENTS,
      isEnabled,
      execute: () => acceptPart(ghosts, nextLine)
    });
    for (const command of [
      CommandIDs.acceptWord,
      CommandIDs.acceptLine,
      // JupyterLab leaves its own commands out of the palette.
      CommandIDs.accept,
      CommandIDs.invoke,
      CommandIDs.next,
      CommandIDs.previous
    ]) {
      palette?.addItem({ command, category: category(trans) });
    }
  }
};
