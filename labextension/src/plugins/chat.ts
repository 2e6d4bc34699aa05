import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import type { IChatsOptions } from '../chat/chats';
import { Chats } from '../chat/chats';
import { ChatPanel } from '../chat/panel';
import { category, CommandIDs, NO_ARGUMENTS } from '../commands';
import { errorOf } from '../review/cells';
import { FeatureSettings } from '../server/featureSettings';
import { loadSettings, locksOf } from '../server/locks';
import { IConnection, IDocuments } from '../tokens';

/** Behind what JupyterLab has at the right. */
const RANK = 900;

const COMMANDS = [
  CommandIDs.toggleChat,
  CommandIDs.askAboutCell,
  CommandIDs.explainError
];

/** Answers questions about a notebook, beside it. */
export const chat: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-codeintel:chat',
  description: 'Answers questions about a notebook, beside it.',
  autoStart: true,
  requires: [
    IConnection,
    IDocuments,
    INotebookTracker,
    IEditorLanguageRegistry,
    IRenderMimeRegistry
  ],
  optional: [ILayoutRestorer, ISettingRegistry, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    documents: IDocuments,
    notebooks: INotebookTracker,
    languages: IEditorLanguageRegistry,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    registry: ISettingRegistry | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const fix = (cell: string) =>
      void app.commands.execute(CommandIDs.fix, { cell });
    const settings = new FeatureSettings(
      loadSettings(registry, chat.id, locksOf('chat'), trans),
      [
        'answerTokens',
        'codeTokens',
        'cellsTokens',
        'namedTokens',
        'historyTokens'
      ]
    );
    const chats = new Chats({
      connection,
      documents,
      fix,
      languages,
      notebooks,
      settings,
      trans
    });
    const panel = new ChatPanel(chats, rendermime, trans);
    const options = { app, chats, notebooks, panel, settings, trans };
    addCommands(options);
    showIfWanted(options);
    restorer?.add(panel, panel.id);
    for (const command of COMMANDS) {
      palette?.addItem({ command, category: category(trans) });
    }
  }
};

interface ICommandOptions {
  readonly app: JupyterFrontEnd;
  readonly chats: Chats;
  readonly notebooks: INotebookTracker;
  readonly panel: ChatPanel;
  readonly settings: IChatsOptions['settings'];
  readonly trans: TranslationBundle;
}

/** The panel is in its place unless settings say, now or later, that there is no chat. */
function showIfWanted({ app, panel, settings }: ICommandOptions): void {
  const follow = () => {
    if (!settings.isEnabled) {
      panel.parent = null;
    } else if (!panel.isAttached) {
      app.shell.add(panel, 'right', { rank: RANK });
    }
    COMMANDS.forEach(command => app.commands.notifyCommandChanged(command));
  };
  follow();
  settings.changed.connect(follow);
}

/** The part of a shell that folds its right side. */
interface IFoldingShell {
  collapseRight?(): void;
}

function addCommands(options: ICommandOptions): void {
  const { app, chats, notebooks, panel, settings, trans } = options;
  const { commands, shell } = app;
  const show = () => {
    shell.activateById(panel.id);
    panel.focusInput();
  };
  commands.addCommand(CommandIDs.toggleChat, {
    label: trans.__('Chat About the Notebook'),
    caption: trans.__('Show or hide the chat beside the notebook'),
    describedBy: NO_ARGUMENTS,
    isEnabled: () => settings.isEnabled,
    isVisible: () => settings.isEnabled,
    isToggled: () => panel.isVisible,
    execute: () =>
      panel.isVisible ? (shell as IFoldingShell).collapseRight?.() : show()
  });
  commands.addCommand(CommandIDs.askAboutCell, {
    label: trans.__('Ask About This Cell'),
    caption: trans.__('Begin a question about the active cell'),
    describedBy: NO_ARGUMENTS,
    isEnabled: () => settings.isEnabled && notebooks.activeCell !== null,
    isVisible: () => settings.isEnabled,
    execute: () => {
      show();
      const draft = chats.current?.model.draft;
      draft?.write(`${draft.text.trimEnd()} @cell `.trimStart());
    }
  });
  commands.addCommand(CommandIDs.explainError, {
    label: trans.__('Explain Error'),
    caption: trans.__('Ask why the active cell failed'),
    describedBy: NO_ARGUMENTS,
    isEnabled: () =>
      settings.isEnabled && errorOf(notebooks.activeCell) !== null,
    isVisible: () => settings.isEnabled,
    execute: () => {
      show();
      void chats.current?.model.ask('/explain @error');
    }
  });
}
