import type { CommandRegistry } from '@lumino/commands';
import { Widget } from '@lumino/widgets';

import { CommandIDs } from '../commands';

/**
 * The button in the output of an error.
 *
 * JupyterLab renders errors in other places too; the style sheet shows it in notebooks only.
 */
export class ErrorButton extends Widget {
  /** `cellOf` finds the id of the cell that an element is in. */
  constructor(
    private readonly _commands: CommandRegistry,
    cellOf: (element: Element) => string | undefined
  ) {
    super({ node: document.createElement('button') });
    this.addClass('jp-CodeIntelFixButton');
    this.addClass('jp-Button');
    this.addClass('jp-mod-minimal');
    this.node.setAttribute('type', 'button');
    this.node.textContent = _commands.label(CommandIDs.fix);
    this.node.title = _commands.caption(CommandIDs.fix);
    this.node.addEventListener('click', () => {
      const cell = cellOf(this.node);
      void _commands.execute(CommandIDs.fix, cell ? { cell } : {});
    });
    _commands.commandChanged.connect(this._onCommandChanged, this);
    this._onCommandChanged();
  }

  private _onCommandChanged(): void {
    this.setHidden(!this._commands.isVisible(CommandIDs.fix));
  }
}
