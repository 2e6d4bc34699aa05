import type { Extension } from '@codemirror/state';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';

/** What makes an editor know a language; nothing for one that is not known. */
export async function loadLanguage(
  languages: IEditorLanguageRegistry,
  mimeType: string
): Promise<Extension> {
  const language = languages.findByMIME(mimeType);
  const loaded = language && (await languages.getLanguage(language));
  return loaded?.support ?? [];
}
