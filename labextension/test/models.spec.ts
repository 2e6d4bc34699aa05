import { ModelsModel } from '../src/models/model';
import { bytesLabel } from '../src/models/wording';
import { FakeConnection } from './fakeConnection';
import { DOWNLOAD, ENTRY, ERROR, STATE, withEntry } from './modelStates';

describe('ModelsModel', () => {
  let connection: FakeConnection;
  let model: ModelsModel;

  beforeEach(() => {
    connection = new FakeConnection();
    model = new ModelsModel(connection);
  });

  it('asks what there is, and again when the connection is back', () => {
    expect(connection.of('modelsList')).toHaveLength(1);
    connection.setOpen(false);
    expect(model.isOpen).toBe(false);
    connection.setOpen(true);
    expect(connection.of('modelsList')).toHaveLength(2);
  });

  it('asks for changes, and finds models by name', () => {
    connection.received.emit(STATE);
    model.change('small', 'download');
    expect(connection.of('modelChange')).toMatchObject([
      { model: 'small', change: 'download' }
    ]);
    expect(model.find('small')).toEqual(ENTRY);
    expect(model.find('none')).toBeNull();
  });

  it('tells what has come to an end', () => {
    connection.received.emit(STATE);
    expect(model.news).toBeNull();
    connection.received.emit(withEntry({ job: DOWNLOAD }));
    expect(model.news).toBeNull();
    connection.received.emit(withEntry({ installed: true }));
    connection.received.emit(withEntry({ installed: true }));
    expect(model.news).toEqual({ kind: 'downloaded', model: 'small' });
    connection.received.emit(withEntry({ installed: true, verified: true }));
    expect(model.news).toEqual({ kind: 'verified', model: 'small' });
    connection.received.emit(
      withEntry({ installed: true, verified: true }, { inUse: 'other' })
    );
    expect(model.news).toEqual({ kind: 'chosen', model: 'other' });
  });

  it('keeps a failure of its own request until the next state', () => {
    connection.received.emit({ type: 'failed', id: -1, error: ERROR });
    expect(model.error).toBeNull();
    const id = connection.of('modelsList').at(-1)?.id ?? 0;
    connection.received.emit({ type: 'failed', id, error: ERROR });
    expect(model.error).toEqual(ERROR);
    connection.received.emit(STATE);
    expect(model.error).toBeNull();
  });
});

describe('bytesLabel', () => {
  it.each([
    [999, '999 B'],
    [4_300, '4 kB'],
    [98_362_432, '98 MB'],
    [1_117_320_768, '1.1 GB']
  ])('%d is %s', (bytes, label) => {
    expect(bytesLabel(bytes)).toBe(label);
  });
});
