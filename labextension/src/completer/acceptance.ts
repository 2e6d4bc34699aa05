import type { IYText } from '@jupyter/ydoc';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';

import type { IGhosts } from '../tokens';

/**
 * Accepts the beginning of the ghost text; what is left of it stays on the screen.
 *
 * The editor takes it as typed text that follows the suggestion, which asks the model for nothing.
 */
export function acceptPart(
  ghosts: IGhosts,
  part: (text: string) => string
): void {
  const ghost = ghosts.current;
  if (!ghost) {
    return;
  }
  const { editor, text } = ghost;
  const { undoManager } = editor.model.sharedModel as Partial<IYText>;
  // One step to undo, apart from what was typed before and after.
  undoManager?.stopCapturing();
  // Text and cursor have to change together: JupyterLab asks for suggestions in between.
  const view = (editor as CodeMirrorEditor).editor;
  view.dispatch(view.state.replaceSelection(part(text)), {
    scrollIntoView: true
  });
  undoManager?.stopCapturing();
}
