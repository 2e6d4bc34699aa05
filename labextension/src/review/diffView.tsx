import type { Extension } from '@codemirror/state';
import React, { useEffect, useRef } from 'react';

import type { CellEdit } from '../server/messages';
import { showDiff } from './diff';

interface IDiffProps {
  readonly edit: CellEdit;
  readonly language: Promise<Extension>;
  /** Whose change it is. */
  readonly label: string;
}

/** What an edit changes, below its label. */
export function Diff({ edit, label, language }: IDiffProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isWanted = true;
    const showing = language.then(language =>
      isWanted && host.current
        ? showDiff(host.current, edit, language, label)
        : null
    );
    return () => {
      isWanted = false;
      void showing.then(view => view?.destroy());
    };
  }, [edit, label, language]);
  return (
    <figure className="jp-CodeIntelDiff">
      <figcaption>{label}</figcaption>
      <div ref={host} />
    </figure>
  );
}
