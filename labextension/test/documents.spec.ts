import { YFile, YNotebook } from '@jupyter/ydoc';
import type { IEditorTracker } from '@jupyterlab/fileeditor';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { Documents } from '../src/notebook/documents';
import { FakeConnection } from './fakeConnection';

/** The context of an open document. */
function contextOf(localPath: string) {
  const context = {
    localPath,
    sessionContext: {
      session: null,
      kernelChanged: new Signal<unknown, void>({}),
      statusChanged: new Signal<unknown, string>({})
    }
  };
  return Object.assign(context, {
    disposed: new Signal<unknown, void>(context)
  });
}

/** A widget with what a document widget has of ours. */
function widgetWith(parts: object): Widget {
  return Object.assign(new Widget(), parts);
}

describe('Documents', () => {
  let connection: FakeConnection;
  let notebook: YNotebook;
  let notebookContext: ReturnType<typeof contextOf>;
  let panel: Widget;
  let file: Widget;
  let documents: Documents;
  const editor = { name: 'editor' };

  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation();
    connection = new FakeConnection();
    notebook = YNotebook.create() as YNotebook;
    notebook.insertCell(0, { id: 'one', cell_type: 'code', source: 'x' });
    notebookContext = contextOf('a.ipynb');
    const cell = notebook.getCell(0);
    panel = widgetWith({
      context: notebookContext,
      model: { sharedModel: notebook },
      content: { activeCell: { editor, model: { sharedModel: cell } } }
    });
    file = widgetWith({
      context: contextOf('a.ipynb'),
      content: {
        editor,
        model: { sharedModel: new YFile(), mimeType: 'application/json' }
      }
    });
    const tracker = (known: Widget) => ({ has: (w: Widget) => w === known });
    documents = new Documents(
      connection,
      tracker(panel) as unknown as INotebookTracker,
      tracker(file) as unknown as IEditorTracker
    );
  });

  it('finds the cursor in a notebook', () => {
    expect(documents.locate(panel)).toMatchObject({
      kind: 'notebook',
      cell: 'one',
      cellType: 'code',
      editor
    });
  });

  it('finds the cursor in a file', () => {
    expect(documents.locate(file)).toMatchObject({ kind: 'file', editor });
  });

  it('tells a notebook from its text in an editor', () => {
    expect(documents.find(panel)?.id).not.toBe(documents.find(file)?.id);
  });

  it('finds nothing elsewhere', () => {
    expect(documents.locate(new Widget())).toBeNull();
    expect(documents.find(null)).toBeNull();
  });

  it('finds nothing before a notebook is loaded or has a cell', () => {
    const content = { activeCell: null };
    Object.assign(panel, { content });
    expect(documents.locate(panel)).toBeNull();
    Object.assign(panel, { model: null });
    expect(documents.find(panel)).toBeNull();
  });

  it('opens a document once', () => {
    const opened: string[] = [];
    documents.opened.connect((_, { id }) => opened.push(id));
    documents.find(panel);
    documents.locate(panel);
    expect(opened).toEqual(['notebook:a.ipynb']);
  });

  it('says goodbye to a document that was sent, and only to such', () => {
    const document = documents.find(panel);
    notebookContext.disposed.emit();
    expect(connection.sent).toEqual([]);
    const again = documents.find(panel);
    expect(again).not.toBe(document);
    again?.flush();
    notebookContext.disposed.emit();
    expect(connection.of('close')).toEqual([
      { type: 'close', document: 'notebook:a.ipynb' }
    ]);
  });

  describe('silence', () => {
    it('is kept in the notebook, beside what others keep', () => {
      const document = documents.find(panel);
      notebook.setMetadata('jupyter-codeintel', { other: 1 });
      expect(document?.isSilenced).toBe(false);
      document?.silence(true);
      expect(document?.isSilenced).toBe(true);
      expect(notebook.metadata['jupyter-codeintel']).toEqual({
        other: 1,
        completion: false
      });
      document?.silence(false);
      expect(notebook.metadata['jupyter-codeintel']).toEqual({ other: 1 });
    });

    it('leaves no trace when it is over', () => {
      const document = documents.find(panel);
      document?.silence(true);
      document?.silence(false);
      expect(notebook.metadata).not.toHaveProperty('jupyter-codeintel');
    });

    it('is told of, whoever made it', () => {
      documents.find(panel);
      let told = 0;
      documents.silencedChanged.connect(() => told++);
      notebook.setMetadata('jupyter-codeintel', { completion: false });
      notebook.setMetadata('other', { completion: true });
      expect(told).toBe(1);
    });

    it.each([[null], ['no'], [[false]], [{ completion: 'false' }]])(
      'is not meant by %j',
      value => {
        notebook.setMetadata('jupyter-codeintel', value);
        expect(documents.find(panel)?.isSilenced).toBe(false);
      }
    );

    it('is nothing for a file', () => {
      const document = documents.find(file);
      document?.silence(true);
      expect(document?.isSilenced).toBeNull();
    });
  });
});
