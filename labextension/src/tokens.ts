import type { CodeEditor } from '@jupyterlab/codeeditor';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type { Cell, Reply, Request, Status } from './server/messages';

/**
 * The websocket to the Jupyter server.
 */
export interface IConnection {
  /** Whether messages can be sent now. */
  readonly isOpen: boolean;

  /** Emitted when `isOpen` changes. What the server knew of us is gone after a reconnection. */
  readonly openChanged: ISignal<IConnection, boolean>;

  /** What the server last said of the engine; null while the connection is closed. */
  readonly status: Status | null;

  /** Emitted for each message from the server. */
  readonly received: ISignal<IConnection, Reply>;

  /** Sends a message; false when the connection is closed and nothing was sent. */
  send(request: Request): boolean;

  /** Tries to connect now instead of at the end of the back-off. */
  reconnect(): void;
}

/**
 * A document whose content the server is told of.
 */
export interface ISyncedDocument {
  /** The document's name on the websocket: its kind and path. */
  readonly id: string;

  /** The programming language, in lower case. */
  readonly language: string;

  /**
   * Sends what changed since the last time.
   *
   * The cell being typed in can be left out: its prefix and suffix travel with each request.
   */
  flush(typingIn?: string): void;

  /** Emitted when the kernel has run a cell, was exchanged or lost what it knew. */
  readonly kernelActed: ISignal<ISyncedDocument, void>;
}

/**
 * The cursor of an editor within a synced document.
 */
export interface ICursorPlace {
  readonly document: ISyncedDocument;
  readonly kind: 'notebook' | 'file';
  readonly cell: string;
  readonly cellType: Cell['type'];
  readonly editor: CodeEditor.IEditor;
}

/**
 * The documents the server is told of.
 */
export interface IDocuments {
  /** The place of the cursor in a notebook or file editor; null elsewhere. */
  locate(widget: Widget): ICursorPlace | null;

  /** Emitted with a document whose kernel has acted; see `ISyncedDocument.kernelActed`. */
  readonly kernelActed: ISignal<IDocuments, ISyncedDocument>;
}

/**
 * The source of suggestions.
 */
export interface ISuggester {
  /** Whether suggestions are wanted while typing. */
  readonly isAutomatic: boolean;

  /** Gives up the suggestion that is shown or on its way. */
  cancel(): void;

  /** Runs `invoke` such that the request it makes counts as automatic. */
  unasked(invoke: () => void): void;
}

/** The token of the connection. */
export const IConnection = new Token<IConnection>(
  'jupyter-codeintel:IConnection',
  'The websocket to the code intelligence of the Jupyter server.'
);

/** The token of the synced documents. */
export const IDocuments = new Token<IDocuments>(
  'jupyter-codeintel:IDocuments',
  'Tells the server what changed in notebooks and files.'
);

/** The token of the source of suggestions. */
export const ISuggester = new Token<ISuggester>(
  'jupyter-codeintel:ISuggester',
  'Suggests code from the local model.'
);
