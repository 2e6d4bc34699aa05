import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IInlineCompleterFactory } from '@jupyterlab/completer';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { Ghosts } from '../completer/ghosts';
import { ISuggester } from '../tokens';

/** Removes ghost text at Escape, without leaving the editor. */
export const dismissal: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:dismissal',
  description: 'Dismisses ghost text without leaving the editor.',
  autoStart: true,
  requires: [IInlineCompleterFactory, ISuggester],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    factory: IInlineCompleterFactory,
    suggester: ISuggester,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const ghosts = new Ghosts();
    ghosts.watch(factory);
    app.commands.addCommand('codeintel:dismiss-suggestion', {
      label: trans.__('Dismiss Suggestion'),
      caption: trans.__('Remove the ghost text and stay in the editor'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => ghosts.isShown,
      execute: () => {
        suggester.cancel();
        ghosts.dismiss();
      }
    });
  }
};
