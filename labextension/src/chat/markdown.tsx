import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import React, { useEffect, useLayoutEffect, useRef } from 'react';

import { MarkdownView } from './markdownView';

interface IMarkdownProps {
  readonly text: string;
  readonly rendermime: IRenderMimeRegistry;
}

/** Text as Markdown. */
export function Markdown({ rendermime, text }: IMarkdownProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | null>(null);
  // A widget has to go before the element that it is in.
  useLayoutEffect(() => {
    if (!host.current) {
      return;
    }
    const shown = (view.current = new MarkdownView(host.current, rendermime));
    return () => shown.dispose();
  }, [rendermime]);
  useEffect(() => view.current?.show(text), [rendermime, text]);
  return <div className="jp-CodeIntelChat-markdown" ref={host} />;
}
