import { showDiff } from '../src/review/diff';

const EDIT = {
  cell: 'one',
  before: 'total = df["pirce"].sum()\nprint(total)',
  after: 'total = df["price"].sum()\nprint(total)'
};

describe('showDiff', () => {
  it('shows what goes and what comes, for reading only', () => {
    const host = document.createElement('div');
    const view = showDiff(host, EDIT, [], 'Change in cell [1]');
    expect(view.state.doc.toString()).toBe(EDIT.after);
    expect(view.state.readOnly).toBe(true);
    expect(host.querySelector('.cm-deletedChunk')?.textContent).toContain(
      'pirce'
    );
    expect(host.querySelector('.cm-changedLine')?.textContent).toContain(
      'price'
    );
    const content = host.querySelector('.cm-content');
    expect(content?.getAttribute('aria-label')).toBe('Change in cell [1]');
    expect(content?.getAttribute('contenteditable')).toBe('false');
    view.destroy();
  });
});
