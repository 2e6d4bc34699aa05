import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IConnection } from '../tokens';
import type { Reply, Request, Status } from './messages';

/** The first wait before reconnecting; it doubles with each failure. */
const FIRST_DELAY_MS = 1000;

/** A server without our extension is asked no more often than this. */
const LONGEST_DELAY_MS = 60000;

/**
 * A websocket that comes back by itself.
 */
export class Connection implements IConnection, IDisposable {
  /** Connects at once, through the address and credentials of `settings`. */
  constructor(settings: ServerConnection.ISettings) {
    this._settings = settings;
    this._connect();
  }

  get isOpen(): boolean {
    return this._isOpen;
  }

  get openChanged(): ISignal<this, boolean> {
    return this._openChanged;
  }

  get status(): Status | null {
    return this._status;
  }

  get received(): ISignal<this, Reply> {
    return this._received;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  newId(): number {
    return ++this._lastId;
  }

  send(request: Request): boolean {
    if (!this._isOpen) {
      return false;
    }
    this._socket?.send(JSON.stringify(request));
    return true;
  }

  reconnect(): void {
    if (this._retry !== undefined) {
      this._failures = 0;
      this._connect();
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._retry);
    this._socket?.close();
    Signal.clearData(this);
  }

  private _connect(): void {
    clearTimeout(this._retry);
    this._retry = undefined;
    const socket = new this._settings.WebSocket(this._url());
    this._socket = socket;
    socket.onopen = () => this._onOpen();
    socket.onmessage = event => this._onMessage(JSON.parse(event.data));
    socket.onclose = () => this._onClose();
  }

  private _onOpen(): void {
    this._failures = 0;
    this._setOpen(true);
  }

  private _onMessage(reply: Reply): void {
    if (reply.type === 'status') {
      this._status = reply;
    }
    this._received.emit(reply);
  }

  private _onClose(): void {
    if (this._isDisposed) {
      return;
    }
    this._status = null;
    // Half of the wait is random, so that the browsers of a restarted server do not return at once.
    const longest = Math.min(
      FIRST_DELAY_MS * 2 ** this._failures++,
      LONGEST_DELAY_MS
    );
    const delay = (longest * (1 + Math.random())) / 2;
    this._retry = setTimeout(() => this._connect(), delay);
    this._setOpen(false);
  }

  private _setOpen(value: boolean): void {
    if (this._isOpen !== value) {
      this._isOpen = value;
      this._openChanged.emit(value);
    }
  }

  private _url(): string {
    const { wsUrl, token, appendToken } = this._settings;
    const url = URLExt.join(wsUrl, 'codeintel/ws');
    return appendToken && token
      ? url + URLExt.objectToQueryString({ token })
      : url;
  }

  private readonly _settings: ServerConnection.ISettings;
  private _socket: WebSocket | null = null;
  private _retry: ReturnType<typeof setTimeout> | undefined;
  private _status: Status | null = null;
  private _failures = 0;
  private _lastId = 0;
  private _isOpen = false;
  private _isDisposed = false;
  private readonly _openChanged = new Signal<this, boolean>(this);
  private readonly _received = new Signal<this, Reply>(this);
}
