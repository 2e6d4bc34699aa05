import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICompletionProviderManager } from '@jupyterlab/completer';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CodeIntelProvider } from '../completer/provider';
import { codeIntelIcon } from '../icon';
import { ISuggester, IConnection, IDocuments, IPreferences } from '../tokens';

/** Suggests code while typing. */
export const completer: JupyterFrontEndPlugin<ISuggester> = {
  id: 'jupyter-codeintel:completer',
  description: 'Shows the suggestions of the local model as ghost text.',
  autoStart: true,
  requires: [ICompletionProviderManager, IConnection, IDocuments, IPreferences],
  optional: [ITranslator],
  provides: ISuggester,
  activate: (
    _: JupyterFrontEnd,
    manager: ICompletionProviderManager,
    connection: IConnection,
    documents: IDocuments,
    preferences: IPreferences,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const provider = new CodeIntelProvider({
      connection,
      documents,
      preferences,
      icon: codeIntelIcon,
      trans,
      invoke: widget => manager.inline?.invoke(widget.id)
    });
    manager.registerInlineProvider(provider);
    return provider;
  }
};
