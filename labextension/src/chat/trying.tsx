import React, { useEffect, useLayoutEffect, useRef, useState } from 'react';

import { showOutputs } from '../review/outputs';
import type { ChatTried } from '../server/messages';
import type { IChatProps } from './view';
import { trialLabel } from './wording';

/** What comes of code on a copy of the kernel. */
export function Trying(
  props: IChatProps & { readonly code: string }
): JSX.Element | null {
  const { code, model, rendermime, trans } = props;
  const [tried, setTried] = useState<ChatTried | null>(null);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    void model.tryCode(code).then(found => {
      setTried(found);
      setOver(true);
    });
  }, [code, model]);
  const host = useRef<HTMLDivElement>(null);
  // A widget has to go before the element that it is in.
  useLayoutEffect(() => {
    const outputs = tried?.outputs;
    const area =
      host.current && outputs?.length
        ? showOutputs(host.current, outputs, rendermime)
        : null;
    return () => area?.dispose();
  }, [rendermime, tried]);
  if (isOver && !tried) {
    return null;
  }
  return (
    <div className="jp-CodeIntelChat-trial" role="status">
      <p>{tried ? trialLabel(tried, trans) : trans.__('Trying…')}</p>
      <div ref={host} />
    </div>
  );
}
