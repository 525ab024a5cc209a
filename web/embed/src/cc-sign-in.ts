/** Defines `<cc-sign-in>`. */
import '@citycode/elements/cc-fault';
import { CcSignIn as Base } from '@citycode/elements/cc-sign-in/component';
import type { CcSignIn as Shape } from './api.js';
import './cc-code.js';
import { define } from './define.js';
import { SaysItsLanguage } from './says-its-language.js';

/**
 * Signs people in at a portal by their city code: shows the living code for the phone in their hand, or goes by way of the app on this device and comes
 * back. It talks to the page's own server alone, at `src` and `src/state`, which asks with `@citycode/verify/portal`. What became of it is an event; in an
 * HTML form the value under `name` is the session that the server knows, once somebody has signed in.
 *
 * @tag cc-sign-in
 * @fires {CustomEvent<SignInDetail>} cc-sign-in - it ended: `detail.state` says how, `detail.result` is what the server tells its page
 * @attr {string} name - under which a form has the session
 * @attr {'light'|'dark'|'auto'} scheme - its colours; `light` when left out, `auto` follows the person's system
 * @cssproperty --cc-accent - its buttons
 */
export class CcSignIn extends Base implements Omit<Shape, keyof HTMLElement> {
  constructor() {
    super();
    new SaysItsLanguage(this);
  }
}

void define('cc-sign-in', CcSignIn, ['signin']);
