/** Lets the browser save a text as Markdown. */
export function save(title: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${title.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim() || 'chat'}.md`;
  link.click();
  URL.revokeObjectURL(url);
}
