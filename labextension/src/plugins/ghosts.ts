import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IInlineCompleterFactory } from '@jupyterlab/completer';

import { Ghosts } from '../completer/ghosts';
import { IGhosts } from '../tokens';

/** Knows the ghost text that is on the screen. */
export const ghosts: JupyterFrontEndPlugin<IGhosts> = {
  id: 'jupyter-codeintel:ghosts',
  description: 'Knows the ghost text that is on the screen.',
  autoStart: true,
  requires: [IInlineCompleterFactory],
  provides: IGhosts,
  activate: (_: JupyterFrontEnd, factory: IInlineCompleterFactory) => {
    const ghosts = new Ghosts();
    ghosts.watch(factory);
    return ghosts;
  }
};
