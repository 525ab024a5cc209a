/** Defines `<cc-code>`. */
import { CcCode as Base } from '@citycode/elements/cc-code/component';
import '@citycode/elements/cc-fault';
import type { FaultId } from '@citycode/wasm/types';
import { html } from 'lit';
import { again } from './again.js';
import type { CcCode as Shape } from './api.js';
import { drawInWorker } from './core.js';
import { define } from './define.js';
import { SaysItsLanguage } from './says-its-language.js';

drawInWorker();

/**
 * Draws a code's text as a QR symbol: black on white in dark mode too, with its quiet zone of four modules and whole device pixels a module. A new
 * text replaces the old one in one step; until it is drawn the old one stays.
 *
 * @tag cc-code
 * @fires {CustomEvent<{fault: FaultId}>} cc-fault - the text could not be drawn; `detail.fault` says why
 * @csspart symbol - the drawn code
 */
export class CcCode extends Base implements Omit<Shape, keyof HTMLElement> {
  #fault: FaultId | null = null;
  #failures = 0;

  constructor() {
    super();
    new SaysItsLanguage(this);
    this.addEventListener('cc-fault', (event) => void this.#failed((event as CustomEvent<{ fault: FaultId }>).detail.fault));
  }

  /** A text of its own that never changes is not drawn again by anybody else. */
  async #failed(fault: FaultId): Promise<void> {
    this.#fault = fault;
    this.requestUpdate();
    if (!fault.startsWith('env/')) return;
    const { text } = this;
    await again(++this.#failures);
    if (this.isConnected && this.text === text && !this.drawn) this.requestUpdate('text');
  }

  override render() {
    if (this.drawn) [this.#fault, this.#failures] = [null, 0];
    return this.#fault && this.text ? html`<div class="frame"><cc-fault .fault=${this.#fault}></cc-fault></div>` : super.render();
  }
}

void define('cc-code', CcCode, []);
