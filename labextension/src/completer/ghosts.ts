import type {
  IInlineCompleterFactory,
  InlineCompleter
} from '@jupyterlab/completer';

/** JupyterLab gives Tab to ghost text while an editor has this class. */
const ACTIVE_CLASS = 'jp-mod-inline-completer-active';

/**
 * The ghost texts on the screen, of every provider.
 */
export class Ghosts {
  /** Whether there is ghost text that `dismiss` would remove. */
  get isShown(): boolean {
    return [...this._widgets].some(widget => widget.isActive);
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

  /** Removes ghost text and leaves the editor as it is. */
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
    // JupyterLab keeps Tab for ghost text that typing something else has removed.
    const release = () => {
      if (!model?.completions?.items?.length) {
        widget.editor?.host.classList.remove(ACTIVE_CLASS);
      }
    };
    model?.filterTextChanged.connect(release);
    model?.suggestionsChanged.connect(release);
  }

  private readonly _widgets = new Set<InlineCompleter>();
}
