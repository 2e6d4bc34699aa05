import React, { useEffect, useState } from 'react';

/** A step that stays this long is worth saying; most are over sooner. */
const SETTLED_MS = 1000;

/**
 * Tells screen readers how far a fix is, without saying each step of a quick one.
 */
export function Announcement({ text }: { readonly text: string }): JSX.Element {
  const [said, say] = useState('');
  useEffect(() => {
    const settling = setTimeout(() => say(text), SETTLED_MS);
    return () => clearTimeout(settling);
  }, [text]);
  return (
    <span
      className="jp-CodeIntelFix-announcement"
      role="status"
      aria-live="polite"
    >
      {said}
    </span>
  );
}
