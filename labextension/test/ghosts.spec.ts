import type { IInlineCompleterFactory } from '@jupyterlab/completer';
import { InlineCompleter } from '@jupyterlab/completer';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { Ghosts } from '../src/completer/ghosts';

const ACTIVE_CLASS = 'jp-mod-inline-completer-active';
type Items = Parameters<InlineCompleter.Model['setCompletions']>[0]['items'];

describe('Ghosts', () => {
  let ghosts: Ghosts;
  let widget: InlineCompleter;
  let model: InlineCompleter.Model;
  let host: HTMLElement;
  let changes: number;

  beforeEach(() => {
    ghosts = new Ghosts();
    const factory: IInlineCompleterFactory = {
      factory: options =>
        new InlineCompleter({
          ...options,
          trans: nullTranslator.load('jupyterlab')
        })
    };
    ghosts.watch(factory);
    model = new InlineCompleter.Model();
    widget = factory.factory({ model });
    host = document.createElement('div');
    Object.defineProperty(widget, 'editor', { value: { host } });
    changes = 0;
    ghosts.changed.connect(() => changes++);
  });

  /** Lets a provider suggest a text, the way JupyterLab does. */
  function suggest(insertText: string, streaming = false): Items[number] {
    const item = { insertText, streaming } as Items[number];
    (item as { stream: unknown }).stream = new Signal(item);
    host.classList.add(ACTIVE_CLASS);
    model.setCompletions({ items: [item] });
    return item;
  }

  it('knows none at first', () => {
    expect(ghosts.current).toBeNull();
  });

  it('knows what is shown, and hears of its growing', () => {
    const item = suggest('m', true);
    expect(ghosts.current).toMatchObject({ text: 'm', isGrowing: true });
    expect(changes).toBe(1);
    item.insertText = 'm(values)';
    item.streaming = false;
    (item.stream as Signal<unknown, unknown>).emit(undefined);
    expect(ghosts.current).toMatchObject({
      text: 'm(values)',
      isGrowing: false
    });
    expect(changes).toBe(2);
  });

  it('does not count the excuse of a provider', () => {
    suggest('');
    expect(ghosts.current).toBeNull();
  });

  it('gives Tab back when another way was typed', () => {
    suggest('m(values)');
    model.handleTextChange({ sourceChange: [{ insert: 'x' }] });
    expect(host.classList.contains(ACTIVE_CLASS)).toBe(false);
    expect(ghosts.current).toBeNull();
  });

  it('gives Tab back when a suggestion is taken back', () => {
    const item = suggest('m', true);
    item.insertText = '';
    item.streaming = false;
    (item.stream as Signal<unknown, unknown>).emit(undefined);
    expect(model.completions).toBeNull();
    expect(host.classList.contains(ACTIVE_CLASS)).toBe(false);
  });

  it('dismisses', () => {
    suggest('m(values)');
    ghosts.dismiss();
    expect(model.completions).toBeNull();
    expect(ghosts.current).toBeNull();
  });

  it('forgets a widget that is disposed', () => {
    suggest('m(values)');
    widget.dispose();
    expect(ghosts.current).toBeNull();
  });
});
