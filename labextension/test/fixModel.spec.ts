import { FixModel } from '../src/fix/model';
import type { FixProposal, FixStep } from '../src/server/messages';
import { FakeConnection } from './fakeConnection';

const UNREACHABLE = { code: 'disconnected', message: 'away', hint: 'wait' };

/** What the server tells, without the id. */
export const PROPOSAL: Omit<FixProposal, 'id'> = {
  type: 'fixProposal',
  badge: 'verified',
  says: 'a misspelling',
  origin: 'rule',
  forget: [],
  edits: [{ cell: 'two', before: 'pirce', after: 'price' }],
  run: ['two'],
  evidence: {
    tier: 'fork',
    outputs: [],
    variables: [],
    files: [],
    reasons: ['it runs'],
    tookMs: 120
  }
};

describe('FixModel', () => {
  let connection: FakeConnection;
  let model: FixModel;

  /** The id of the question. */
  const id = () => connection.of('fix')[0]?.id ?? -1;

  const step = (number: number, text: string, state: FixStep['state']) =>
    connection.received.emit({
      type: 'fixStep',
      id: id(),
      number,
      phase: 'try',
      text,
      state,
      detail: ''
    });

  const propose = () => connection.received.emit({ ...PROPOSAL, id: id() });

  const end = (text: string) =>
    connection.received.emit({
      type: 'fixEnded',
      id: id(),
      outcome: 'nothing',
      text
    });

  beforeEach(() => {
    connection = new FakeConnection();
    model = new FixModel(connection, {
      document: 'a.ipynb',
      cell: 'two',
      traceback: ['KeyError']
    });
    model.start(UNREACHABLE);
  });

  it('asks with a number of its own', () => {
    expect(connection.sent).toEqual([
      {
        type: 'fix',
        id: id(),
        document: 'a.ipynb',
        cell: 'two',
        traceback: ['KeyError']
      }
    ]);
    expect(connection.newId()).not.toBe(id());
    expect(model.state).toBe('running');
  });

  it('keeps steps in order, each as it was told last', () => {
    step(1, 'look', 'running');
    step(2, 'try', 'running');
    step(1, 'looked', 'done');
    expect(model.steps.map(({ text, state }) => [text, state])).toEqual([
      ['looked', 'done'],
      ['try', 'running']
    ]);
  });

  it('ignores what is meant for others', () => {
    connection.received.emit({ ...PROPOSAL, id: id() + 1 });
    connection.complete(id(), 'text');
    expect(model.proposal).toBeNull();
    expect(model.state).toBe('running');
  });

  it('offers a proposal, and another', () => {
    propose();
    expect(model.state).toBe('proposed');
    expect(model.canGoOn).toBe(true);
    model.another();
    expect(model.state).toBe('running');
    expect(connection.of('fixAnother')).toEqual([
      { type: 'fixAnother', id: id() }
    ]);
  });

  it('goes back to the last proposal when there is no other', () => {
    propose();
    model.another();
    end('There is no other');
    expect(model.state).toBe('proposed');
    expect(model.text).toBe('There is no other');
  });

  it('ends without a proposal', () => {
    end('Nothing was found');
    expect(model.state).toBe('ended');
    expect(model.text).toBe('Nothing was found');
  });

  it('stops at once, and hears no more steps', () => {
    model.stop();
    expect(model.state).toBe('stopped');
    expect(connection.of('fixStop')).toEqual([{ type: 'fixStop', id: id() }]);
    const known = model.steps.length;
    step(7, 'try', 'done');
    expect(model.steps.length).toBe(known);
  });

  it('proposes what was found until a stop', () => {
    model.stop();
    propose();
    expect(model.state).toBe('proposed');
    expect(model.canGoOn).toBe(true);
  });

  it.each([
    ['accept', true],
    ['dismiss', false]
  ] as const)('tells the server once: %s', (decide, accepted) => {
    propose();
    model[decide]();
    model.dispose();
    expect(connection.sent.slice(1)).toEqual([
      { type: 'fixDecided', id: id(), accepted }
    ]);
  });

  it('refuses what can no longer be carried out', () => {
    propose();
    model.refuse('A cell has changed');
    expect(model.state).toBe('refused');
    expect(model.text).toBe('A cell has changed');
    expect(connection.of('fixDecided')[0]?.accepted).toBe(false);
  });

  it('says what went wrong', () => {
    const error = { code: 'no_model', message: 'none', hint: 'fetch one' };
    connection.received.emit({ type: 'failed', id: id(), error });
    expect(model.state).toBe('failed');
    expect(model.error).toEqual(error);
  });

  it('fails when the connection is lost, but keeps a proposal', () => {
    propose();
    connection.setOpen(false);
    expect(model.state).toBe('proposed');
    expect(model.canGoOn).toBe(false);

    const other = new FixModel(connection, {
      document: 'a.ipynb',
      cell: 'two',
      traceback: []
    });
    other.start(UNREACHABLE);
    expect(other.error).toEqual(UNREACHABLE);
    expect(other.state).toBe('failed');
  });

  it('fails when the connection is lost while it runs', () => {
    connection.setOpen(false);
    expect(model.state).toBe('failed');
    expect(model.error).toEqual(UNREACHABLE);
  });

  it('ends its work when its notebook goes', () => {
    step(1, 'look', 'running');
    model.dispose();
    expect(connection.of('fixStop')).toHaveLength(1);
  });
});
