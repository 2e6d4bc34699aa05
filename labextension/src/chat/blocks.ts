/** A part of an answer: text in Markdown, or code between fences. */
export interface IBlock {
  readonly kind: 'text' | 'code';
  readonly text: string;
  /** What stands behind the opening fence. */
  readonly language: string;
  /** Whether the closing fence is there. */
  readonly isClosed: boolean;
}

const OPENING = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/;

/** Parts an answer, as far as it has come, at its fences. */
export function splitBlocks(markdown: string): readonly IBlock[] {
  const blocks: IBlock[] = [];
  let lines: string[] = [];
  let opening: RegExpExecArray | null = null;
  const end = (isClosed: boolean) => {
    const text = lines.join('\n');
    lines = [];
    if (opening) {
      const language = opening[2] ?? '';
      blocks.push({ kind: 'code', text, language, isClosed });
    } else if (text.trim()) {
      blocks.push({ kind: 'text', text, language: '', isClosed });
    }
  };
  for (const line of markdown.split('\n')) {
    const found: RegExpExecArray | null = opening ? null : OPENING.exec(line);
    if (found) {
      end(true);
      opening = found;
    } else if (opening && closes(line, opening[1] ?? '')) {
      end(true);
      opening = null;
    } else {
      lines.push(line);
    }
  }
  end(false);
  return blocks;
}

/** Code as Markdown, whatever fences it has itself. */
export function fenced(code: string, language: string): string {
  const longest = Math.max(
    2,
    ...Array.from(code.matchAll(/`+/g), ([ticks]) => ticks.length)
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function closes(line: string, fence: string): boolean {
  const found = line.trim();
  return (
    found.length >= fence.length &&
    found === (fence[0] ?? '`').repeat(found.length)
  );
}
