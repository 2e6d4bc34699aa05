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

  /** A number for a request; no other request of this page has it. */
  newId(): number;

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

  /** Whether the document itself asks for no suggestions; null when it cannot. */
  readonly isSilenced: boolean | null;

  /** Writes into the document whether it asks for no suggestions. */
  silence(value: boolean): void;

  /** Emitted when `isSilenced` changes, whoever changed it. */
  readonly silencedChanged: ISignal<ISyncedDocument, void>;
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

  /** The document in a widget; null when it has none that is ready. */
  find(widget: Widget | null): ISyncedDocument | null;

  /** Emitted with a document that is found for the first time. */
  readonly opened: ISignal<IDocuments, ISyncedDocument>;

  /** Emitted with a document that was silenced, or no longer is. */
  readonly silencedChanged: ISignal<IDocuments, ISyncedDocument>;

  /** Emitted with a document whose kernel has acted; see `ISyncedDocument.kernelActed`. */
  readonly kernelActed: ISignal<IDocuments, ISyncedDocument>;
}

/**
 * What a person wants of all suggestions, wherever they appear.
 */
export interface IPreferences {
  /** Whether suggestions are switched on. */
  readonly completion: boolean;

  /** Whether a screen reader is told of suggestions. */
  readonly announcements: boolean;

  /** Emitted when any of it changes. */
  readonly changed: ISignal<IPreferences, void>;

  /** Switches suggestions on or off, from now on. */
  setCompletion(value: boolean): Promise<void>;
}

/**
 * The source of suggestions.
 */
export interface ISuggester {
  /** Whether suggestions are switched on, for everything and in `document`. */
  isOn(document: ISyncedDocument | null): boolean;

  /** Whether suggestions are wanted while typing in `document`. */
  isAutomatic(document: ISyncedDocument | null): boolean;

  /** Emitted when suggestions were switched on or off somewhere. */
  readonly switched: ISignal<ISuggester, void>;

  /** Gives up the suggestion that is shown or on its way. */
  cancel(): void;

  /** Runs `invoke` such that the request it makes counts as automatic. */
  unasked(invoke: () => void): void;
}

/**
 * Ghost text on the screen.
 */
export interface IGhost {
  readonly editor: CodeEditor.IEditor;
  readonly text: string;
  /** Whether more of it is on its way. */
  readonly isGrowing: boolean;
}

/**
 * The ghost texts on the screen, of every provider.
 */
export interface IGhosts {
  /** The ghost text that can be accepted now. */
  readonly current: IGhost | null;

  /** Emitted when `current` may have changed. */
  readonly changed: ISignal<IGhosts, void>;

  /** Removes ghost text and leaves the editor as it is. */
  dismiss(): void;
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

/** The token of what a person wants of suggestions. */
export const IPreferences = new Token<IPreferences>(
  'jupyter-codeintel:IPreferences',
  'What a person wants of the suggestions of the local model.'
);

/** The token of the ghost texts. */
export const IGhosts = new Token<IGhosts>(
  'jupyter-codeintel:IGhosts',
  'The ghost texts on the screen, of every provider.'
);
