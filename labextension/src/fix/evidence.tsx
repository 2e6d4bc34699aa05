import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useLayoutEffect, useRef } from 'react';

import { showOutputs } from '../review/outputs';
import type { Evidence as IEvidence } from '../server/messages';
import { trialLabel } from './wording';

interface IEvidenceProps {
  readonly evidence: IEvidence;
  readonly error: string;
  readonly rendermime: IRenderMimeRegistry;
  readonly trans: TranslationBundle;
}

/** Why a proposal may be believed, or not. */
export function Evidence(props: IEvidenceProps): JSX.Element {
  const { error, evidence, rendermime, trans } = props;
  return (
    <div className="jp-CodeIntelFix-evidence">
      <p>{trialLabel(evidence, trans)}</p>
      <dl>
        <dt>{trans.__('Output before')}</dt>
        <dd className="jp-CodeIntelFix-before">{error}</dd>
        {evidence.tier && (
          <>
            <dt>{trans.__('Output after')}</dt>
            <dd>
              {evidence.outputs.length ? (
                <Outputs outputs={evidence.outputs} rendermime={rendermime} />
              ) : (
                trans.__('none')
              )}
            </dd>
          </>
        )}
        <Lines term={trans.__('Variables')} lines={evidence.variables} />
        <Lines term={trans.__('Files written')} lines={evidence.files} />
      </dl>
    </div>
  );
}

function Lines(props: {
  readonly term: string;
  readonly lines: readonly string[];
}): JSX.Element | null {
  const { lines, term } = props;
  return lines.length ? (
    <>
      <dt>{term}</dt>
      {lines.map(line => (
        <dd key={line}>
          <code>{line}</code>
        </dd>
      ))}
    </>
  ) : null;
}

function Outputs(props: {
  readonly outputs: IEvidence['outputs'];
  readonly rendermime: IRenderMimeRegistry;
}): JSX.Element {
  const { outputs, rendermime } = props;
  const host = useRef<HTMLDivElement>(null);
  // A widget has to go before the element that it is in.
  useLayoutEffect(() => {
    const area = host.current && showOutputs(host.current, outputs, rendermime);
    return () => area?.dispose();
  }, [outputs, rendermime]);
  return <div className="jp-CodeIntelFix-outputs" ref={host} />;
}
