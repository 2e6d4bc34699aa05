import { Clipboard } from '@jupyterlab/apputils';
import React, { useState } from 'react';

import type { CellEdit } from '../server/messages';
import { fenced } from './blocks';
import { Markdown } from './markdown';
import { Review } from './review';
import { Trying } from './trying';
import type { IChatProps } from './view';

interface ICodeBlockProps extends IChatProps {
  readonly code: string;
  readonly language: string;
  /** Whether it is all there. */
  readonly isWhole: boolean;
}

/** Code of an answer, and what can be done with it. */
export function CodeBlock(props: ICodeBlockProps): JSX.Element {
  const { code, isWhole, language, rendermime, side, trans } = props;
  const [edit, setEdit] = useState<CellEdit | null>(null);
  const [trial, setTrial] = useState(0);
  const choices: [string, () => void][] = [
    [trans.__('Insert below'), () => side.insertBelow(code)],
    [trans.__('Replace cell…'), () => setEdit(side.replacing(code))],
    [trans.__('Copy'), () => Clipboard.copyToSystem(code)],
    [trans.__('Try on a copy'), () => setTrial(trial + 1)]
  ];
  return (
    <div className="jp-CodeIntelChat-code">
      <Markdown text={fenced(code, language)} rendermime={rendermime} />
      {isWhole && (
        <div className="jp-CodeIntelChat-choices">
          {choices.map(([label, onClick]) => (
            <button type="button" key={label} onClick={onClick}>
              {label}
            </button>
          ))}
        </div>
      )}
      {trial > 0 && <Trying {...props} key={trial} code={code} />}
      {edit && <Review {...props} edit={edit} onClosed={() => setEdit(null)} />}
    </div>
  );
}
