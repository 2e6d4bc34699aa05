import type { ISharedNotebook } from '@jupyter/ydoc';
import type { PartialJSONObject } from '@lumino/coreutils';

/** Our part of a notebook's metadata. It travels with the notebook, to a class for instance. */
const KEY = 'jupyter-codeintel';

/** Whether a notebook asks for no suggestions. */
export function isSilenced(notebook: ISharedNotebook): boolean {
  return ours(notebook)['completion'] === false;
}

/** Writes into a notebook whether it asks for no suggestions. */
export function silence(notebook: ISharedNotebook, value: boolean): void {
  const metadata = { ...ours(notebook) };
  if (value) {
    metadata['completion'] = false;
  } else {
    delete metadata['completion'];
  }
  if (Object.keys(metadata).length) {
    notebook.setMetadata(KEY, metadata);
  } else {
    notebook.deleteMetadata(KEY);
  }
}

function ours(notebook: ISharedNotebook): PartialJSONObject {
  const value: unknown = notebook.metadata[KEY];
  // Anybody may have written anything there.
  return value && typeof value === 'object' ? (value as PartialJSONObject) : {};
}
