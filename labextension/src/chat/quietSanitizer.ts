import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

/** What a browser fetches by itself, or what acts. */
const NOT_SHOWN =
  'img, picture, source, video, audio, track, iframe, object, embed, svg image, link, form, input';

/** Attributes with which a click on a link runs commands. */
const COMMANDS = ['data-commandlinker-command', 'data-commandlinker-args'];

/**
 * Also takes out what would fetch something from elsewhere: an answer may repeat what a
 * notebook or file told the model, and its addresses could carry away what the model knows.
 */
export class QuietSanitizer implements IRenderMime.ISanitizer {
  /** All else is up to `base`. */
  constructor(private readonly _base: IRenderMime.ISanitizer) {}

  readonly allowNamedProperties = false;

  getAutolink(): boolean {
    return this._base.getAutolink?.() ?? true;
  }

  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    // What stands in a template is not fetched.
    const template = document.createElement('template');
    template.innerHTML = this._base.sanitize(dirty, options);
    for (const element of template.content.querySelectorAll(NOT_SHOWN)) {
      element.replaceWith(element.getAttribute('alt') ?? '');
    }
    for (const element of template.content.querySelectorAll('*')) {
      COMMANDS.forEach(name => element.removeAttribute(name));
      if (/url\s*\(/i.test(element.getAttribute('style') ?? '')) {
        element.removeAttribute('style');
      }
    }
    return template.innerHTML;
  }
}
