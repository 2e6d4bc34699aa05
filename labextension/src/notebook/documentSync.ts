import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Sync } from '../server/messages';
import type { IConnection, ISyncedDocument } from '../tokens';
import type { IDocumentState } from './deltas';
import { Deltas } from './deltas';

/** The parts of a document's context that a sync needs. */
export interface IDocumentPath {
  /** The path on the server, without a drive. */
  readonly localPath: string;
}

/**
 * Sends the changes of one document.
 */
export abstract class DocumentSync implements ISyncedDocument, IDisposable {
  /** Whatever the server knew before `connection` (re)opened is sent again. */
  constructor(connection: IConnection, path: IDocumentPath) {
    this._connection = connection;
    this._path = path;
    this._id = path.localPath;
    connection.openChanged.connect(this._onOpenChanged, this);
  }

  get id(): string {
    return this._path.localPath;
  }

  get language(): string {
    return this.state().language;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  flush(typingIn?: string): void {
    if (!this._connection.isOpen) {
      return;
    }
    this._followRename();
    const delta = this.deltas.take(this.state(), typingIn);
    if (delta) {
      this._connection.send({
        type: 'sync',
        document: this.id,
        kind: this.kind,
        ...delta
      });
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._connection.send({ type: 'close', document: this._id });
    Signal.clearData(this);
  }

  /** What kind of document this is. */
  protected abstract readonly kind: Sync['kind'];

  /** The document as it is now. */
  protected abstract state(): IDocumentState;

  /** What the server was told. */
  protected readonly deltas = new Deltas();

  private _followRename(): void {
    if (this._id !== this.id) {
      this._connection.send({ type: 'close', document: this._id });
      this._id = this.id;
      this.deltas.forget();
    }
  }

  private _onOpenChanged(): void {
    this.deltas.forget();
  }

  private readonly _connection: IConnection;
  private readonly _path: IDocumentPath;
  private _id: string;
  private _isDisposed = false;
}
