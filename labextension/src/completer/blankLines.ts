import type { ISharedText, SourceChange } from '@jupyter/ydoc';
import type { IDisposable } from '@lumino/disposable';
import type { Widget } from '@lumino/widgets';

import type { IDocuments, ISuggester } from '../tokens';
import { sidesIn } from './place';

/** Where the watch over blank lines gets what it works with. */
export interface IBlankLinesOptions {
  readonly documents: IDocuments;
  readonly suggester: ISuggester;
  /** Invokes JupyterLab's inline completer in a widget. */
  readonly invoke: (widget: Widget) => void;
}

/**
 * Suggests after Enter, where JupyterLab asks for nothing as long as the line is blank.
 */
export class BlankLines implements IDisposable {
  /** Follows no text yet. */
  constructor(options: IBlankLinesOptions) {
    this._options = options;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Watches the text that is edited in `widget`, and no longer the one before. */
  follow(widget: Widget | null, text: ISharedText | null): void {
    this._text?.changed.disconnect(this._onChanged, this);
    this._widget = widget;
    this._text = text;
    text?.changed.connect(this._onChanged, this);
  }

  dispose(): void {
    this.follow(null, null);
    this._isDisposed = true;
  }

  private _onChanged(_: ISharedText, change: SourceChange): void {
    if (change.sourceChange?.some(part => part.insert)) {
      // JupyterLab's own listener, which drops what is under way, has to come first.
      setTimeout(() => this._suggest());
    }
  }

  private _suggest(): void {
    const { documents, suggester, invoke } = this._options;
    const widget = this._widget;
    if (!widget || widget.isDisposed) {
      return;
    }
    if (!suggester.isAutomatic(documents.find(widget))) {
      return;
    }
    const editor = documents.locate(widget)?.editor;
    if (editor?.hasFocus() && isOnBlankLine(sidesIn(editor).prefix)) {
      suggester.unasked(() => invoke(widget));
    }
  }

  private readonly _options: IBlankLinesOptions;
  private _widget: Widget | null = null;
  private _text: ISharedText | null = null;
  private _isDisposed = false;
}

/** Whether the line before the cursor is blank, but not all that is above it. */
function isOnBlankLine(prefix: string): boolean {
  return /\S[^\S\n]*\n\s*$/.test(prefix);
}
