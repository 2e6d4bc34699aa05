import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import { chatIcon } from '../icon';
import type { Chats } from './chats';
import { Composer } from './composer';
import { Header } from './header';
import { QuietSanitizer } from './quietSanitizer';
import { Transcript } from './transcript';
import type { IChatProps } from './view';
import { outcomeLabel } from './wording';

/**
 * The chat about the notebook that is worked in, beside it.
 */
export class ChatPanel extends VDomRenderer<Chats> {
  /** It shows whichever notebook `chats` says. */
  constructor(
    chats: Chats,
    rendermime: IRenderMimeRegistry,
    private readonly _trans: TranslationBundle
  ) {
    super(chats);
    const sanitizer = new QuietSanitizer(rendermime.sanitizer);
    this._rendermime = rendermime.clone({ sanitizer });
    this.id = 'jupyter-codeintel-chat';
    this.addClass('jp-CodeIntelChat');
    this.title.icon = chatIcon;
    this.title.caption = _trans.__('Chat about the notebook');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Chat about the notebook'));
  }

  /** Leads to the input. */
  focusInput(): void {
    void this.renderPromise?.then(() =>
      this.node.querySelector('textarea')?.focus()
    );
  }

  protected render(): JSX.Element {
    const chat = this.model.current;
    const trans = this._trans;
    if (!chat) {
      return (
        <p className="jp-CodeIntelChat-empty">
          {trans.__('Open a notebook to chat about it.')}
        </p>
      );
    }
    const props = { ...chat, rendermime: this._rendermime, trans };
    return <Chat {...props} key={this.model.number} />;
  }

  protected override onActivateRequest(): void {
    this.focusInput();
  }

  protected override onAfterShow(): void {
    this.model.isShown = true;
  }

  protected override onAfterHide(): void {
    this.model.isShown = false;
  }

  private readonly _rendermime: IRenderMimeRegistry;
}

function Chat(props: IChatProps): JSX.Element {
  const { model, trans } = props;
  const { error, outcome } = model;
  return (
    <>
      <Header {...props} />
      <Transcript {...props} />
      {error && (
        <p className="jp-CodeIntelChat-error" role="alert">
          {error.message} {error.hint}
        </p>
      )}
      <span
        className="jp-CodeIntelChat-announcement"
        role="status"
        aria-live="polite"
      >
        {outcomeLabel(outcome, trans)}
      </span>
      <Composer {...props} />
    </>
  );
}
