import { ServerConnection } from '@jupyterlab/services';

import type { Reply } from '../src/server/messages';
import { Connection } from '../src/server/connection';
import { FakeSocket } from './socket';

function connect(
  options: Partial<ServerConnection.ISettings> = {}
): Connection {
  const WebSocket = FakeSocket as unknown as typeof globalThis.WebSocket;
  return new Connection({
    ...ServerConnection.makeSettings({ wsUrl: 'ws://hub/user/ada/' }),
    WebSocket,
    ...options
  });
}

describe('Connection', () => {
  let connection: Connection;

  beforeEach(() => {
    jest.useFakeTimers();
    FakeSocket.all.length = 0;
  });

  afterEach(() => {
    connection.dispose();
    jest.useRealTimers();
  });

  it('keeps the base URL and sends the token only where it is wanted', () => {
    connection = connect({ token: 'a b', appendToken: true });
    expect(FakeSocket.last.url).toBe(
      'ws://hub/user/ada/codeintel/ws?token=a%20b'
    );
    connection.dispose();
    connection = connect({ token: 'a b', appendToken: false });
    expect(FakeSocket.last.url).toBe('ws://hub/user/ada/codeintel/ws');
  });

  it('sends once it is open', () => {
    connection = connect();
    expect(connection.send({ type: 'cancel', id: 1 })).toBe(false);
    FakeSocket.last.onopen();
    expect(connection.send({ type: 'cancel', id: 2 })).toBe(true);
    expect(FakeSocket.last.sent.map(data => JSON.parse(data))).toEqual([
      { type: 'cancel', id: 2 }
    ]);
  });

  it('hands on messages and remembers the status for who comes later', () => {
    connection = connect();
    const replies: Reply[] = [];
    connection.received.connect((_, reply) => replies.push(reply));
    const status = {
      type: 'status',
      engine: 'ready',
      model: 'm',
      latencyMs: 5,
      error: null
    };
    FakeSocket.last.onopen();
    FakeSocket.last.onmessage({ data: JSON.stringify(status) });
    expect(replies).toEqual([status]);
    expect(connection.status).toEqual(status);
    FakeSocket.last.close();
    expect(connection.status).toBeNull();
  });

  it('reconnects, each time after a longer wait, up to a minute', () => {
    connection = connect();
    jest.spyOn(Math, 'random').mockReturnValue(1);
    for (const wait of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const sockets = FakeSocket.all.length;
      FakeSocket.last.close();
      jest.advanceTimersByTime(wait * 1000 - 1);
      expect(FakeSocket.all).toHaveLength(sockets);
      jest.advanceTimersByTime(1);
      expect(FakeSocket.all).toHaveLength(sockets + 1);
    }
  });

  it('starts again with short waits after it was open', () => {
    connection = connect();
    FakeSocket.last.close();
    jest.advanceTimersByTime(1000);
    FakeSocket.last.onopen();
    FakeSocket.last.close();
    jest.advanceTimersByTime(1000);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it('tells when it opens and closes', () => {
    connection = connect();
    const states: boolean[] = [];
    connection.openChanged.connect((_, isOpen) => states.push(isOpen));
    FakeSocket.last.onopen();
    FakeSocket.last.close();
    jest.advanceTimersByTime(1000);
    FakeSocket.last.close();
    expect(states).toEqual([true, false]);
  });

  it('reconnects at once when asked to, but only while it waits', () => {
    connection = connect();
    connection.reconnect();
    expect(FakeSocket.all).toHaveLength(1);
    FakeSocket.last.close();
    connection.reconnect();
    expect(FakeSocket.all).toHaveLength(2);
    jest.advanceTimersByTime(5000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('stays closed after it was disposed', () => {
    connection = connect();
    FakeSocket.last.onopen();
    connection.dispose();
    jest.advanceTimersByTime(120000);
    expect(FakeSocket.all).toHaveLength(1);
  });
});
