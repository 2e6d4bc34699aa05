import type { ISharedText } from '@jupyter/ydoc';

import type { Cell } from '../server/messages';
import type { IConnection } from '../tokens';
import type { IDocumentState } from './deltas';
import type { IDocumentPath } from './documentSync';
import { DocumentSync } from './documentSync';

/** The id of the only cell of a file. */
export const FILE_CELL = 'file';

/** The parts of an editor's model that a sync needs. */
export interface IFileModel {
  readonly sharedModel: ISharedText;
  readonly mimeType: string;
}

/**
 * Sends the changes of a text file as a document with one code cell.
 */
export class FileSync extends DocumentSync {
  /** Follows the file's shared model. */
  constructor(connection: IConnection, path: IDocumentPath, model: IFileModel) {
    super('file', connection, path);
    this._model = model;
    model.sharedModel.changed.connect(this._onChanged, this);
  }

  /** A file has no place to keep it. */
  readonly isSilenced = null;

  silence(): void {
    // See `isSilenced`.
  }

  protected state(): IDocumentState {
    return {
      language: fileLanguage(this._model.mimeType),
      kernel: null,
      order: () => [FILE_CELL],
      read: () => this._read()
    };
  }

  private _read(): Cell {
    return {
      id: FILE_CELL,
      type: 'code',
      source: this._model.sharedModel.getSource(),
      executionCount: null,
      error: null
    };
  }

  private _onChanged(): void {
    this.deltas.mark(FILE_CELL);
  }

  private readonly _model: IFileModel;
}

/** The language of a MIME type: `text/x-python` is `python`, `text/plain` is `plain`. */
function fileLanguage(mimeType: string): string {
  const subtype = mimeType.split(/[/;]/)[1] ?? 'plain';
  return subtype.replace(/^x-(ipython|python)$/, 'python').replace(/^x-/, '');
}
