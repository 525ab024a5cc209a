import { LocalizeController } from '@citycode/elements/localize-controller';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import { LitElement, html } from 'lit';
import { frameStyles } from './frame.styles.js';
import './onward.js';

/**
 * The way to a person's code. Never the code: what stands in a frame can be covered, and what a phone keeps for the city's own pages no frame of
 * another site has. A phone is not enrolled here either.
 */
export class FrameCode extends LitElement {
  constructor() {
    super();
    new LocalizeController(this);
  }

  override render() {
    const words = t().frame;
    return html`
      <main>
        <h1>${words.codeTitle}</h1>
        <frame-onward href="/app/" .text=${words.codeText} .label=${words.codeOpen}></frame-onward>
      </main>`;
  }

  static override styles = [sharedStyles, frameStyles];
}

customElements.define('frame-code', FrameCode);
