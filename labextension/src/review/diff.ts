import { unifiedMergeView } from '@codemirror/merge';
import type { Extension } from '@codemirror/state';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { jupyterTheme } from '@jupyterlab/codemirror';

import type { CellEdit } from '../server/messages';

/** Unchanged lines that are shown around a change, and how many more are folded away. */
const UNCHANGED = { margin: 3, minSize: 4 };

/**
 * Shows what an edit changes, to be read only.
 *
 * The language is that of the cell; the label tells screen readers whose change it is.
 */
export function showDiff(
  parent: HTMLElement,
  edit: CellEdit,
  language: Extension,
  label: string
): EditorView {
  return new EditorView({
    parent,
    doc: edit.after,
    extensions: [
      language,
      jupyterTheme,
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      unifiedMergeView({
        original: edit.before,
        mergeControls: false,
        collapseUnchanged: UNCHANGED
      })
    ]
  });
}
