import type { FaultId } from '@citycode/wasm/types';
import { LitElement, html, nothing } from 'lit';
import type { FaultText, Subject } from '../i18n/common.words.js';
import { t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { phrased } from '../i18n/phrased.js';
import { faultText, momentText } from '../i18n/phrases.js';
import { sharedStyles } from '../styles/shared.js';
import { faultStyles } from './cc-fault.styles.js';

/**
 * Says what happened and what the person can do; the fault's id in small.
 *
 * @tag cc-fault
 * @slot - buttons and links: the way on
 */
export class CcFault extends LitElement {
  static override styles = [sharedStyles, faultStyles];
  static override properties = {
    fault: { type: String },
    about: { type: String },
    detail: { type: String },
    requestId: { attribute: false },
    text: { attribute: false },
    askAgainAtMs: { attribute: false },
    pressAgainAtMs: { attribute: false },
    quiet: { type: Boolean, reflect: true },
  };

  declare fault: FaultId | null;
  /** What the fault is about, where the words for that are other ones. */
  declare about: Subject | null;
  /** One more sentence with this case's own figures, such as by how much two clocks differ. */
  declare detail: string;
  /** The server's name for the request, for the office to look it up. */
  declare requestId: string;
  /** Instead of the fault's own words, where the page knows better. */
  declare text: FaultText | null;
  /** When the page asks the city again by itself, on this device's clock; null where it does not. */
  declare askAgainAtMs: number | null;
  /** Before it a button asks nobody; null where it asks at once. */
  declare pressAgainAtMs: number | null;
  /** A notice that is not read out at once. */
  declare quiet: boolean;

  constructor() {
    super();
    this.fault = null;
    this.about = null;
    this.detail = '';
    this.requestId = '';
    this.text = null;
    this.askAgainAtMs = null;
    this.pressAgainAtMs = null;
    this.quiet = false;
    new LocalizeController(this);
  }

  override render() {
    if (!this.fault && !this.text) return nothing;
    const words = this.text ?? faultText(this.fault!, this.about);
    const ids = [this.fault ? t().common.faultId(this.fault) : '', this.requestId ? t().common.requestId(this.requestId) : ''].filter(Boolean);
    return html`
      <div class="panel" role=${this.quiet ? 'status' : 'alert'}>
        <p class="what phrased">${phrased(words.what)}</p>
        ${this.detail ? html`<p>${this.detail}</p>` : nothing}
        <p class="phrased">${phrased(words.next)}</p>
        ${this.askAgainAtMs ? html`<p>${t().common.asksAgainAt(momentText(this.askAgainAtMs))}</p>` : nothing}
        ${this.pressAgainAtMs ? html`<p>${t().common.pressAgainFrom(momentText(this.pressAgainAtMs))}</p>` : nothing}
        ${ids.length ? html`<p class="small soft id" translate="no">${ids.join(' · ')}</p>` : nothing}
      </div>
      <slot></slot>`;
  }
}
