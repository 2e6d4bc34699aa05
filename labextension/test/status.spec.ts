import type { Status } from '../src/server/messages';
import type { Off } from '../src/status/model';
import { StatusModel } from '../src/status/model';
import { FakeConnection } from './fakeConnection';
import { STATE, withEntry } from './modelStates';

const READY: Status = {
  type: 'status',
  engine: 'ready',
  model: 'small',
  latencyMs: 42,
  error: null
};
const ERROR = { code: 'no_model', message: 'No model.', hint: 'Get one.' };

describe('StatusModel', () => {
  let connection: FakeConnection;
  let model: StatusModel;

  beforeEach(() => {
    connection = new FakeConnection();
    model = new StatusModel(connection);
  });

  it('tells of an engine that was ready before anybody looked', () => {
    connection.status = READY;
    const { state, modelName, latencyMs } = new StatusModel(connection);
    expect({ state, modelName, latencyMs }).toEqual({
      state: 'ready',
      modelName: 'small',
      latencyMs: 42
    });
  });

  it('is disconnected while the connection is closed', () => {
    connection.status = READY;
    let changes = 0;
    model.stateChanged.connect(() => changes++);
    connection.setOpen(false);
    expect(model.state).toBe('disconnected');
    connection.setOpen(true);
    expect(model.state).toBe('ready');
    expect(changes).toBe(2);
  });

  it('keeps a failure until a suggestion succeeds', () => {
    connection.status = READY;
    connection.received.emit({ type: 'failed', id: 1, error: ERROR });
    connection.received.emit(READY);
    expect([model.state, model.error]).toEqual(['error', ERROR]);
    connection.complete(2, '', { done: true, source: 'superseded' });
    expect(model.state).toBe('error');
    connection.complete(3, 'x');
    expect([model.state, model.error]).toEqual(['ready', null]);
  });

  it('forgets a failure when the engine starts again', () => {
    connection.status = READY;
    connection.received.emit({ type: 'failed', id: 1, error: ERROR });
    connection.received.emit({ ...READY, engine: 'loading' });
    connection.received.emit(READY);
    expect(model.state).toBe('ready');
  });

  it('forgets that the model was missing when it has come', () => {
    connection.status = READY;
    connection.received.emit({ type: 'failed', id: 1, error: ERROR });
    connection.received.emit(STATE);
    expect(model.state).toBe('error');
    connection.received.emit(withEntry({ installed: true }));
    expect(model.state).toBe('ready');
  });

  it('does not call it an error that the model is still loading', () => {
    connection.status = { ...READY, engine: 'loading' };
    const error = { ...ERROR, code: 'loading' };
    connection.received.emit({ type: 'failed', id: 1, error });
    expect([model.state, model.error]).toEqual(['loading', null]);
  });

  it('shows what keeps the engine from working', () => {
    connection.status = { ...READY, engine: 'error', error: ERROR };
    expect([model.state, model.error]).toEqual(['error', ERROR]);
  });

  it('tells where suggestions are switched off, whatever the engine does', () => {
    let off: Off | null = 'silenced';
    const model = new StatusModel(connection, () => off);
    let changes = 0;
    model.stateChanged.connect(() => changes++);
    expect(model.state).toBe('silenced');
    off = null;
    connection.status = READY;
    model.refresh();
    expect([model.state, changes]).toEqual(['ready', 1]);
  });
});
