import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { errorOf } from '../review/cells';
import type { IFixesOptions } from '../fix/fixes';
import { Fixes } from '../fix/fixes';
import { fixIcon } from '../icon';
import { FeatureSettings } from '../server/featureSettings';
import { loadSettings, locksOf } from '../server/locks';
import { IConnection, IDocuments } from '../tokens';

/** Repairs failed cells. */
export const fix: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:fix',
  description: 'Repairs failed cells and shows why a repair can be trusted.',
  autoStart: true,
  requires: [
    IConnection,
    IDocuments,
    INotebookTracker,
    IEditorLanguageRegistry
  ],
  optional: [ISettingRegistry, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    documents: IDocuments,
    notebooks: INotebookTracker,
    languages: IEditorLanguageRegistry,
    registry: ISettingRegistry | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const { commands } = app;
    const settings = new FeatureSettings(
      loadSettings(registry, fix.id, locksOf('fix'), trans),
      ['maxAttempts', 'timeLimit']
    );
    const options = { connection, documents, languages, settings, trans };
    const fixes = new Fixes(options);
    addFixCommand({ commands, fixes, notebooks, settings, trans });
    addUndoCommand({ commands, fixes, notebooks, trans });
    const refresh = () => commands.notifyCommandChanged(CommandIDs.fix);
    settings.changed.connect(refresh);
    notebooks.activeCellChanged.connect(refresh);
    NotebookActions.executed.connect(refresh);
    palette?.addItem({ command: CommandIDs.fix, category: category(trans) });
  }
};

interface ICommandOptions {
  readonly commands: CommandRegistry;
  readonly fixes: Fixes;
  readonly notebooks: INotebookTracker;
  readonly trans: TranslationBundle;
}

function addFixCommand(
  options: ICommandOptions & Pick<IFixesOptions, 'settings'>
): void {
  const { commands, fixes, notebooks, settings, trans } = options;
  const hasFailed = () => errorOf(notebooks.activeCell) !== null;
  commands.addCommand(CommandIDs.fix, {
    label: trans.__('Fix Error'),
    caption: trans.__('Look for a repair of this cell and try it on a copy'),
    icon: fixIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          cell: {
            type: 'string',
            description: trans.__(
              'The id of a failed cell; else the active one'
            )
          },
          onlyFailed: {
            type: 'boolean',
            description: trans.__(
              'Whether to hide it from cells without an error'
            )
          }
        }
      }
    },
    isVisible: args =>
      settings.isEnabled && (!args['onlyFailed'] || hasFailed()),
    isEnabled: args =>
      settings.isEnabled && (typeof args['cell'] === 'string' || hasFailed()),
    execute: args => {
      const notebook = notebooks.currentWidget;
      const cell = args['cell'] ?? notebook?.content.activeCell?.model.id;
      if (notebook && typeof cell === 'string') {
        fixes.start(notebook, cell);
      }
    }
  });
}

function addUndoCommand(options: ICommandOptions): void {
  const { commands, fixes, notebooks, trans } = options;
  commands.addCommand(CommandIDs.undoFix, {
    label: trans.__('Undo Fix'),
    caption: trans.__('Take back an accepted fix from all its cells'),
    describedBy: NO_ARGUMENTS,
    execute: () => {
      if (notebooks.currentWidget) {
        fixes.undo(notebooks.currentWidget);
      }
    }
  });
}
