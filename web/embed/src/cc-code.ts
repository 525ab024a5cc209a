/** Defines `<cc-code>`. */
import { CcCode as Base } from '@citycode/elements/cc-code/component';
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
  constructor() {
    super();
    new SaysItsLanguage(this);
  }
}

void define('cc-code', CcCode, []);
