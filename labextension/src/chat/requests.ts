import type { ISignal } from '@lumino/signaling';

import type {
  ChatCandidates,
  ChatConversation,
  ChatConversations,
  ChatExported,
  ChatSending,
  ChatTried,
  Failed,
  Reply,
  Request,
  ServiceError
} from '../server/messages';
import type { IConnection } from '../tokens';

/** By request, what it is answered with; answers to questions come in pieces instead. */
export interface IReplies {
  chatPreview: ChatSending;
  chatComplete: ChatCandidates;
  chatList: ChatConversations;
  chatRead: ChatConversation;
  chatChange: ChatConversations;
  chatExport: ChatExported;
  chatTry: ChatTried;
}

/** A request without what is added to it. */
export type Content<T extends Request['type']> = Omit<
  Extract<Request, { type: T }>,
  'type' | 'id'
>;

/** Why a request was not answered. */
export class Failure extends Error {
  /** What the server said, or null when it went away. */
  constructor(readonly error: ServiceError | null) {
    super(error?.message ?? 'disconnected');
  }
}

/**
 * Asks the server for something that it answers with one message.
 *
 * @throws Failure when it does not.
 */
export function request<T extends keyof IReplies>(
  connection: IConnection,
  type: T,
  content: NoInfer<Content<T>>
): Promise<IReplies[T]> {
  const id = connection.newId();
  return new Promise((resolve, reject) => {
    const end = () => {
      connection.received.disconnect(onReceived);
      connection.openChanged.disconnect(onLost);
    };
    const onLost = () => {
      end();
      reject(new Failure(null));
    };
    const onReceived: SlotOf<IConnection['received']> = (_, reply) => {
      if (!('id' in reply) || reply.id !== id) {
        return;
      }
      end();
      if (reply.type === 'failed') {
        reject(new Failure((reply as Failed).error));
      } else {
        resolve(reply as Reply as IReplies[T]);
      }
    };
    connection.received.connect(onReceived);
    connection.openChanged.connect(onLost);
    if (!connection.send({ type, id, ...content } as unknown as Request)) {
      onLost();
    }
  });
}

type SlotOf<S> =
  S extends ISignal<infer T, infer U> ? (sender: T, args: U) => void : never;
