import { Clipboard } from '@jupyterlab/apputils';
import React from 'react';

import type { ChatTurn } from '../server/messages';
import { splitBlocks } from './blocks';
import { CodeBlock } from './codeBlock';
import { Markdown } from './markdown';
import { Results } from './results';
import type { IChatProps } from './view';
import { endedLabel } from './wording';

interface ITurnProps extends IChatProps {
  readonly turn: ChatTurn;
  /** Its place in the conversation; undefined while it is being answered. */
  readonly index: number | undefined;
}

/** A question and its answer. */
export function Turn(props: ITurnProps): JSX.Element {
  const { index, trans, turn } = props;
  const isOver = index !== undefined;
  const ended = endedLabel(turn.ended, trans);
  return (
    <article className="jp-CodeIntelChat-turn">
      <h3 className="jp-CodeIntelChat-who">{trans.__('You')}</h3>
      <p className="jp-CodeIntelChat-question">{turn.question}</p>
      <h3 className="jp-CodeIntelChat-who">{trans.__('Answer')}</h3>
      <div className="jp-CodeIntelChat-answer" aria-busy={!isOver}>
        {splitBlocks(turn.answer).map(
          ({ isClosed, kind, language, text }, at) =>
            kind === 'code' ? (
              <CodeBlock
                key={at}
                {...props}
                code={text}
                language={language}
                isWhole={isClosed || isOver}
              />
            ) : (
              <Markdown key={at} text={text} rendermime={props.rendermime} />
            )
        )}
        {!isOver && !turn.answer && <p>{trans.__('Reading the notebook…')}</p>}
      </div>
      <Results {...props} results={turn.results} />
      {ended && <p className="jp-CodeIntelChat-ended">{ended}</p>}
      {isOver && <Choices {...props} index={index} />}
    </article>
  );
}

/** What can be done with a question that was answered. */
function Choices(
  props: ITurnProps & { readonly index: number }
): JSX.Element | null {
  const { index, model, trans, turn } = props;
  if (model.pending) {
    return null;
  }
  const edit = () => model.draft.edit(turn, index);
  const choices: [string, () => void][] = [
    [trans.__('Edit question'), edit],
    [trans.__('Ask again'), () => model.again(index)],
    [trans.__('Copy answer'), () => Clipboard.copyToSystem(turn.answer)]
  ];
  return (
    <div className="jp-CodeIntelChat-choices">
      {choices.map(([label, onClick]) => (
        <button type="button" key={label} onClick={onClick}>
          {label}
        </button>
      ))}
    </div>
  );
}
