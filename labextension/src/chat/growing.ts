import type { ChatBrought, ChatText, ChatTurn } from '../server/messages';

/** A question that is being answered. */
export interface IPending {
  readonly id: number;
  /** Whether it begins a conversation. */
  readonly isNew: boolean;
  /** What has come so far. */
  turn: ChatTurn;
}

/** A question before its answer. */
export function begun(question: string): ChatTurn {
  return { question, told: [], answer: '', ended: 'done', results: [] };
}

/** A turn with what a message adds to it. */
export function grown(turn: ChatTurn, reply: ChatText | ChatBrought): ChatTurn {
  return reply.type === 'chatText'
    ? { ...turn, answer: turn.answer + reply.delta }
    : { ...turn, results: [...turn.results, reply.result] };
}

/** Whether anything came of a question. */
export function isAnswered({ answer, results }: ChatTurn): boolean {
  return answer.trim() !== '' || results.length > 0;
}
