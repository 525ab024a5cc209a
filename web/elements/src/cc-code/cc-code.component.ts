import { askCore } from '@citycode/client/core';
import { kSlotSeconds } from '@citycode/wasm/limits';
import type { DrawnSvg, ErrorCorrection, FaultId } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { codeStyles } from './cc-code.styles.js';
import { wholeModuleSidePx } from './module-size.js';

const kSlotMs = 1000 * kSlotSeconds;

/**
 * Draws a code's text as a QR symbol: black on white in dark mode too, with its quiet zone of four modules and
 * whole device pixels a module. A new text replaces the old one in one step; until it is drawn the old one stays.
 *
 * @tag cc-code
 * @fires cc-fault - the text could not be drawn; `detail.fault` says why
 * @csspart symbol - the drawn code
 */
export class CcCode extends LitElement {
  static override styles = codeStyles;
  static override properties = {
    text: { type: String },
    scene: { type: String },
    level: { type: String },
    ring: { type: Boolean, reflect: true },
    drawn: { state: true },
  };

  /** What the symbol says; empty draws nothing. */
  declare text: string;
  /** The scene's name in the page's language, for those who cannot see the code. */
  declare scene: string;
  /** Error correction: 7, 15, 25 or 30 percent of the symbol may be lost. */
  declare level: ErrorCorrection;
  /** A thin ring that shows when the next code comes. */
  declare ring: boolean;
  declare protected drawn: DrawnSvg | null;

  #resize: ResizeObserver | null = null;
  #wanted = 0;

  constructor() {
    super();
    this.text = '';
    this.scene = '';
    this.level = 'M';
    this.ring = false;
    this.drawn = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize?.disconnect();
    this.#resize = null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text') || changed.has('level')) void this.#draw();
  }

  override updated(): void {
    this.#fit();
  }

  override render() {
    const { drawn } = this;
    return html`
      ${this.ring ? html`
        <svg class="ring" aria-hidden="true">
          <rect class="track" pathLength="100"/>
          <rect class="hand" pathLength="100"/>
        </svg>` : nothing}
      <div class="frame">
        ${drawn ? html`
          <svg part="symbol" class="symbol" role="img" aria-label=${t().code.imageName(this.scene)}
               viewBox="0 0 ${drawn.sideModules} ${drawn.sideModules}" shape-rendering="crispEdges">
            <rect width=${drawn.sideModules} height=${drawn.sideModules} fill="#fff"/>
            <path d=${drawn.path} fill="#000"/>
          </svg>` : html`<p class="preparing" role="status">${t().code.preparing}</p>`}
      </div>`;
  }

  async #draw(): Promise<void> {
    const wanted = ++this.#wanted;
    if (!this.text) {
      this.drawn = null;
      return;
    }
    const outcome = await askCore((core) => core.drawSvg(this.text, this.level));
    if (wanted !== this.#wanted) return;   // a newer text is on its way
    if (outcome.ok) {
      this.drawn = outcome.ok;
      this.#restartRing();
    } else {
      this.dispatchEvent(new CustomEvent<{ fault: FaultId }>('cc-fault', { detail: { fault: outcome.fault! }, bubbles: true, composed: true }));
    }
  }

  #fit(): void {
    const symbol = this.renderRoot.querySelector<SVGElement>('.symbol');
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame');
    if (!symbol || !frame || !this.drawn) return;
    const available = Math.min(frame.clientWidth, frame.clientHeight || frame.clientWidth);
    if (available <= 0) return;
    const side = `${wholeModuleSidePx(available, this.drawn.sideModules, window.devicePixelRatio || 1)}px`;
    if (symbol.style.width !== side) {
      symbol.style.setProperty('width', side);
      symbol.style.setProperty('height', side);
    }
  }

  /** The ring's hand stands where the slot is, also when the code was opened in the middle of one. */
  #restartRing(): void {
    if (!this.ring) return;
    const hand = this.renderRoot.querySelector<SVGElement>('.hand');
    if (!hand) return;
    hand.style.setProperty('animation', 'none');
    void hand.getBoundingClientRect();   // ends the running animation before the next begins
    hand.style.removeProperty('animation');
    hand.style.setProperty('animation-delay', `${-(Date.now() % kSlotMs)}ms`);
  }
}
