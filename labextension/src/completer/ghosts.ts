import type {
  IInlineCompleterFactory,
  InlineCompleter
} from '@jupyterlab/completer';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IGhost, IGhosts } from '../tokens';

/** JupyterLab gives Tab to ghost text while an editor has this class. */
const ACTIVE_CLASS = 'jp-mod-inline-completer-active';

/**
 * Follows JupyterLab's inline completers, of which every notebook and file has its own.
 */
export class Ghosts implements IGhosts {
  get current(): IGhost | null {
    for (const { isActive, current, editor } of this._widgets) {
      if (isActive && current?.insertText && editor) {
        const { insertText: text, streaming } = current;
        return { editor, text, isGrowing: !!streaming };
      }
    }
    return null;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Follows the widgets that `factory` is going to create. */
  watch(factory: IInlineCompleterFactory): void {
    const create = factory.factory.bind(factory);
    factory.factory = options => {
      const widget = create(options);
      this._follow(widget);
      return widget;
    };
  }

  dismiss(): void {
    for (const widget of this._widgets) {
      if (widget.isActive) {
        widget.model?.reset();
      }
    }
  }

  private _follow(widget: InlineCompleter): void {
    const { model } = widget;
    this._widgets.add(widget);
    widget.disposed.connect(() => this._widgets.delete(widget));
    const onChanged = () => {
      // JupyterLab keeps Tab for ghost text that typing something else has removed.
      if (!model?.completions?.items?.length) {
        widget.editor?.host.classList.remove(ACTIVE_CLASS);
      }
      widget.current?.stream.connect(onStreamed);
      this._emit();
    };
    const onStreamed = () => {
      if (isTakenBack(widget)) {
        model?.reset();
      }
      this._emit();
    };
    model?.filterTextChanged.connect(onChanged);
    model?.suggestionsChanged.connect(onChanged);
  }

  private _emit(): void {
    this._changed.emit();
  }

  private readonly _widgets = new Set<InlineCompleter>();
  private readonly _changed = new Signal<this, void>(this);
}

/** Whether the suggestion has shrunk to nothing: empty ghost text would still take Tab. */
function isTakenBack({ current }: InlineCompleter): boolean {
  return (
    !!current && !current.insertText && !current.streaming && !current.error
  );
}
