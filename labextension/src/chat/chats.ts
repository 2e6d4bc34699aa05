import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';

import type { FeatureSettings } from '../server/featureSettings';
import type { ChatLimits } from '../server/messages';
import type { IConnection, IDocuments } from '../tokens';
import { Draft } from './draft';
import { ChatModel } from './model';
import { NotebookSide } from './notebookSide';
import { sceneOf } from './scene';
import { unreachable } from './wording';

/** Where chats get what they work with. */
export interface IChatsOptions {
  readonly connection: IConnection;
  readonly documents: IDocuments;
  readonly languages: IEditorLanguageRegistry;
  readonly notebooks: INotebookTracker;
  readonly fix: (cell: string) => void;
  readonly settings: FeatureSettings<keyof ChatLimits>;
  readonly trans: TranslationBundle;
}

/** A notebook's chat. */
export interface IChat {
  readonly model: ChatModel;
  readonly side: NotebookSide;
}

/**
 * The chats of all notebooks, of which that of the current one is shown.
 */
export class Chats extends VDomModel {
  /** Conversations are loaded when they are to be shown. */
  constructor(private readonly _options: IChatsOptions) {
    super();
    const { notebooks } = _options;
    notebooks.currentChanged.connect(this._show, this);
    notebooks.activeCellChanged.connect(this._onActiveCellChanged, this);
  }

  /** The chat about the current notebook; null without one. */
  get current(): IChat | null {
    return this._current;
  }

  /** Counts the notebooks that were shown: what is open for one is not for the next. */
  get number(): number {
    return this._number;
  }

  /** Whether a person sees it. */
  set isShown(value: boolean) {
    this._isShown = value;
    if (value) {
      this._show();
    }
  }

  private _show(): void {
    if (!this._isShown) {
      return;
    }
    const notebook = this._options.notebooks.currentWidget;
    const chat = notebook && this._of(notebook);
    if (chat !== this._current) {
      this._current?.model.stateChanged.disconnect(this._emit, this);
      chat?.model.stateChanged.connect(this._emit, this);
      this._current = chat;
      this._number++;
      this._emit();
    }
  }

  private _of(notebook: NotebookPanel): IChat {
    const known = this._chats.get(notebook);
    if (known) {
      return known;
    }
    const { connection, documents, fix, languages, settings, trans } =
      this._options;
    const find = () => (notebook.isDisposed ? null : documents.find(notebook));
    const scene = () => {
      const document = find();
      return document && sceneOf(notebook, document);
    };
    const model = new ChatModel({
      connection,
      document: () => find()?.id ?? null,
      draft: new Draft(connection, scene, () => settings.limits),
      fix,
      unreachable: unreachable(trans)
    });
    const chat = { model, side: new NotebookSide(notebook, languages, trans) };
    this._chats.set(notebook, chat);
    notebook.disposed.connect(() => model.dispose());
    void notebook.revealed.then(() => model.load());
    return chat;
  }

  private _onActiveCellChanged(): void {
    if (this._isShown) {
      this._current?.model.previewSoon();
    }
  }

  private _emit(): void {
    this.stateChanged.emit();
  }

  private readonly _chats = new WeakMap<NotebookPanel, IChat>();
  private _current: IChat | null = null;
  private _isShown = false;
  private _number = 0;
}
