import React, { useState } from 'react';

import { Diff } from '../review/diffView';
import type { Obstacle } from '../review/edits';
import type { CellEdit } from '../server/messages';
import type { IChatProps } from './view';
import { obstacleLabel } from './wording';

interface IReviewProps extends IChatProps {
  readonly edit: CellEdit;
  /** Called when it was decided on. */
  readonly onClosed: () => void;
}

/** A change of a cell, for the person to decide on. */
export function Review(props: IReviewProps): JSX.Element {
  const { edit, onClosed, side, trans } = props;
  const [hindrance, setHindrance] = useState<Obstacle | null>(null);
  const accept = () => {
    const found = side.accept(edit);
    setHindrance(found);
    if (!found) {
      onClosed();
    }
  };
  return (
    <div className="jp-CodeIntelChat-review">
      <Diff
        edit={edit}
        language={side.language}
        label={trans.__('Change in %1', side.nameOf(edit.cell))}
      />
      {hindrance && <p role="alert">{obstacleLabel(hindrance, trans)}</p>}
      <div className="jp-CodeIntelChat-choices">
        <button type="button" onClick={accept}>
          {trans.__('Accept')}
        </button>
        <button type="button" onClick={onClosed}>
          {trans.__('Dismiss')}
        </button>
      </div>
    </div>
  );
}
