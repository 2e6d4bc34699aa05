import type {
  CompletionHandler,
  IInlineCompletionContext,
  IInlineCompletionItem,
  IInlineCompletionList,
  IInlineCompletionProvider
} from '@jupyterlab/completer';
import { InlineCompletionTriggerKind } from '@jupyterlab/completer';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { JSONObject } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type { Complete } from '../server/messages';
import type { ICursorPlace, ISuggester, ISyncedDocument } from '../tokens';
import { Excuses } from './excuses';
import { Pacing } from './pacing';
import { isForTyping, remaindersAt, sidesIn } from './place';
import type { IProviderOptions } from './providerOptions';
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
  readonly texts: readonly string[];
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
    const { connection, documents, preferences, trans } = options;
    this._options = options;
    this._suggestions = new Suggestions(connection);
    this._excuses = new Excuses(connection, trans);
    this.name = trans.__('Code intelligence');
    this.icon = options.icon;
    this.schema = settingsSchema(trans);
    this._wasOn = this.isOn(null);
    preferences.changed.connect(this._compareSwitch, this);
    documents.silencedChanged.connect(this._emitSwitched, this);
  }

  get switched(): ISignal<this, void> {
    return this._switched;
  }

  isOn(document: ISyncedDocument | null): boolean {
    const { completion } = this._options.preferences;
    return this._settings.enabled && completion && !document?.isSilenced;
  }

  isAutomatic(document: ISyncedDocument | null): boolean {
    return this.isOn(document) && this._settings.trigger === 'automatic';
  }

  cancel(): void {
    this._turn++;
    this._shown = null;
    this._pacing.end();
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
    this._compareSwitch();
  }

  async fetch(
    request: CompletionHandler.IRequest,
    { widget, triggerKind }: IInlineCompletionContext
  ): Promise<List> {
    const turn = ++this._turn;
    const isAsked =
      triggerKind === InlineCompletionTriggerKind.Invoke && !this._isUnasked;
    this._shown = null;
    this._pacing.end();
    const { documents } = this._options;
    if (!this.isOn(documents.find(widget))) {
      return isAsked ? this._excuses.switchedOff() : NOTHING;
    }
    const place = documents.locate(widget);
    if (place?.editor.model.sharedModel.getSource() !== request.text) {
      return NOTHING;
    }
    if (isAsked) {
      return this._answerAsked(turn, place, widget);
    }
    this._pacing.press();
    if (this._goesOn(place)) {
      const list = await this._answer(turn, place);
      if (turn !== this._turn || !this._isAstray(place)) {
        return list;
      }
    }
    return this._answerTyping(turn, place);
  }

  async *stream(token: string): AsyncGenerator<IStreamed> {
    const shown = this._shown;
    if (shown?.token !== token) {
      return;
    }
    const { suggestion, place } = shown;
    let last = shown.texts[0];
    while (shown === this._shown) {
      const changed = suggestion.changed;
      const [text] = remaindersAt(suggestion, place);
      if (text === undefined) {
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

  /** Answers somebody who asked, with all that comes to the model's mind. */
  private async _answerAsked(
    turn: number,
    place: ICursorPlace,
    widget: Widget
  ): Promise<List> {
    const suggestion = this._ask(place, 'invoke');
    const list = await this._answer(turn, place);
    if (turn !== this._turn) {
      return NOTHING;
    }
    if (list === NOTHING) {
      return this._excuses.nothing(suggestion?.error ?? null);
    }
    if (suggestion && !suggestion.isDone) {
      void this._offerAlternatives(suggestion, place, widget);
    }
    return list;
  }

  /** Answers a key press that the latest suggestion did not foresee. */
  private async _answerTyping(
    turn: number,
    place: ICursorPlace
  ): Promise<List> {
    this._suggestions.cancel();
    if (!this.isAutomatic(place.document) || !isForTyping(place)) {
      return NOTHING;
    }
    const { latency } = this._suggestions;
    const { prefix } = sidesIn(place.editor);
    await this._pacing.wait(this._settings, latency, prefix);
    if (turn !== this._turn) {
      return NOTHING;
    }
    this._ask(place, 'automatic');
    return this._answer(turn, place);
  }

  /** Shows what the model thought of after the first text, which is on the screen already. */
  private async _offerAlternatives(
    suggestion: Suggestion,
    place: ICursorPlace,
    widget: Widget
  ): Promise<void> {
    while (!suggestion.isDone) {
      await suggestion.changed;
    }
    if (
      suggestion === this._suggestions.latest &&
      remaindersAt(suggestion, place).length > 1
    ) {
      this.unasked(() => this._options.invoke(widget));
    }
  }

  /** Whether the latest suggestion still has something to say at `place`. */
  private _goesOn(place: ICursorPlace): boolean {
    const { latest } = this._suggestions;
    const text = latest && remaindersAt(latest, place)[0];
    return text === '' ? !latest?.isDone : !!text;
  }

  /** Whether the latest suggestion has become another than what was typed meanwhile. */
  private _isAstray(place: ICursorPlace): boolean {
    const { latest } = this._suggestions;
    return !!latest && !remaindersAt(latest, place).length;
  }

  private _ask(
    place: ICursorPlace,
    trigger: Complete['trigger']
  ): Suggestion | null {
    const { document, cell, editor } = place;
    const { multiline, maxTokens } = this._settings;
    document.flush(cell);
    return this._suggestions.ask({
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
      const texts = remaindersAt(suggestion, place);
      if (texts[0]) {
        return this._show({ token: `${turn}`, suggestion, place, texts });
      }
      if (!texts.length || suggestion.isDone) {
        return NOTHING;
      }
      await changed;
    }
    return NOTHING;
  }

  private _show(shown: IShown): List {
    this._shown = shown;
    const { texts, token, suggestion } = shown;
    // Only the first text grows: by the time there are others, all are complete.
    const isIncomplete = !suggestion.isDone;
    return {
      items: texts.map(insertText => ({ insertText, isIncomplete, token }))
    };
  }

  /** Settings are read again for many reasons, most of which switch nothing. */
  private _compareSwitch(): void {
    if (this._wasOn !== this.isOn(null)) {
      this._wasOn = !this._wasOn;
      this._emitSwitched();
    }
  }

  private _emitSwitched(): void {
    this._switched.emit();
  }

  private readonly _options: IProviderOptions;
  private readonly _suggestions: Suggestions;
  private readonly _excuses: Excuses;
  private readonly _pacing = new Pacing();
  private readonly _switched = new Signal<this, void>(this);
  private _settings = DEFAULTS;
  private _shown: IShown | null = null;
  private _wasOn = false;
  private _turn = 0;
  private _isUnasked = false;
}
