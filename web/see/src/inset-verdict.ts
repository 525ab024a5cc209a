import { CcVerdict } from '@citycode/elements/cc-verdict';
import { css } from 'lit';

/** The box is what there is of room, and nobody stands two metres away. */
const insetStyles = css`
  .sheet { padding-top: var(--cc-space-2); }
  .sheet:focus-visible { outline-offset: -6px; outline-color: currentColor; }
  .shape { width: min(20cqh, 24cqw); height: min(20cqh, 24cqw); }
  .word { font-size: clamp(2rem, min(14cqh, 15cqw), 4.5rem); }
  .what, .do { font-size: clamp(1rem, 4.200cqh, 1.375rem); }
  .figure { font-size: clamp(1rem, 3.800cqh, 1.250rem); }
  .fields { padding: var(--cc-space-2) var(--cc-space-4); }
  dl div { padding: 2px 0; }
  dd { font-size: clamp(1.125rem, 5cqh, 1.750rem); }
  .times { padding-block: var(--cc-space-2); }
  .foot { display: none; }

  @container (max-height: 20rem) {
    .news { gap: 2px; }
    .shape { width: 13cqh; height: 13cqh; }
    .what, .do, .figure { font-size: 1rem; line-height: 1.25; }
    .times { padding-block: var(--cc-space-1); }
  }
`;

/**
 * A gate's verdict as a part of a page, beside the buttons that are pressed there: silent, it leaves the focus where it is, and it stays
 * until there is another one, because no queue stands behind whoever reads it.
 */
export class InsetVerdict extends CcVerdict {
  static override styles = [...CcVerdict.styles, insetStyles];

  /** What does not fit its box is scrolled to, with the keyboard too. */
  override updated(): void {
    this.renderRoot.querySelector('.sheet')?.setAttribute('tabindex', '0');
  }

  override clear(): void {}
}

customElements.define('inset-verdict', InsetVerdict);
