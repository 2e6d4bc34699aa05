import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  ChatCandidate,
  ChatLimits,
  ChatScene,
  ChatSending,
  ChatTurn
} from '../server/messages';
import type { IConnection } from '../tokens';
import type { Content } from './requests';
import { Failure, request } from './requests';

/** Stands for a question that is not written yet. */
const SOMETHING = '…';

/**
 * The question that is being written, and what would be sent with it.
 */
export class Draft {
  /** The scene is null once the notebook is closed. */
  constructor(
    private readonly _connection: IConnection,
    private readonly _scene: () => ChatScene | null,
    private readonly _limits: () => ChatLimits
  ) {}

  text = '';

  /** The turn that it takes the place of. */
  replaces: number | null = null;

  /** The ids of chips that were taken out. */
  without: readonly string[] = [];

  /** What would be sent, or was. */
  sending: ChatSending | null = null;

  /** Emitted when any of it changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Another text. */
  write(text: string): void {
    this.text = text;
    this._changed.emit();
  }

  /** The question of a turn, to be changed; null to leave it as it is. */
  edit(turn: ChatTurn | null, replaces: number | null): void {
    this.replaces = replaces;
    this.write(turn?.question ?? '');
  }

  /** Takes a chip out; null puts all back. */
  leaveOut(chip: string | null): void {
    this.without = chip === null ? [] : [...this.without, chip];
    this._changed.emit();
  }

  /** A question has been sent, which may be another one than is being written. */
  sent(question: string): void {
    this.without = [];
    if (question === this.text) {
      this.replaces = null;
      this.write('');
    } else {
      this._changed.emit();
    }
  }

  /** What is or would be sent. */
  send(sending: ChatSending): void {
    this.sending = sending;
    this._changed.emit();
  }

  /** The question as it is sent. */
  content(
    text: string,
    conversation: string | null,
    replaces: number | null
  ): Content<'chatPreview'> | null {
    const scene = this._scene();
    const without = [...this.without];
    const limits = this._limits();
    return scene && { scene, conversation, text, replaces, without, limits };
  }

  /** Finds out what would be sent. */
  async preview(conversation: string | null): Promise<void> {
    const { replaces, text } = this;
    const something = text.trim() || SOMETHING;
    const content = this.content(something, conversation, replaces);
    // What is being written need not make sense yet; it is told when it is sent.
    const sending =
      content &&
      (await unlessFailed(request(this._connection, 'chatPreview', content)));
    if (sending && this.text === text) {
      this.send(sending);
    }
  }

  /** Lets the server read what will be sent whatever is asked. */
  warm(conversation: string | null): void {
    const scene = this._scene();
    if (scene) {
      const limits = this._limits();
      const content = { scene, conversation, limits };
      this._connection.send({ type: 'chatWarm', ...content });
    }
  }

  /** What a begun reference or command may become. */
  async candidates(partial: string): Promise<readonly ChatCandidate[]> {
    const scene = this._scene();
    const content = scene && { partial, scene };
    const told =
      content &&
      (await unlessFailed(request(this._connection, 'chatComplete', content)));
    return told?.candidates ?? [];
  }

  private readonly _changed = new Signal<this, void>(this);
}

/** What is told, or null. */
async function unlessFailed<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof Failure) {
      return null;
    }
    throw error;
  }
}
