import { CcVerdict } from '@citycode/elements/cc-verdict/component';
import type { VerdictDetail } from '@citycode/elements/cc-scanner/component';
import type { CcVerdict as Shape } from './api.js';
import { SaysItsLanguage } from './says-its-language.js';

/**
 * A verdict that can be read at two metres: word, shape, colour, one line of what to do, the scene's fields. It is spoken and vibrated once, clears
 * itself after 10 seconds and keeps nothing. With `for` it shows what a scanner on the same page finds, and lets it look on when it is cleared.
 *
 * @tag cc-verdict
 * @fires cc-clear - the verdict was cleared, by time or by hand
 * @csspart sheet - all of it, in the colour of the verdict
 * @csspart word - "Valid", "Not valid", "Cannot decide"
 * @csspart next - the button that clears it
 * @cssproperty --cc-valid - the ground of a yes; `--cc-on-valid` is what is written on it
 * @cssproperty --cc-invalid - the ground of a no; `--cc-on-invalid`
 * @cssproperty --cc-undecided - the ground of "cannot decide"; `--cc-on-undecided`
 */
export class VerdictFor extends CcVerdict implements Omit<Shape, keyof HTMLElement> {
  static override properties = {
    htmlFor: { type: String, attribute: 'for' },
  };

  /** The id of a `<cc-scanner>` in the same document or shadow tree. */
  declare htmlFor: string;

  #root: Node | null = null;

  constructor() {
    super();
    this.htmlFor = '';
    new SaysItsLanguage(this);
    this.addEventListener('cc-clear', () => this.#scanner()?.resume?.());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#root = this.getRootNode();
    this.#root.addEventListener('cc-verdict', this.#found);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#root?.removeEventListener('cc-verdict', this.#found);
    this.#root = null;
  }

  #scanner(): (Element & { resume?(): void }) | null {
    const root = this.#root as Partial<DocumentOrShadowRoot & NonElementParentNode> | null;
    return this.htmlFor ? root?.getElementById?.(this.htmlFor) ?? null : null;
  }

  readonly #found = (event: Event): void => {
    const scanner = this.#scanner();
    if (scanner && event.composedPath().includes(scanner)) this.verdict = (event as CustomEvent<VerdictDetail>).detail.verdict;
  };
}
