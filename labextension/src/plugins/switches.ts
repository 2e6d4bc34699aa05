import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { locksOf } from '../server/locks';
import { IDocuments, IPreferences, ISuggester } from '../tokens';

/** Switches suggestions on and off, everywhere or in one notebook. */
export const switches: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:switches',
  description: 'Switches suggestions on and off.',
  autoStart: true,
  requires: [IPreferences, ISuggester, IDocuments],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    preferences: IPreferences,
    suggester: ISuggester,
    documents: IDocuments,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const { commands, shell } = app;
    const current = () => documents.find(shell.currentWidget);
    commands.addCommand(CommandIDs.toggle, {
      label: trans.__('Suggest Code'),
      caption: trans.__('Switch suggestions on or off everywhere'),
      describedBy: NO_ARGUMENTS,
      isEnabled: () => !('enabled' in locksOf('completion')),
      isToggled: () => preferences.completion,
      execute: () => preferences.setCompletion(!preferences.completion)
    });
    commands.addCommand(CommandIDs.toggleInNotebook, {
      label: trans.__('Suggest Code in This Notebook'),
      caption: trans.__(
        'Switch suggestions on or off for everybody who opens this notebook'
      ),
      describedBy: NO_ARGUMENTS,
      isEnabled: () => typeof current()?.isSilenced === 'boolean',
      isToggled: () => !current()?.isSilenced,
      execute: () => {
        const document = current();
        document?.silence(!document.isSilenced);
      }
    });
    suggester.switched.connect(() => {
      commands.notifyCommandChanged(CommandIDs.toggle);
      commands.notifyCommandChanged(CommandIDs.toggleInNotebook);
    });
    for (const command of [CommandIDs.toggle, CommandIDs.toggleInNotebook]) {
      palette?.addItem({ command, category: category(trans) });
    }
  }
};
