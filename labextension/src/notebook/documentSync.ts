import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
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
  constructor(
    protected readonly kind: Sync['kind'],
    connection: IConnection,
    path: IDocumentPath
  ) {
    this._connection = connection;
    this._path = path;
    this._id = this.id;
    connection.openChanged.connect(this._onOpenChanged, this);
  }

  get id(): string {
    // A notebook can be open as text at the same time.
    return `${this.kind}:${this._path.localPath}`;
  }

  get language(): string {
    return this.state().language;
  }

  get kernelActed(): ISignal<this, void> {
    return this._kernelActed;
  }

  abstract readonly isSilenced: boolean | null;

  get silencedChanged(): ISignal<this, void> {
    return this._silencedChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  abstract silence(value: boolean): void;

  flush(typingIn?: string): void {
    if (!this._connection.isOpen) {
      return;
    }
    this._followRename();
    const delta = this.deltas.take(this.state(), typingIn);
    if (delta) {
      this._isKnown = true;
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
    clearTimeout(this._acting);
    this._close();
    Signal.clearData(this);
  }

  /** The document as it is now. */
  protected abstract state(): IDocumentState;

  /** Tells, once what is being changed together is complete, that the kernel did something. */
  protected announceKernel(): void {
    clearTimeout(this._acting);
    this._acting = setTimeout(() => this._kernelActed.emit());
  }

  /** Tells that `isSilenced` changed. */
  protected announceSilence(): void {
    this._silencedChanged.emit();
  }

  /** What the server was told. */
  protected readonly deltas = new Deltas();

  private _followRename(): void {
    if (this._id !== this.id) {
      this._close();
      this._id = this.id;
      this.deltas.forget();
    }
  }

  private _close(): void {
    if (this._isKnown) {
      this._isKnown = false;
      this._connection.send({ type: 'close', document: this._id });
    }
  }

  private _onOpenChanged(): void {
    this._isKnown = false;
    this.deltas.forget();
  }

  private readonly _connection: IConnection;
  private readonly _path: IDocumentPath;
  private readonly _kernelActed = new Signal<this, void>(this);
  private readonly _silencedChanged = new Signal<this, void>(this);
  private _acting: ReturnType<typeof setTimeout> | undefined;
  private _id: string;
  private _isKnown = false;
  private _isDisposed = false;
}
