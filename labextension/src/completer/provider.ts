import type {
  CompletionHandler,
  IInlineCompletionContext,
  IInlineCompletionItem,
  IInlineCompletionList,
  IInlineCompletionProvider
} from '@jupyterlab/completer';
import { InlineCompletionTriggerKind } from '@jupyterlab/completer';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { JSONObject } from '@lumino/coreutils';

import type { Complete } from '../server/messages';
import type {
  IConnection,
  ICursorPlace,
  IDocuments,
  ISuggester
} from '../tokens';
import { isForTyping, sidesIn } from './place';
import { DEFAULTS, readSettings, settingsSchema } from './settings';
import type { Suggestion } from './suggestion';
import { Suggestions } from './suggestions';

/** What JupyterLab shows. */
type List = IInlineCompletionList<IInlineCompletionItem>;

/** What JupyterLab goes on showing. */
interface IStreamed {
  readonly response: IInlineCompletionItem;
}

const NOTHING: List = { items: [] };

/** A suggestion on the screen, which grows under its token. */
interface IShown {
  readonly token: string;
  readonly suggestion: Suggestion;
  readonly place: ICursorPlace;
  readonly text: string;
}

/** Where the provider gets what it works with. */
export interface IProviderOptions {
  readonly connection: IConnection;
  readonly documents: IDocuments;
  readonly icon: LabIcon.ILabIcon;
  readonly trans: TranslationBundle;
}

/**
 * Suggests the code that the server's model writes.
 *
 * JupyterLab calls `fetch` at every key press and never cancels, so each call ends the one before.
 * Text that goes on with the suggestion on the screen is answered from that suggestion, at once.
 */
export class CodeIntelProvider
  implements IInlineCompletionProvider, ISuggester
{
  /** The id under which the settings are kept. */
  readonly identifier = 'jupyter-codeintel';
  readonly name: string;
  readonly icon: LabIcon.ILabIcon;
  readonly schema: ISettingRegistry.IProperty;

  /** Registers nothing: that is the plugin's work. */
  constructor(options: IProviderOptions) {
    this._connection = options.connection;
    this._documents = options.documents;
    this._trans = options.trans;
    this._suggestions = new Suggestions(options.connection);
    this.name = options.trans.__('Code intelligence');
    this.icon = options.icon;
    this.schema = settingsSchema(options.trans);
  }

  get isAutomatic(): boolean {
    return this._settings.enabled && this._settings.trigger === 'automatic';
  }

  cancel(): void {
    this._turn++;
    this._shown = null;
    this._suggestions.cancel();
  }

  unasked(invoke: () => void): void {
    this._isUnasked = true;
    try {
      invoke();
    } finally {
      this._isUnasked = false;
    }
  }

  configure(settings: JSONObject): void {
    this._settings = readSettings(settings);
  }

  async fetch(
    request: CompletionHandler.IRequest,
    context: IInlineCompletionContext
  ): Promise<List> {
    const turn = ++this._turn;
    const isAsked =
      context.triggerKind === InlineCompletionTriggerKind.Invoke &&
      !this._isUnasked;
    this._shown = null;
    const place = this._documents.locate(context.widget);
    if (place?.editor.model.sharedModel.getSource() !== request.text) {
      return NOTHING;
    }
    if (this._goesOn(place)) {
      return this._answer(turn, place);
    }
    this._suggestions.cancel();
    if (isAsked) {
      this._ask(place, 'invoke');
      const list = await this._answer(turn, place);
      return list === NOTHING && turn === this._turn ? this._excuse() : list;
    }
    if (this._settings.trigger === 'automatic' && isForTyping(place)) {
      await new Promise(go => setTimeout(go, this._settings.typingPause));
      if (turn === this._turn) {
        this._ask(place, 'automatic');
        return this._answer(turn, place);
      }
    }
    return NOTHING;
  }

  async *stream(token: string): AsyncGenerator<IStreamed> {
    const shown = this._shown;
    if (shown?.token !== token) {
      return;
    }
    const { suggestion, place } = shown;
    let last = shown.text;
    while (shown === this._shown) {
      const changed = suggestion.changed;
      const text = remainderAt(suggestion, place);
      if (text === null) {
        this._suggestions.cancel(suggestion);
        return;
      }
      const isIncomplete = !suggestion.isDone;
      if (text !== last) {
        last = text;
        yield { response: { insertText: text, isIncomplete } };
      }
      if (!isIncomplete) {
        return;
      }
      await changed;
    }
  }

  /** Whether the latest suggestion still has something to say at `place`. */
  private _goesOn(place: ICursorPlace): boolean {
    const { latest } = this._suggestions;
    const text = latest && remainderAt(latest, place);
    return text === '' ? !latest?.isDone : !!text;
  }

  private _ask(place: ICursorPlace, trigger: Complete['trigger']): void {
    const { document, cell, editor } = place;
    const { multiline, maxTokens } = this._settings;
    document.flush(cell);
    this._suggestions.ask({
      document: document.id,
      cell,
      ...sidesIn(editor),
      trigger,
      multiline,
      maxTokens
    });
  }

  /** Waits for the first text of the latest suggestion. */
  private async _answer(turn: number, place: ICursorPlace): Promise<List> {
    const suggestion = this._suggestions.latest;
    while (suggestion && turn === this._turn) {
      const changed = suggestion.changed;
      const text = remainderAt(suggestion, place);
      if (text) {
        return this._show({ token: `${turn}`, suggestion, place, text });
      }
      if (text === null || suggestion.isDone) {
        return NOTHING;
      }
      await changed;
    }
    return NOTHING;
  }

  private _show(shown: IShown): List {
    this._shown = shown;
    const { text, token, suggestion } = shown;
    const isIncomplete = !suggestion.isDone;
    return { items: [{ insertText: text, isIncomplete, token }] };
  }

  /** Why nothing came, for somebody who asked. */
  private _excuse(): List {
    const error = this._suggestions.latest?.error;
    if (error) {
      const message = `${error.message} ${error.hint}`.trim();
      return { items: [{ insertText: '', error: { message } }] };
    }
    if (!this._connection.isOpen) {
      this._connection.reconnect();
      const message = this._trans.__('The Jupyter server cannot be reached.');
      return { items: [{ insertText: '', error: { message } }] };
    }
    return NOTHING;
  }

  private readonly _connection: IConnection;
  private readonly _documents: IDocuments;
  private readonly _trans: TranslationBundle;
  private readonly _suggestions: Suggestions;
  private _settings = DEFAULTS;
  private _shown: IShown | null = null;
  private _turn = 0;
  private _isUnasked = false;
}

/** What is left of a suggestion at the cursor; see `Suggestion.remainder`. */
function remainderAt(
  suggestion: Suggestion,
  place: ICursorPlace
): string | null {
  const { document, cell } = suggestion.request;
  if (document !== place.document.id || cell !== place.cell) {
    return null;
  }
  const { prefix, suffix } = sidesIn(place.editor);
  return suggestion.remainder(prefix, suffix);
}
