import { Draft } from '../src/chat/draft';
import { ChatModel } from '../src/chat/model';
import type {
  ChatScene,
  ChatSending,
  ChatTurn,
  Reply,
  Request
} from '../src/server/messages';
import { FakeConnection } from './fakeConnection';

const UNREACHABLE = { code: 'disconnected', message: 'away', hint: 'wait' };
const SCENE: ChatScene = {
  document: 'notebook:a.ipynb',
  cell: 'one',
  selection: '',
  tracebacks: {},
  outputs: {}
};
const SENDING: Omit<ChatSending, 'id'> = {
  type: 'chatSending',
  conversation: 'c1',
  chips: [
    { id: 'cell:one', kind: 'cell', label: 'x', tokens: 3, named: false }
  ],
  tokens: 20,
  budget: 100,
  parts: []
};

const turn = (question: string, answer: string): ChatTurn => ({
  question,
  answer,
  told: [],
  ended: 'done',
  results: []
});

/** Lets promises go on. */
const settled = () => new Promise(resolve => setTimeout(resolve));

describe('ChatModel', () => {
  let connection: FakeConnection;
  let model: ChatModel;
  let fixed: string[];

  /** The id of the last request of a type. */
  const id = (type: Request['type']) =>
    (connection.of(type).at(-1) as { id: number } | undefined)?.id ?? -1;

  const tell = (reply: object, to: Request['type'] = 'chatAsk') =>
    connection.received.emit({ id: id(to), ...reply } as Reply);

  /** Answers what is asked after a change: which conversations there are, and one. */
  const keeps = async (...turns: ChatTurn[]) => {
    await settled();
    const entries = turns.length
      ? [{ id: 'c1', title: 't', changed: '', turns: 1, problem: '' }]
      : [];
    tell({ type: 'chatConversations', entries }, 'chatList');
    await settled();
    if (turns.length) {
      const kept = { conversation: 'c1', title: 't', turns };
      tell({ type: 'chatConversation', ...kept }, 'chatRead');
    } else if (connection.of('chatRead').length) {
      const error = { code: 'no_conversation', message: '', hint: '' };
      tell({ type: 'failed', error }, 'chatRead');
    }
    await settled();
  };

  const ask = (text: string) => {
    model.draft.write(text);
    model.send();
    tell(SENDING);
  };

  beforeEach(() => {
    connection = new FakeConnection();
    fixed = [];
    model = new ChatModel({
      connection,
      document: () => SCENE.document,
      fix: cell => fixed.push(cell),
      draft: new Draft(
        connection,
        () => SCENE,
        () => ({ answerTokens: 100 })
      ),
      unreachable: UNREACHABLE
    });
  });

  afterEach(() => model.dispose());

  it('shows the latest conversation that can be opened', async () => {
    void model.load();
    await settled();
    const entry = { title: '', changed: '', turns: 1 };
    const entries = [
      { ...entry, id: 'c9', problem: 'damaged' },
      { ...entry, id: 'c1', problem: '' }
    ];
    tell({ type: 'chatConversations', entries }, 'chatList');
    await settled();
    expect(connection.of('chatRead')[0]?.conversation).toBe('c1');
    const turns = [turn('q', 'a')];
    tell(
      { type: 'chatConversation', conversation: 'c1', title: '', turns },
      'chatRead'
    );
    await settled();
    expect(model.conversations.turns).toEqual(turns);
  });

  it('sends what is written, and collects the answer', async () => {
    model.draft.leaveOut('cell:two');
    ask('How many?');
    expect(connection.of('chatAsk')[0]).toEqual({
      type: 'chatAsk',
      id: id('chatAsk'),
      scene: SCENE,
      conversation: null,
      text: 'How many?',
      without: ['cell:two'],
      replaces: null,
      limits: { answerTokens: 100 }
    });
    expect(model.draft.text).toBe('');
    expect(model.draft.without).toEqual([]);
    tell({ type: 'chatText', delta: 'Tw' });
    tell({ type: 'chatText', delta: 'o' });
    expect(model.pending?.answer).toBe('Two');
    expect(model.outcome).toBeNull();
    tell({ type: 'chatDone', turn: turn('How many?', 'Two'), timings: null });
    expect(model.pending).toBeNull();
    expect(model.outcome).toBe('done');
    expect(model.conversations.turns).toHaveLength(1);
    await keeps(turn('How many?', 'Two'));
    expect(model.conversations.entries).toHaveLength(1);
    expect(model.outcome).toBe('done');
  });

  it('asks nothing twice, and nothing empty', () => {
    model.draft.write('  ');
    model.send();
    ask('How many?');
    ask('And now?');
    expect(connection.of('chatAsk')).toHaveLength(1);
  });

  it('stops at once, hears nothing more, and shows what is kept', async () => {
    ask('How many?');
    tell({ type: 'chatText', delta: 'Two or' });
    const asked = id('chatAsk');
    model.stop();
    expect(connection.of('chatStop')).toEqual([
      { type: 'chatStop', id: asked }
    ]);
    expect(model.pending).toBeNull();
    expect(model.outcome).toBe('stopped');
    tell({ type: 'chatText', delta: ' three' });
    expect(model.conversations.turns[0]?.answer).toBe('Two or');
    await keeps({ ...turn('How many?', 'Two'), ended: 'stopped' });
    expect(model.conversations.turns[0]?.answer).toBe('Two');
  });

  it('gives a question back of which nothing came', async () => {
    ask('How many?');
    model.stop();
    await keeps();
    expect(model.draft.text).toBe('How many?');
    expect(model.conversations.turns).toEqual([]);
    expect(model.conversations.current).toBeNull();
    expect(model.error).toBeNull();
  });

  it('tells an error, and keeps it while it looks what is left', async () => {
    const error = { code: 'no_model', message: 'none', hint: 'fetch one' };
    ask('How many?');
    tell({ type: 'failed', error });
    await keeps();
    expect(model.error).toEqual(error);
    expect(model.outcome).toBe('failed');
    expect(model.draft.text).toBe('How many?');
  });

  it('asks again for another answer, and drops what came after', async () => {
    void model.select('c1');
    await settled();
    const turns = [turn('one', '1'), turn('two', '2')];
    tell(
      { type: 'chatConversation', conversation: 'c1', title: '', turns },
      'chatRead'
    );
    await settled();
    model.again(0);
    const { conversation, replaces, text } = connection.of('chatAsk')[0] ?? {};
    expect([conversation, replaces, text]).toEqual(['c1', 0, 'one']);
    expect(model.conversations.turns).toEqual([]);
  });

  it('sends a changed question in the place of the old one', async () => {
    model.draft.edit(turn('two', '2'), 1);
    expect(model.draft.text).toBe('two');
    model.draft.write('three');
    model.send();
    expect(connection.of('chatAsk')[0]?.replaces).toBe(1);
    expect(model.draft.replaces).toBeNull();
  });

  it('leaves what is being written alone when another question is asked', async () => {
    model.draft.write('Is this');
    await model.ask('/explain @error');
    expect(connection.of('chatAsk')[0]?.text).toBe('/explain @error');
    expect(model.draft.text).toBe('Is this');
  });

  it('begins anew at once when nothing came of the first question', () => {
    ask('How many?');
    model.stop();
    ask('And now?');
    expect(connection.of('chatAsk')[1]?.conversation).toBeNull();
  });

  it('gives a question back that could not be sent', () => {
    connection.isOpen = false;
    model.draft.write('How many?');
    model.send();
    expect(model.draft.text).toBe('How many?');
    expect(model.error).toEqual(UNREACHABLE);
  });

  it('starts the repair that was asked for', () => {
    ask('/fix');
    tell({ type: 'chatAction', name: 'fix', cell: 'one' });
    tell({ type: 'chatDone', turn: null, timings: null });
    expect(fixed).toEqual(['one']);
    expect(model.outcome).toBe('fixing');
    expect(model.draft.text).toBe('');
  });

  it('fails when the connection is lost, and loads when it is back', async () => {
    ask('How many?');
    connection.setOpen(false);
    expect(model.error).toEqual(UNREACHABLE);
    connection.setOpen(true);
    await settled();
    expect(connection.of('chatList')).toHaveLength(1);
  });

  it('changes conversations as a whole', async () => {
    void model.select('c1');
    void model.rename('Taxes');
    const { change, title } = connection.of('chatChange')[0] ?? {};
    expect([change, title]).toEqual(['rename', 'Taxes']);
    void model.remove();
    await settled();
    tell({ type: 'chatConversations', entries: [] }, 'chatChange');
    await settled();
    expect(model.conversations.current).toBeNull();
  });

  it('offers how to go on', async () => {
    const candidates = [{ insert: '@cell', kind: 'cell', detail: '' }];
    const found = model.draft.candidates('@c');
    tell({ type: 'chatCandidates', candidates }, 'chatComplete');
    expect(await found).toEqual(candidates);
    const lost = model.draft.candidates('@c');
    connection.setOpen(false);
    expect(await lost).toEqual([]);
  });

  it('lets the server read ahead', () => {
    model.draft.warm('c1');
    expect(connection.of('chatWarm')).toEqual([
      {
        type: 'chatWarm',
        scene: SCENE,
        conversation: 'c1',
        limits: { answerTokens: 100 }
      }
    ]);
  });

  it('ends its work when its notebook goes', () => {
    ask('How many?');
    model.dispose();
    expect(connection.of('chatStop')).toHaveLength(1);
  });
});
