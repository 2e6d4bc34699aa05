import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { MimeModel } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { IDisposable } from '@lumino/disposable';
import { Widget } from '@lumino/widgets';

const MARKDOWN = 'text/markdown';

/** Text that grows is rendered again no sooner than this. */
const PAUSE_MS = 200;

/**
 * Markdown that may grow.
 */
export class MarkdownView implements IDisposable {
  /** It is the only child of `host`. */
  constructor(host: HTMLElement, rendermime: IRenderMimeRegistry) {
    this._renderer = rendermime.createRenderer(MARKDOWN);
    Widget.attach(this._renderer, host);
  }

  get isDisposed(): boolean {
    return this._renderer.isDisposed;
  }

  /** Shows a text; of several in a short time the last one. */
  show(text: string): void {
    this._wanted = text;
    if (!this._isBusy) {
      void this._render();
    }
  }

  dispose(): void {
    this._renderer.dispose();
  }

  private async _render(): Promise<void> {
    this._isBusy = true;
    while (!this.isDisposed && this._shown !== this._wanted) {
      this._shown = this._wanted;
      const data = { [MARKDOWN]: this._wanted };
      await this._renderer.renderModel(new MimeModel({ data, trusted: false }));
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    }
    this._isBusy = false;
  }

  private readonly _renderer: IRenderMime.IRenderer;
  private _wanted = '';
  private _shown: string | null = null;
  private _isBusy = false;
}
