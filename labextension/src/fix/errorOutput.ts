import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { PanelLayout, Widget } from '@lumino/widgets';

/** The MIME types of an error: as the notebook has it, and as it is shown to people. */
export const ERROR = 'application/vnd.jupyter.error';
const TRACEBACK = 'application/vnd.jupyter.stderr';

/** JupyterLab prefers a lower rank; its own renderers have higher ones. */
export const RANK = 40;

/**
 * Shows errors as ever, with `button` below the traceback.
 */
export class ErrorOutput extends Widget implements IRenderMime.IRenderer {
  /** The traceback is shown by whoever shows tracebacks. */
  constructor(
    rendermime: IRenderMimeRegistry,
    options: IRenderMime.IRendererOptions,
    button: Widget
  ) {
    super();
    this.addClass('jp-CodeIntelError');
    const layout = (this.layout = new PanelLayout());
    this._traceback = rendermime
      .getFactory(TRACEBACK)
      ?.createRenderer({ ...options, mimeType: TRACEBACK });
    if (this._traceback) {
      layout.addWidget(this._traceback);
    }
    layout.addWidget(button);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    await this._traceback?.renderModel(model);
  }

  private readonly _traceback: IRenderMime.IRenderer | undefined;
}
