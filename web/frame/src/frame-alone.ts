import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, html } from 'lit';
import { frameStyles } from './frame.styles.js';

/** Somebody opened the frame's address, or a site asked for what there is not. */
export class FrameAlone extends LitElement {
  constructor() {
    super();
    new LocalizeController(this);
  }

  override render() {
    const words = t();
    return html`
      <main>
        <h1>${words.common.product}</h1>
        <p class="phrased">${phrased(words.frame.alone)}</p>
        <p><a class="button" href="/" target="_top">${words.frame.firstPage}</a></p>
      </main>`;
  }

  static override styles = [sharedStyles, frameStyles];
}

customElements.define('frame-alone', FrameAlone);
